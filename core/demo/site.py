"""The builder of the demo site: makes what is not there, updates what nobody touched, leaves the rest alone."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from core.demo.body import At, Made
from core.demo.files import FileMaker
from core.demo.links import resolved
from core.demo.page_types import become
from core.demo.records import Records, column, fingerprint, page_witness, thing_witness
from core.demo.registry import DemoPart
from core.demo.web_address import serve_at


@dataclass
class _Planned:
    """A page or thing to be filled once all pages of the part stand, so that links can lead to any of them."""

    thing: Any
    fields: dict[str, Any]
    published: date | None = None


@dataclass
class DemoSite:
    """What a demo part builds with. Pages are known by their address, other things by a key such as "picture: map".

    Made by the demo and still as it made it: updated when the demo's text changed. Changed, moved or unpublished by an
    editor: left alone. Deleted by an editor: not made again, and nothing below it.
    """

    site_url: str
    part: str = ""
    records: Records = field(default_factory=Records)
    _planned: dict[str, _Planned] = field(default_factory=dict)
    _editors: dict[str, Page] = field(default_factory=dict)

    def build(self, part: DemoPart) -> None:
        """Build one part, whole or not at all."""
        with transaction.atomic():
            self.part = part.name
            self._planned = {}
            part.build(self)
            for key, planned in self._planned.items():
                self._fill(key, planned)

    # --- pages ------------------------------------------------------------------------------------------------------

    def home(self, model: type[Page], **fields: Any) -> Page | None:
        """Make the home page and serve the site from it."""
        if "/" not in self.records:
            root = Page.objects.get(depth=1)
            if model.objects.exists():
                self._editors["/"] = model.objects.first()
                return None
            page = model(title=fields["title"], slug="demo", live=False)
            root.add_child(instance=page)
            self._plan("/", page, fields)
        elif self._untouched("/"):
            self._plan("/", self.records.thing("/"), fields)
        page = self._page_at("/")
        if page:
            serve_at(self.site_url, page, name=fields["title"])
        return page

    def page(
        self, parent: str, model: type[Page], slug: str, *, published: date | None = None, **fields: Any
    ) -> Page | None:
        """Make a page below the address `parent`; return it, or None where it may not be.

        `published` is the day it says it was first published, so that the demo looks the same on every machine.
        """
        key = f"{parent}{slug}/"
        if key not in self.records:
            page = self._add(key, parent, model, slug, fields)
            return self._plan(key, page, fields, published) if page else None
        if self._is_ours(key) and self._untouched(key):
            return self._plan(key, self.records.thing(key), fields, published)
        return self._page_at(key)

    def take_over(self, address: str, model: type[Page], **fields: Any) -> Page | None:
        """Put a page of this part where another part's page stands; return None if an editor has touched that one.

        The page keeps its id, its place in the tree and its children, so that nothing that leads to it breaks.
        """
        parent, _, slug = address.rstrip("/").rpartition("/")
        if address not in self.records or self._is_ours(address):
            return self.page(f"{parent}/", model, slug, **fields)
        if not self._untouched(address):
            return None
        return self._plan(address, become(self.records.thing(address), model), fields)

    def _add(self, key: str, parent: str, model: type[Page], slug: str, fields: dict[str, Any]) -> Page | None:
        above = self._page_at(parent)
        if above is None:
            return None
        standing = Page.objects.child_of(above).filter(slug=slug).first()
        if standing:
            self._editors[key] = standing
            return None
        if not model.can_exist_under(above):
            raise ValueError(f"{key}: a {model._meta.verbose_name} may not stand below {parent}.")
        # What refers to other pages is filled in when all of them stand.
        plain = {name: value for name, value in fields.items() if not isinstance(value, (list, At, Made))}
        page = model(slug=slug, live=False, **plain)
        above.add_child(instance=page)
        return page

    def _page_at(self, address: str) -> Page | None:
        page = self._thing_at(address)
        return Page.objects.filter(pk=page.pk).first() if page else None

    # --- everything else --------------------------------------------------------------------------------------------

    def thing(self, key: str, thing: models.Model, **fields: Any) -> None:
        """Fill and save a thing that is no page: site settings, a snippet. `thing` is used if there is none yet."""
        if key not in self.records:
            self._planned[key] = _Planned(thing, fields)
        elif self._is_ours(key) and self._thing_untouched(key, list(fields)):
            self._planned[key] = _Planned(self.records.thing(key), fields)

    @property
    def files(self) -> FileMaker:
        """What makes pictures and documents."""
        return FileMaker(self.records, self.part)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _plan(self, key: str, page: Page, fields: dict[str, Any], published: date | None = None) -> Page:
        self._planned[key] = _Planned(page, fields, published)
        return page

    def _thing_at(self, key: str) -> Any:
        planned = self._planned.get(key)
        return planned.thing if planned else self._editors.get(key) or self.records.thing(key)

    def _is_ours(self, key: str) -> bool:
        record = self.records.get(key)
        return record is not None and record.part == self.part

    def _untouched(self, key: str) -> bool:
        record, page = self.records.get(key), self.records.thing(key)
        return record is not None and page is not None and page_witness(page) == record.witness

    def _thing_untouched(self, key: str, fields: list[str]) -> bool:
        record, thing = self.records.get(key), self.records.thing(key)
        return record is not None and thing is not None and thing_witness(thing, fields) == record.witness

    def _find(self, key: str) -> int | None:
        thing = self._thing_at(key)
        if thing is None and key not in self.records:
            raise LookupError(f"The demo's texts lead to {key}, where the demo makes nothing.")
        return thing.pk if thing else None

    def _fill(self, key: str, planned: _Planned) -> None:
        fields = {name: resolved(value, self._find) for name, value in planned.fields.items()}
        source = fingerprint(fields)
        record = self.records.get(key)
        if record and record.part == self.part and record.source == source:
            return
        # Read again: its place in the tree has changed since, when pages were put beside and below it.
        thing = type(planned.thing)._default_manager.get(pk=planned.thing.pk) if planned.thing.pk else planned.thing
        for name, value in fields.items():
            _set(thing, name, value)
        if isinstance(thing, Page):
            _publish(thing, planned.published)
            witness = page_witness(thing)
        else:
            thing.full_clean()
            thing.save()
            witness = thing_witness(thing, fields)
        self.records.remember(key, self.part, thing, source=source, witness=witness)


def _set(thing: models.Model, name: str, value: Any) -> None:
    model_field = thing._meta.get_field(name)
    if isinstance(model_field, StreamField):
        # Checked as the admin's form checks it.
        block = model_field.stream_block
        setattr(thing, name, block.clean(block.to_python(value or [])))
    else:
        setattr(thing, column(thing, name), value)


def _publish(page: Page, day: date | None) -> None:
    first = page.first_published_at is None
    page.save_revision().publish()
    page.refresh_from_db()
    if first and day:
        moment = timezone.make_aware(datetime.combine(day, time(9)))
        type(page).objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
        page.latest_revision.__class__.objects.filter(pk=page.latest_revision_id).update(created_at=moment)


def site_of_the_demo(records: Records) -> Site | None:
    """Return the site whose home page the demo made."""
    home = records.thing("/")
    return Site.objects.filter(root_page=home.pk).first() if home else None
