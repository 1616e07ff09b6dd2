"""What one page of the demo says."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from core.demo.body import Block
from home.models import StandardPage


@dataclass(frozen=True)
class PageText:
    """A page of the demo: where it stands, its words and what else its type wants."""

    address: str
    title: str
    summary: str
    body: list[Block]
    model: type[Page] = StandardPage
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        """The address of the page above."""
        return self.address.rstrip("/").rpartition("/")[0] + "/"

    @property
    def slug(self) -> str:
        """The last part of the address."""
        return self.address.rstrip("/").rpartition("/")[2]

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the page."""
        body = {"body": self.body} if self.body else {}
        return {"title": self.title, "summary": " ".join(self.summary.split()), **body, **self.extra}
