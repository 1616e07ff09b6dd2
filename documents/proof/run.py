"""Prove that every file can be had by whom it should and by nobody else (docs/decisions/0033-file-store.md).

Each address that hands out a file is asked for as a stranger would, and compared with what `documents.visibility` says
of it; the store is compared with the rows that name its files; a bucket is asked for each object and for its listing
as a stranger too. A proof goes on where it stopped, and what it finds is kept (FileFinding) until one that is finished
no longer finds it.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from documents.deletions import note_deletion
from documents.models import Difference, FileFinding, PrivacyProof
from documents.proof import store
from documents.proof.addresses import Address, cover_addresses, document_addresses, picture_addresses
from documents.proof.asking import Stranger

logger = logging.getLogger(__name__)

# A proof that was broken off longer ago is begun anew: too much has changed since.
STALE = timedelta(days=1)
# How often the position is kept.
SAVED_EVERY = 200
# How many doubts get a second look; beyond that it is no race but a hole.
MOST_DOUBTS = 500
# After so long a file that no row names is deleted: a database that was restored may name it again meanwhile.
STRAY_FOR = timedelta(days=30)


class OutOfTimeError(Exception):
    """The time for this sitting is over; the proof goes on at the next."""


class Prover:
    """One sitting of a proof, for so many seconds at most."""

    def __init__(self, site: str = "", seconds: float = 30 * 60, settle: float | None = None) -> None:
        """`settle` is how long a proxy may answer with what was right before (seconds)."""
        self._stranger = Stranger(site or settings.SITE_URL, through="" if site else settings.FILE_PROOF_ADDRESS)
        self._deadline = time.monotonic() + seconds
        self._settle = settings.PUBLIC_S_MAXAGE + 1 if settle is None else settle
        self._doubts: list[Address] = []
        self._proof = _unfinished() or PrivacyProof.objects.create(started_at=timezone.now())
        # Where it goes on after a sitting that ends before its doubts are settled.
        self._settled_position = self._proof.position

    def run(self) -> PrivacyProof:
        """Go on with the proof until it is finished or the time is over.

        Raises SiteDoesNotAnswerError or StoreUnavailableError where no proof is possible; it goes on later.
        """
        stages: dict[str, Callable[[], None]] = {
            "store": self._compare_store,
            "documents": lambda: self._ask_each(document_addresses),
            "pictures": lambda: self._ask_each(picture_addresses),
            "first pages": lambda: self._ask_each(cover_addresses),
            "past the site": self._ask_past_the_site,
        }
        names = list(stages)
        try:
            for name in names[names.index(self._proof.stage) if self._proof.stage in names else 0 :]:
                if self._proof.stage != name:
                    self._keep(stage=name, position="")
                stages[name]()
                self._look_again()
            self._finish()
        except OutOfTimeError:
            self._look_again()
        finally:
            if self._doubts:
                self._proof.position = self._settled_position
            self._keep()
            self._stranger.close()
        return self._proof

    def _compare_store(self) -> None:
        objects = store.objects_by_name()
        for kind, names in ((Difference.MISSING, store.missing(objects)), (Difference.STRAY, store.strays(objects))):
            # All of them first: while they are being read SQLite refuses to write once anybody else has written.
            for name in list(names):
                self._found(kind, name)

    def _ask_each(self, addresses: Callable[[int], Iterator[tuple[int, Address]]]) -> None:
        for number, (pk, address) in enumerate(addresses(int(self._proof.position or 0)), start=1):
            difference = self._difference(address)
            if difference and len(self._doubts) < MOST_DOUBTS:
                self._doubts.append(address)
            elif difference:
                self._found(*difference)
            self._pass(number, str(pk))

    def _ask_past_the_site(self) -> None:
        objects = store.objects_by_name()
        for path in store.probable_mistakes(objects):
            if self._stranger.ask(path).is_open:
                self._found(Difference.EXPOSED, path, "sent without asking the site")
        bucket = store.bucket()
        if bucket is None:
            return
        if bucket.anybody_may_list():
            self._found(Difference.EXPOSED, f"bucket {bucket.bucket_name}", "its listing")
        names = (name for name in sorted(objects) if name > self._proof.position)
        for number, name in enumerate(names, start=1):
            if bucket.anybody_may_read(name):
                self._found(Difference.EXPOSED, name, f"from bucket {bucket.bucket_name}")
            self._pass(number, name)

    def _difference(self, address: Address) -> tuple[Difference, str, str] | None:
        answer, should_be_open = self._stranger.ask(address.path), address.should_be_open()
        if answer.is_open and not should_be_open:
            return Difference.EXPOSED, address.path, ""
        if should_be_open and not answer.is_open:
            return Difference.CLOSED, address.path, f"status {answer.status}"
        if answer.internal_address:
            return Difference.CLOSED, address.path, "no proxy follows PRIVATE_FILES_REDIRECT"
        if should_be_open and None not in {address.length, answer.length} and address.length != answer.length:
            return Difference.CLOSED, address.path, f"{answer.length} bytes instead of {address.length}"
        return None

    def _look_again(self) -> None:
        # What was published or taken down while we looked is no difference; a proxy may take a moment longer.
        if not self._doubts:
            return
        time.sleep(self._settle)
        for address in self._doubts:
            if difference := self._difference(address):
                self._found(*difference)
        self._doubts = []

    def _found(self, kind: Difference, what: str, detail: str = "") -> None:
        now = timezone.now()
        finding, new = FileFinding.objects.update_or_create(
            kind=kind, what=what[:600],
            defaults={"detail": detail[:300], "last_seen_at": now}, create_defaults={
                "detail": detail[:300], "last_seen_at": now, "first_seen_at": now},
        )  # fmt: skip
        if new and kind == Difference.EXPOSED:
            logger.error("%s", finding)

    def _pass(self, number: int, position: str) -> None:
        self._proof.position = position
        if number % SAVED_EVERY == 0 and not self._doubts:
            self._keep()
        if time.monotonic() > self._deadline:
            raise OutOfTimeError

    def _keep(self, **changes: str) -> None:
        for name, value in changes.items():
            setattr(self._proof, name, value)
        self._proof.asked += self._stranger.asked
        self._stranger.asked = 0
        self._settled_position = self._proof.position
        self._proof.save()

    def _finish(self) -> None:
        self._proof.finished_at = timezone.now()
        FileFinding.objects.filter(last_seen_at__lt=self._proof.started_at).delete()
        PrivacyProof.objects.exclude(pk=self._proof.pk).delete()
        old = FileFinding.objects.filter(kind=Difference.STRAY, first_seen_at__lt=timezone.now() - STRAY_FOR)
        for name in old.values_list("what", flat=True):
            note_deletion(name)


def _unfinished() -> PrivacyProof | None:
    return PrivacyProof.objects.filter(finished_at=None, started_at__gt=timezone.now() - STALE).first()
