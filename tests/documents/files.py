"""Files made by code, so that no binary is kept with the tests."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as PillowImage

from documents.file_types import FILE_TYPES
from documents.models import Document, Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    made = PillowImage.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    made.save(written, kind, **options)
    return written.getvalue()


def office(
    extension: str, content_type: str = "", extra: str = "", parts: dict[str, str] | None = None, main: str = "main.xml"
) -> bytes:
    """A docx, xlsx or pptx as far as its table of contents goes."""
    kind = content_type or FILE_TYPES[extension].content_type + ".main+xml"
    types = f'<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{kind}"/>{extra}</Types>'
    return zipped({"[Content_Types].xml": types, main: "<main/>"} | (parts or {}))


def open_document(extension: str, parts: dict[str, str] | None = None) -> bytes:
    """An odt, ods or odp as far as its mark goes."""
    return zipped({"mimetype": FILE_TYPES[extension].content_type, "content.xml": "<content/>"} | (parts or {}))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


def document(name: str = "Board paper.pdf", content: bytes = PDF, **fields) -> Document:
    """A document as the admin stores it."""
    return Document.objects.create(**{"title": "A document"} | fields, file=ContentFile(content, name=name))


def image(name: str = "Crew.png", content: bytes | None = None, **fields) -> Image:
    """An image as the admin stores it."""
    return Image.objects.create(**{"title": "A crew"} | fields, file=ContentFile(content or picture(), name=name))
