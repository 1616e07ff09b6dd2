"""What the block chooser shows of each block: an example of its good use, in the site's own style."""

from dataclasses import dataclass
from typing import Any

HEADING = {"text": "How to join us", "level": "h2"}
TEXT = (
    "<p>We answer 999 calls across the city, day and night. You can:</p>"
    "<ul><li>work with us</li><li><b>volunteer</b> in your neighbourhood</li></ul>"
)
INSET = {"text": "<p>You can have this page in large print, in Easy Read or in another language.</p>"}
WARNING = {"title": "Call 999 now if", "text": "<p>somebody is unconscious, or cannot breathe.</p>"}
DETAILS = {"title": "How we count response times", "text": "<p>The clock starts when the call is connected.</p>"}
DO_DONT_LIST = {"kind": "do", "items": ["stay on the line", "open the front door, if you can"]}
QUOTE = {"text": "They were here in minutes, and they were kind.", "name": "Amira", "role": "Cardiac arrest patient"}
SUMMARY_LIST = {
    "rows": [{"key": "Opened", "value": "<p>1965</p>"}, {"key": "Stations", "value": "<p>More than 60</p>"}],
}
TABLE = {
    "caption": "Calls answered",
    "first_column_is_header": True,
    "table": {
        "columns": [{"type": "text", "heading": "Year"}, {"type": "number", "heading": "Calls"}],
        "rows": [{"values": ["2023", "1,900,000"]}, {"values": ["2024", "2,100,000"]}],
        "caption": "",
    },
}
# Its picture is drawn by core/blocks/previews/image.html: no picture of the library is shown that nobody chose.
IMAGE: dict[str, Any] = {
    "image": None, "alt_text": "", "decorative": True, "caption": "A crew in Brent, May 2025. Picture: the trust",
}  # fmt: skip


@dataclass(frozen=True)
class ExampleDocument:
    """What the document link asks of a document."""

    title: str = "Annual report"
    url: str = "#example"
    link_facts: str = "PDF, 1.4 MB, 36 pages, English"
    language: str = "en"
    may_shut_people_out: bool = False


DOCUMENT = {"document": ExampleDocument(), "title": "Annual report 2024 to 2025"}
CARDS = {
    "heading": "Find out more",
    "cards": [
        {"title": "Who we are", "text": "Our people and our values.", "url": "#example"},
        {"title": "Where we are", "text": "Our stations, and how to find us.", "url": "#example"},
    ],
}
CALL_TO_ACTION = {"text": "Apply to join us", "url": "#example"}
