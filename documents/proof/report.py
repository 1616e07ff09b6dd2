"""Prove once a day, and say what was found."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from documents.models import Difference, FileFinding, PrivacyProof
from documents.proof.run import Prover

# A proof begins so long after the last one was finished, so that it takes place once a day whatever it takes.
EVERY = timedelta(hours=23)
# What one sitting may take (seconds); the next goes on where it stopped.
SITTING = 30 * 60
# What is somebody's fault, or a danger. A file that no row names is neither; it is deleted in the end.
ALARMING = (Difference.EXPOSED, Difference.CLOSED, Difference.MISSING)


class FilesDifferError(Exception):
    """Files can be had that should not be, or the other way round."""


def prove() -> str:
    """Prove if it is time, or go on with a proof that was broken off; return what was done in a few words.

    Raises FilesDifferError as long as the last proof found something alarming, SiteDoesNotAnswerError and
    StoreUnavailableError where no proof is possible.
    """
    last = PrivacyProof.objects.order_by("-started_at").first()
    said = ""
    if last is None or last.finished_at is None or last.finished_at < timezone.now() - EVERY:
        proof = Prover(seconds=SITTING).run()
        said = f"{proof.asked} addresses asked" + ("" if proof.finished_at else ", to be continued")
    alarming = FileFinding.objects.filter(kind__in=ALARMING).order_by("pk")
    if first := alarming.first():
        raise FilesDifferError(f"{summary()}. First: {first}")
    return said


def summary() -> str:
    """Return how many differences of each kind were found, in one line; "" for none."""
    counts = Counter(FileFinding.objects.values_list("kind", flat=True))
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in Difference if counts[kind])
