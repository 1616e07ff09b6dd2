"""Make an uploaded picture safe to publish: without its metadata, upright, and wholly readable.

Cameras write into a picture where and when it was taken, and sometimes a small copy from before it was cropped.
"""

import struct
import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image as PillowImage
from PIL import ImageOps, ImageSequence, JpegImagePlugin

# What is needed to show a picture rightly; everything else Pillow found in the file is left out.
_KEPT = {"dpi", "duration", "gamma", "loop", "transparency", "background", "disposal", "blend"}
UNREADABLE = (
    "This picture cannot be read: it is damaged, or no picture. Open it, save it again as JPEG or PNG, and choose it."
)
_WEBP_LOSSLESS = b"VP8L"
_LARGEST_PROFILE = 1_000_000


def too_many_pixels() -> str:
    """Return what an editor is told of a picture that is too large to work with."""
    millions = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return f"This picture has more than {millions} million pixels. Make it smaller (2,000 pixels wide is plenty)."


def clean_picture(source: Any) -> bytes:
    """Return the picture in `source` (a file open for reading) in the same format, upright and without metadata.

    Raises ValidationError when it cannot be read to its end or has too many pixels.
    """
    source.seek(0)
    raw = source.read()
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture that is large in memory; our own limit follows.
            warnings.simplefilter("ignore", PillowImage.DecompressionBombWarning)
            return _rewritten(raw)
    except PillowImage.DecompressionBombError as error:
        raise ValidationError(too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
        # Pillow's decoders raise any of these on a broken file.
        raise ValidationError(UNREADABLE) from error


def _rewritten(raw: bytes) -> bytes:
    with PillowImage.open(BytesIO(raw), formats=["AVIF", "GIF", "JPEG", "PNG", "WEBP"]) as picture:
        frames = getattr(picture, "n_frames", 1)
        if picture.width * picture.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise ValidationError(too_many_pixels())
        options = _options(picture, raw)
        if frames > 1 and not isinstance(picture, JpegImagePlugin.JpegImageFile):
            loop = picture.info.get("loop")
            frames_of_it = [frame.copy() for frame in ImageSequence.Iterator(picture)]
            options |= {"save_all": True, "duration": [frame.info.get("duration", 0) for frame in frames_of_it]}
            images = [_bare(frame) for frame in frames_of_it]
            options |= {"append_images": images[1:]} | ({} if loop is None else {"loop": loop})
        else:
            images = [_bare(_upright(picture))]
        written = BytesIO()
        images[0].save(written, **options)
    return written.getvalue()


def _upright(picture: PillowImage.Image) -> PillowImage.Image:
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, OSError, ValueError, KeyError, TypeError, struct.error):
        # Camera data that cannot be read are no reason to refuse a picture that can.
        return picture.copy()


def _bare(picture: PillowImage.Image) -> PillowImage.Image:
    picture.info = {name: value for name, value in picture.info.items() if name in _KEPT}
    picture._exif = None  # what Pillow has read of it already
    return picture


def _is_colour_profile(profile: bytes) -> bool:
    """Whether it is a profile (ICC.1, 7.2.9), of a size that profiles for screens have, and no place to hide words."""
    return len(profile) <= _LARGEST_PROFILE and profile[36:40] == b"acsp"


def _options(picture: PillowImage.Image, raw: bytes) -> dict[str, Any]:
    options: dict[str, Any] = {"format": picture.format}
    profile = picture.info.get("icc_profile") or b""
    if _is_colour_profile(profile):
        options["icc_profile"] = profile
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        # The same tables lose nothing that the camera kept. A JPEG with several pictures in it keeps its first.
        options |= {
            "format": "JPEG",
            "qtables": picture.quantization,
            "subsampling": JpegImagePlugin.get_sampling(picture),
        }
    elif picture.format == "WEBP":
        options |= {"lossless": True} if raw[12:16] == _WEBP_LOSSLESS else {"quality": 95, "method": 4}
    elif picture.format == "AVIF":
        options["quality"] = 90
    return options
