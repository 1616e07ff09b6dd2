"""Pictures in four widths, found in one query for all pictures of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter

# What screens ask for; a browser picks the smallest that is sharp enough.
WIDTHS = (320, 640, 960, 1280)
# How the pictures of a body stand unless a template says otherwise: never wider than the text.
BODY_SIZES = "(min-width: 1020px) 640px, (min-width: 641px) 66vw, 100vw"


def width_spec(width: int) -> str:
    """Return Wagtail's filter for a picture of this width."""
    return f"width-{width}|format-webp|webpquality-75"


# What other services show of a page that somebody shares; not all of them read WebP.
SHARE_SPEC = "fill-1200x630|format-jpeg|jpegquality-80"
SPECS = tuple(width_spec(width) for width in WIDTHS)


@dataclass(frozen=True)
class Picture:
    """What an img element needs."""

    src: str
    srcset: str
    width: int
    height: int


def specs_for(image: AbstractImage) -> list[str]:
    """Return the filters that make sense for this picture: none wider than it is, but the first that covers it."""
    wanted = [spec for width, spec in zip(WIDTHS, SPECS, strict=True) if width < image.width]
    return wanted + list(SPECS[len(wanted) : len(wanted) + 1])


def load_renditions(images: Iterable[AbstractImage | None]) -> None:
    """Read the renditions of all these pictures in one query, so that showing them asks for nothing more."""
    by_pk: dict[int, list[AbstractImage]] = {}
    for image in images:
        if image is not None and not hasattr(image, "prefetched_renditions"):
            image.prefetched_renditions = []
            by_pk.setdefault(image.pk, []).append(image)
    if not by_pk:
        return
    model = get_image_model().get_rendition_model()
    for rendition in model.objects.filter(image__in=by_pk, filter_spec__in=(*SPECS, SHARE_SPEC)):
        for image in by_pk[rendition.image_id]:
            image.prefetched_renditions.append(rendition)


def share_picture_of(image: AbstractImage) -> Any:
    """Return the rendition that stands for a page where somebody shares it; None when its file cannot be read."""
    load_renditions([image])
    try:
        return image.get_rendition(Filter(spec=SHARE_SPEC))
    except (OSError, ValueError):
        return None


def picture_of(image: AbstractImage) -> Picture | None:
    """Return the picture in the widths of the site; a width that was never made is made now, once.

    None when its file cannot be read: a page is shown without a picture rather than not at all.
    """
    load_renditions([image])
    wanted = specs_for(image)
    stored = {rendition.filter_spec: rendition for rendition in image.prefetched_renditions}
    renditions: dict[str, Any] = {spec: stored[spec] for spec in wanted if spec in stored}
    try:
        # Only for what is missing: to take a filter apart costs Wagtail more than to look the rendition up.
        if missing := [spec for spec in wanted if spec not in stored]:
            renditions |= image.get_renditions(*(Filter(spec=spec) for spec in missing))
    except (OSError, ValueError):
        return None
    made = sorted({rendition.width: rendition for rendition in renditions.values()}.values(), key=lambda r: r.width)
    largest = made[-1]
    srcset = ", ".join(f"{rendition.url} {rendition.width}w" for rendition in made)
    return Picture(made[min(1, len(made) - 1)].url, srcset, largest.width, largest.height)
