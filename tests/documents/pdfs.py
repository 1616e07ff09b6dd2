"""PDFs made by code, object by object: as much of the format as the tests and `make bench` need."""

import zlib
from collections.abc import Sequence
from io import BytesIO

FONT_SIZE, LINE_HEIGHT, MARGIN, TOP = 10, 12, 50, 780
# The programs of pages that show something without a word.
PICTURE = "q 300 0 0 300 100 300 cm /Im0 Do Q"
DRAWING = "1 0 0 rg 100 100 200 200 re f"


def pdf(
    pages: Sequence[str] = ("Words on a page.",),
    *,
    programs: Sequence[str] = (),
    packed: bool = False,
    **catalogue: str,
) -> bytes:
    """A PDF with a page for each text, then one for each program in the language of pages; packed as most are.

    What else is named goes into its catalogue, such as Lang="(en-GB)"; Title goes where titles go.
    """
    title = catalogue.pop("Title", "")
    contents = [written(text) for text in pages] + list(programs)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(contents)))
    resources = "<< /Font << /F1 3 0 R >> /XObject << /Im0 4 0 R >> >>"
    image = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {' '.join(f'/{name} {value}' for name, value in catalogue.items())} >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] /MediaBox [0 0 595 842] /Resources {resources} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        stream("\x00\xff\xff\x00", image),
    ]
    for number, content in enumerate(contents):
        objects += [f"<< /Type /Page /Parent 2 0 R /Contents {6 + 2 * number} 0 R >>", stream(content, packed=packed)]
    objects.append(f"<< /Title ({title}) >>")
    return assembled(objects)


def written(text: str) -> str:
    """The program of a page that says this text, line by line."""
    lines = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").split("\n")
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 {FONT_SIZE} Tf {LINE_HEIGHT} TL {MARGIN} {TOP} Td {shown} ET"


def stream(content: str, entries: str = "", *, packed: bool = False) -> str:
    """A stream object; its bytes are written as the characters of Latin-1."""
    if packed:
        content = zlib.compress(content.encode("latin-1")).decode("latin-1")
        entries += " /Filter /FlateDecode"
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def assembled(objects: Sequence[str], encrypt: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is its catalogue, the last says what is said of it."""
    file = BytesIO()
    file.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    table = file.tell()
    file.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    file.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {encrypt} >>"
    file.write(f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode())
    return file.getvalue()
