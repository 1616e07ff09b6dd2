"""Draw the first page of a PDF. It runs in the child process that reads files; nothing here needs Django."""

import base64
from io import BytesIO

import pypdfium2

from documents.reading.results import ReadingFaultError

QUALITY = 75


def first_page(path: str, width: int, height: int) -> dict[str, str | int]:
    """Return a picture of page one that fits into so many pixels: WebP in base64, with its width and height.

    Raises ReadingFaultError for a page that has no size; whatever else is raised counts as a damaged file.
    """
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        points_wide, points_high = page.get_size()
        if not (points_wide > 0 and points_high > 0):
            raise ReadingFaultError("damaged", "page 1 has no size")
        scale = min(width / points_wide, height / points_high)
        picture = page.render(scale=scale).to_pil().convert("RGB")
    # PDFium rounds up to whole pixels.
    picture = picture.crop((0, 0, min(picture.width, width), min(picture.height, height)))
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY)
    drawn = base64.b64encode(written.getvalue()).decode()
    return {"picture": drawn, "width": picture.width, "height": picture.height}
