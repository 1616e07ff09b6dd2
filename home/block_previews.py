"""What the block chooser shows of the blocks of this app."""

from typing import Any

# Its link is given by home/blocks/previews/embed_link.html.
EMBED: dict[str, Any] = {
    "title": "Film: a day on an ambulance", "sentence": "A film of three minutes, shown by YouTube.", "page": None,
}  # fmt: skip
CONTACT_DETAILS = {"route": "general"}
INACCESSIBLE_FILES = {"shown": 3}
