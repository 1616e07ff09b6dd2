"""Short ways to write the blocks of a page's body, in the form in which a StreamField stores them.

Links are written as addresses of this site (`<a href="/about-us/">`, `At("/about-us/")`); `core.demo.links` turns
them into links to the pages that stand there. In a text, paragraphs are separated by an empty line, and a paragraph
whose lines begin with "- " is a list.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class At:
    """The page that the demo made at this address."""

    address: str


@dataclass(frozen=True)
class Made:
    """The picture, document or other thing that the demo made under this key."""

    key: str


def rich(text: str) -> str:
    """Return the HTML of a rich text written with empty lines between paragraphs and "- " before list items."""
    return "".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()))


def _paragraph(part: str) -> str:
    if part.lstrip().startswith("- "):
        items = re.split(r"\n\s*- ", part.strip().removeprefix("- "))
        return "<ul>" + "".join(f"<li>{' '.join(item.split())}</li>" for item in items) + "</ul>"
    return f"<p>{' '.join(part.split())}</p>"


def text(words: str) -> Block:
    """Return paragraphs and lists."""
    return {"type": "text", "value": rich(words)}


def heading(words: str, level: str = "h2") -> Block:
    """Return a heading."""
    return {"type": "heading", "value": {"text": words, "level": level}}


def inset(words: str) -> Block:
    """Return an inset."""
    return {"type": "inset", "value": {"text": rich(words)}}


def warning(title: str, words: str) -> Block:
    """Return a warning callout."""
    return {"type": "warning", "value": {"title": title, "text": rich(words)}}


def details(title: str, words: str) -> Block:
    """Return text that opens on demand."""
    return {"type": "details", "value": {"title": title, "text": rich(words)}}


def do_list(*items: str) -> Block:
    """Return a list of what to do."""
    return {"type": "do_dont_list", "value": {"kind": "do", "items": list(items)}}


def dont_list(*items: str) -> Block:
    """Return a list of what not to do."""
    return {"type": "do_dont_list", "value": {"kind": "dont", "items": list(items)}}


def summary_list(*rows: tuple[str, str]) -> Block:
    """Return facts by name."""
    return {"type": "summary_list", "value": {"rows": [{"key": key, "value": rich(value)} for key, value in rows]}}


def table(caption: str, headers: list[str], rows: Iterable[list[str]], *, numbers: Iterable[int] = ()) -> Block:
    """Return a table; `numbers` are the columns (from 0) whose digits line up."""
    right = set(numbers)
    columns = [
        {"type": "number" if index in right else "text", "heading": header} for index, header in enumerate(headers)
    ]
    cells = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}
    return {"type": "table", "value": {"caption": caption, "first_column_is_header": True, "table": cells}}


def quote(words: str, name: str, role: str = "") -> Block:
    """Return somebody's words."""
    return {"type": "quote", "value": {"text": " ".join(words.split()), "name": name, "role": role}}


def call_to_action(words: str, to: str) -> Block:
    """Return a link with an arrow, to an address of this site or an outside one."""
    return {"type": "call_to_action", "value": {"text": words, **_target(to)}}


def cards(title: str, *items: tuple[str, str, str]) -> Block:
    """Return cards, each of a title, a sentence and an address."""
    group = [{"title": name, "text": sentence, **_target(to)} for name, sentence, to in items]
    return {"type": "cards", "value": {"heading": title, "cards": group}}


def document(key: str, title: str = "", *, show_cover: bool = False) -> Block:
    """Return a link to a document that the demo made under this key."""
    return {"type": "document", "value": {"document": Made(key), "title": title, "show_cover": show_cover}}


def image(key: str, alt: str, caption: str = "") -> Block:
    """Return a picture that the demo made under this key; without `alt` it is decoration."""
    return {
        "type": "image",
        "value": {"image": Made(key), "alt_text": alt, "decorative": not alt, "caption": caption},
    }


def contact_details(route: str) -> Block:
    """Return how to reach one part of the trust, as the site settings say."""
    return {"type": "contact_details", "value": {"route": route}}


def inaccessible_files(shown: int) -> Block:
    """Return the documents that not everybody can use, as they are when it is shown; so many are named."""
    return {"type": "inaccessible_files", "value": {"shown": shown}}


def _target(to: str) -> dict[str, Any]:
    return {"page": At(to), "url": ""} if to.startswith("/") else {"page": None, "url": to}
