"""The public documents that people with assistive technology may not be able to use, for the accessibility statement.

Regulation 8(4)(a) of the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018
asks the statement to explain what is not accessible, and why. To ask of every document whether it is public takes
seconds where there are thousands, so a job does it once after each change and writes down the answer (ListedFault);
whoever shows a document of the list asks again, so that one that was closed since is shown nowhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from core.caching import generation
from core.caching.boundaries import next_boundary
from core.listing import FilterOption, Listing, ListingQuery, filter_field
from documents.enums import AccessibilityFault
from documents.models import Document, ListedFault
from documents.querysets import with_faults
from documents.reading.accessibility import CLOSED_RULES, OPEN_RULES
from documents.reading.words import FAULT_WORDS, fault_words
from documents.visibility import public_ids, visible_documents

PER_PAGE = 20
# How many rows are written in one statement, and how many documents are asked for in one question.
_BATCH, _AT_ONCE = 500, 5_000


@dataclass(frozen=True)
class CountedFault:
    """A fault, and how many of the listed documents have it."""

    fault: AccessibilityFault
    # Ends the sentence "It …".
    what: str
    why: str
    evidence: str
    count: int
    url: str


def _fault(text: str) -> str:
    return AccessibilityFault(text).value


@dataclass(frozen=True)
class InaccessibleQuery(ListingQuery):
    """What can be asked of the list: the documents with one fault."""

    fault: str | None = filter_field(_fault)


@dataclass(frozen=True)
class InaccessibleListing(Listing[Document]):
    """The documents, and the faults that there are among them."""

    faults: tuple[FilterOption, ...] = ()

    @cached_property
    def items(self) -> Sequence[Document]:
        """Those on this page that the public may have at this moment and that still have a fault."""
        first = self.first - 1
        return still_listed(self.matches[first : first + self.per_page]) if self.total else []


def inaccessible_listing(query: InaccessibleQuery) -> InaccessibleListing:
    """Return the documents asked for."""
    counted, every = counted_faults(), listed_total()
    home = reverse("documents:inaccessible")
    options = [
        FilterOption("All of them", every, replace(query, fault=None, page=1).address(home), query.fault is None)
    ]
    options += [
        FilterOption(each.what.capitalize(), each.count, each.url, query.fault == each.fault) for each in counted
    ]
    total = next((each.count for each in counted if each.fault == query.fault), 0) if query.fault else every
    return InaccessibleListing(
        path=home, query=query, matches=listed_documents(query.fault), total=total, per_page=PER_PAGE,
        csv_path=reverse("documents:inaccessible_table"), faults=tuple(options),
    )  # fmt: skip


def listed_documents(fault: str | None = None) -> QuerySet[Document]:
    """Return the listed documents by title; those with this fault."""
    rows = ListedFault.objects.filter(fault=fault) if fault else ListedFault.objects.all()
    return Document.objects.filter(pk__in=rows.values("document")).order_by(Lower("title"), "pk")


def listed_total() -> int:
    """Return how many documents are listed."""
    return ListedFault.objects.aggregate(total=Count("document", distinct=True))["total"]


def counted_faults() -> list[CountedFault]:
    """Return the faults that listed documents have, the gravest first, with how many have each."""
    rows = ListedFault.objects.order_by().values_list("fault").annotate(count=Count("pk"))
    counts = dict(rows)
    evidence = {rule.fault: rule.evidence for rule in (*CLOSED_RULES, *OPEN_RULES)}
    home = reverse("documents:inaccessible")
    return [
        CountedFault(
            fault, words.public, words.why, evidence[fault], counts[fault], InaccessibleQuery(fault=fault).address(home)
        )
        for fault, words in FAULT_WORDS.items()
        if fault in counts
    ]  # fmt: skip


def still_listed(documents: QuerySet[Document]) -> list[Document]:
    """Return those of these documents, in their order, that are public and have a fault at this moment."""
    return [each for each in visible_documents(documents) if each.known.faults]


def faults_in_words(document: Document) -> list[str]:
    """Return what keeps people from a document, each as the end of a sentence that begins with "It"."""
    return [words.public for _, words in fault_words(document.known.faults)]


def sentence_of(document: Document) -> str:
    """Return in one sentence what keeps people from a document."""
    return f"It {get_text_list(faults_in_words(document), 'and')}."


def look_again() -> str:
    """Write down which public documents have which faults now; return what was changed in a few words."""
    documents = {each.pk: each for each in with_faults().filter(withdrawn_at=None)}
    keys = list(documents)
    public = {pk for at in range(0, len(keys), _AT_ONCE) for pk in public_ids(Document, keys[at : at + _AT_ONCE])}
    wanted = {(pk, fault) for pk in public for fault in documents[pk].known.faults if fault in FAULT_WORDS}
    with transaction.atomic():
        known = {row[1:]: row[0] for row in ListedFault.objects.values_list("pk", "document_id", "fault")}
        gone, new = sorted(known.keys() - wanted), sorted(wanted - known.keys())
        for at in range(0, len(gone), _BATCH):
            ListedFault.objects.filter(pk__in=[known[each] for each in gone[at : at + _BATCH]]).delete()
        rows = [ListedFault(document_id=pk, fault=fault) for pk, fault in new]
        ListedFault.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    said = ((len(new), "added"), (len(gone), "taken off"))
    return ", ".join(f"{count} faults {what}" for count, what in said if count)


class Look:
    """Looks again when anything has changed, or begun or ended by the clock, since it last did."""

    def __init__(self, look: Callable[[], str] = look_again) -> None:
        self._look = look
        self._seen: tuple[int | None, float | None] | None = None

    def if_changed(self) -> str:
        """Look if that may find something else than the last time; return what was changed in a few words."""
        # Read before looking: what changes meanwhile makes the next look due.
        number, now = generation.current(), timezone.now()
        if self._seen is not None and number is not None and self._seen[0] == number:
            until = self._seen[1]
            if until is None or now.timestamp() < until:
                return ""
        boundary = next_boundary(now, number)
        said = self._look()
        self._seen = (number, boundary.timestamp() if boundary else None)
        return said


latest = Look()
