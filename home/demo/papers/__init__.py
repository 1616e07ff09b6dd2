"""The demo's documents beside its table: one that everybody can use, and two with the faults that real ones have."""

from dataclasses import dataclass

from home.demo.papers.letters import letter
from home.demo.papers.sheets import sheet
from home.demo.standards import ROWS, SOURCE

SUMMARY = "document: standards in short"
POSTER = "document: standards as a poster"
LETTER = "document: letter to ask for information"

_LINES = [f"{category} ({kind.lower()}): {statistic} {minutes} minutes" for category, kind, statistic, minutes in ROWS]
_FOOT = f"Source: {SOURCE}, in force from 2017."


@dataclass(frozen=True)
class Paper:
    """A document of the demo."""

    key: str
    title: str
    name: str
    content: bytes


PAPERS = (
    Paper(
        SUMMARY, "Ambulance response time standards in short", "standards-in-short.pdf",
        sheet("Ambulance response time standards in short", [*_LINES, _FOOT], tagged=True),
    ),
    Paper(
        POSTER, "Ambulance response time standards: poster", "standards-poster.pdf",
        sheet("How soon should an ambulance come?", [*_LINES, _FOOT], tagged=False),
    ),
    Paper(
        LETTER, "Letter to ask for information: a form to fill in", "letter-to-ask-for-information.docx",
        letter([
            "Your name and your address, postal or email",
            "The date",
            "To the Freedom of Information team",
            "Under the Freedom of Information Act 2000 please send me the following information:",
            "Say what you would like to know, of which place and of which time.",
            "I would like to have it by email, in a format that my software can read.",
            "Yours faithfully,",
        ]),
    ),
)  # fmt: skip
