"""PDFs of one page, written by hand so that they are the same bytes each time the demo is loaded."""

from textwrap import wrap

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 60
_HEADING, _TEXT, _LEADING = 22, 12, 1.6
# About as many letters of the heading and of the text fit into a line.
_HEADING_LETTERS, _TEXT_LETTERS = 38, 78


def sheet(title: str, paragraphs: list[str], *, tagged: bool) -> bytes:
    """Return a PDF with a heading and paragraphs (ISO 32000-1): with tags, title and language, or with none of them."""
    parts = [("H1", title), *(("P", each) for each in paragraphs)]
    page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R"
        + (
            " /Lang (en-GB) /MarkInfo << /Marked true >> /StructTreeRoot 7 0 R"
            " /ViewerPreferences << /DisplayDocTitle true >>"
            if tagged
            else ""
        )
        + " >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {page}{' /StructParents 0 /Tabs /S' if tagged else ''} >>",
        _stream(_drawn(parts)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({_escaped(title)}) >>" if tagged else "<< >>",
    ]
    if tagged:
        objects += _structure([kind for kind, _ in parts])
    return _file(objects)


def _drawn(parts: list[tuple[str, str]]) -> str:
    commands, height = [], float(_HEIGHT - _MARGIN - _HEADING)
    for number, (kind, words) in enumerate(parts):
        size, letters = (_HEADING, _HEADING_LETTERS) if kind == "H1" else (_TEXT, _TEXT_LETTERS)
        commands.append(f"/{kind} << /MCID {number} >> BDC")
        for line in wrap(words, letters):
            commands.append(f"BT /F {size} Tf {_MARGIN} {height:.0f} Td ({_escaped(line)}) Tj ET")
            height -= size * _LEADING
        commands.append("EMC")
        height -= size * (_LEADING - 1)
    return "\n".join(commands)


def _structure(kinds: list[str]) -> list[str]:
    """Return the tree of tags: object 7 is its root, 8 the document, 9 the parents by number, then one a part."""
    own = range(10, 10 + len(kinds))
    kids = " ".join(f"{number} 0 R" for number in own)
    return [
        "<< /Type /StructTreeRoot /K 8 0 R /ParentTree 9 0 R >>",
        f"<< /Type /StructElem /S /Document /P 7 0 R /K [{kids}] >>",
        f"<< /Nums [0 [{kids}]] >>",
        *(f"<< /Type /StructElem /S /{kind} /P 8 0 R /Pg 3 0 R /K {number} >>" for number, kind in enumerate(kinds)),
    ]


def _stream(content: str) -> str:
    return f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[str]) -> bytes:
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\n"
    return bytes(written) + f"{end}startxref\n{len(written)}\n%%EOF\n".encode()
