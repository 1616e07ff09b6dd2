"""Static files made from those of other packages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

SOURCE = "wagtailnhsukfrontend/css/nhsuk-frontend-10.4.2.min.css"
MADE = "lasweb/nhsuk-frontend.css"

# Frutiger comes from assets.nhs.uk. A browser reports each such font as refused by our policy, used or not.
_OUTSIDE_FONT = re.compile(r"@font-face\{[^}]*https?://[^}]*\}")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


class FrontendFinder(BaseFinder):
    """The NHS.UK stylesheet as its package ships it, without the fonts it asks of another host and its source map."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=str(Path(settings.VAR_DIR) / "made-static"))

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing can be set wrong here."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # as Django calls it
        """Return where the stylesheet is, made anew when its package has changed."""
        if path != MADE:
            return []
        made = str(self._made())
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Name the stylesheet to collectstatic."""
        self._made()
        yield MADE, self.storage

    def _made(self) -> Path:
        source, target = Path(str(find(SOURCE))), Path(self.storage.path(MADE))
        text = _SOURCE_MAP.sub("", _OUTSIDE_FONT.sub("", source.read_text())).rstrip() + "\n"
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Another process may read it meanwhile: it finds the old file or the new one, never half of one.
            draft = target.with_suffix(f".{id(self)}.draft")
            draft.write_text(text)
            draft.replace(target)
        return target
