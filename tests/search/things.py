"""What the tests of the search look for."""

from django.core.files.base import ContentFile
from django.utils import timezone

from core.findable import Findable, Kind
from documents.enums import ReadingState
from documents.models import FileReading, PageText
from home.models import StandardPage
from tests.documents.files import PDF, document
from tests.factories import publish


def text(html):
    return [{"type": "text", "value": f"<p>{html}</p>"}]


def cites(*files):
    return [{"type": "document", "value": {"document": file.pk, "title": ""}} for file in files]


def read_document(*pages, name="report.pdf", content=PDF, **fields):
    """A document whose file was read: these are the texts of its pages."""
    made = document(name, content, **{"title": "Annual report"} | fields)
    read(made, *pages)
    return made


def read(made, *pages):
    version = made.versions.get(number=made.version)
    reading, _ = FileReading.objects.update_or_create(
        version=version, defaults={"state": ReadingState.READ, "read_at": timezone.now()}
    )
    reading.pages.all().delete()
    PageText.objects.bulk_create(
        PageText(reading=reading, number=number, text=said, clean_text=said) for number, said in enumerate(pages, 1)
    )
    reading.save()


def replaced(made, content):
    made.file = ContentFile(content, name="second.pdf")
    made.save()


def publish_citing(parent, slug, *files, **fields):
    return publish(parent, slug, StandardPage, body=cites(*files), **fields)


class Notices(Kind):
    """A kind as a later app may bring it: everything that an entry can say, and what the public may see in one set."""

    name = "notice"
    label = "Notices"

    def __init__(self):
        self.all: dict[str, list[Findable]] = {}
        self.hidden: set[str] = set()

    def add(self, key, title="Notice", *, pages=(), **more):
        own = Findable(title=title, url=f"/notices/{key}/", **more)
        parts = [
            Findable(title="", url=f"{own.url}#{number}", part=number, part_name=f"page {number}", body=said,
                     context=title, type=own.type, topics=own.topics, format=own.format, day=own.day)
            for number, said in enumerate(pages, 1)
        ]  # fmt: skip
        self.all[key] = [own, *parts]

    def stamps(self, keys=None):
        wanted = self.all.keys() if keys is None else self.all.keys() & set(keys)
        return {key: str(hash(tuple(self.all[key])))[:64] for key in wanted - self.hidden}

    def rows(self, keys):
        for key in sorted(set(keys) & self.all.keys() - self.hidden):
            yield key, self.all[key]

    def addresses(self, keys):
        return {key: self.all[key][0].url for key in set(keys) & self.all.keys() - self.hidden}

    def concerned(self, pages):
        return set()
