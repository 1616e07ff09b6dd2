"""What a camera or a picture program writes beside the picture never reaches the store; how it looks is kept."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import ImageCms, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from core.models import User
from documents.models import Image
from documents.pictures import clean_picture
from tests.documents.files import image, picture

SECRET = b"patient Ada Example, 12 High Street"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def jpeg_with(*segments: bytes) -> bytes:
    made = picture("JPEG")
    return made[:2] + b"".join(segments) + made[2:]


def thumbnail_inside() -> bytes:
    """A JPEG whose EXIF carries a small copy of the picture before it was cropped."""
    exif = PillowImage.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (51.5, 0.0, 0.0)
    made = exif.tobytes() + picture("JPEG", comment=SECRET)
    return picture("JPEG", exif=made)


def png_texts() -> bytes:
    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    words.add_text("Comment", SECRET.decode(), zip=True)
    return picture("PNG", pnginfo=words)


def animated(kind: str) -> bytes:
    frames = [PillowImage.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    written = BytesIO()
    more = {"comment": SECRET} if kind == "GIF" else {"xmp": XMP, "exif": b"Exif\0\0" + SECRET}
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0, **more)
    return written.getvalue()


CARRIERS = {
    "JPEG XMP": jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
    "JPEG IPTC": jpeg_with(
        segment(0xED, b"Photoshop 3.0\0008BIM\x04\x04\0\0" + len(SECRET).to_bytes(4, "big") + SECRET)
    ),
    "JPEG comment": jpeg_with(segment(0xFE, SECRET)),
    "JPEG other segment": jpeg_with(segment(0xEB, SECRET)),
    "JPEG thumbnail": thumbnail_inside(),
    "JPEG after its end": picture("JPEG") + SECRET,
    "PNG texts": png_texts(),
    "PNG after its end": picture("PNG") + SECRET,
    "WebP XMP": picture("WEBP", xmp=XMP),
    "WebP EXIF": picture("WEBP", exif=b"Exif\0\0" + SECRET),
    "AVIF XMP": picture("AVIF", xmp=XMP),
    "GIF comment": picture("GIF", comment=SECRET),
    "animated GIF": animated("GIF"),
    "animated WebP": animated("WEBP"),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_words_beside_the_picture_are_left_out(carrier):
    assert SECRET in CARRIERS[carrier] or carrier == "PNG texts"
    cleaned = clean_picture(BytesIO(CARRIERS[carrier]))
    assert SECRET not in cleaned
    with PillowImage.open(BytesIO(cleaned)) as made:
        made.load()
        assert (
            set(made.info) & {"exif", "xmp", "comment", "photoshop", "Author", "Comment", "XML:com.adobe.xmp"} == set()
        )


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_keeps_its_frames_and_their_time(kind):
    with PillowImage.open(BytesIO(clean_picture(BytesIO(animated(kind))))) as made:
        assert made.n_frames == 3
        times = []
        for number in range(3):
            made.seek(number)
            made.load()
            times.append(made.info["duration"])
    assert times == [100, 200, 300]


def test_colours_stay_as_they_were_meant():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        with PillowImage.open(BytesIO(clean_picture(BytesIO(picture(kind, icc_profile=profile))))) as made:
            assert made.info["icc_profile"] == profile


def test_a_colour_profile_that_is_none_is_left_out():
    for profile in (SECRET * 3, bytes(36) + b"acsp" + SECRET * 50_000):
        assert SECRET not in clean_picture(BytesIO(picture("JPEG", icc_profile=profile)))


def test_transparency_stays():
    clear = PillowImage.new("RGBA", (10, 10), (255, 0, 0, 0))
    for kind in ("PNG", "WEBP", "AVIF", "GIF"):
        written = BytesIO()
        clear.save(written, kind)
        with PillowImage.open(BytesIO(clean_picture(written))) as made:
            assert made.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.django_db
def test_a_picture_for_printing_can_be_shown():
    """Given a JPEG in printing colours, then its sizes can be made."""
    printed = PillowImage.new("CMYK", (400, 300), (0, 200, 200, 0))
    written = BytesIO()
    printed.save(written, "JPEG")
    made = image("print.jpg", written.getvalue())
    rendition = made.get_rendition("width-320|format-webp|webpquality-75")
    with PillowImage.open(rendition.file.storage.open(rendition.file.name)) as shown:
        assert shown.size == (320, 240)


def test_the_several_pictures_of_a_phone_become_one():
    written = BytesIO()
    frames = [PillowImage.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(written, "MPO", save_all=True, append_images=frames[1:])
    with PillowImage.open(BytesIO(clean_picture(written))) as made:
        assert (made.format, getattr(made, "n_frames", 1)) == ("JPEG", 1)


def test_tags_that_pillow_cannot_read_do_no_harm():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x0112] = 99
    assert clean_picture(BytesIO(picture("JPEG", exif=b"Exif\0\0" + tags.tobytes())))


@pytest.mark.django_db
def test_code_too_is_held_to_the_limit(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50
    with pytest.raises(ValidationError, match="Make it smaller: 2,000 pixels"):
        image()


# --- alternative text -----------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client, db):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    return client


def posted(administrator, name="crew.png", content=None, **fields):
    upload = SimpleUploadedFile(name, picture() if content is None else content)
    return administrator.post(
        reverse("wagtailimages:add"), {"title": "Crew", "file": upload, "collection": 1} | fields
    ).content.decode()  # fmt: skip


def test_a_picture_is_described_or_marked_as_decoration_when_it_comes(administrator):
    assert "Say what the picture tells somebody" in posted(administrator, description="")
    assert "a decorative picture is not read out" in posted(administrator, description="A crew", decorative="on")
    assert not Image.objects.exists()
    posted(administrator, description="A crew")
    posted(administrator, description="", decorative="on")
    assert list(Image.objects.order_by("pk").values_list("description", "decorative")) == [
        ("A crew", False),
        ("", True),
    ]


def test_many_pictures_are_described_in_the_second_step(administrator):
    first = administrator.post(
        reverse("wagtailimages:add_multiple"), {"files[]": SimpleUploadedFile("crew.png", picture()), "collection": 1}
    )
    made = Image.objects.get()
    assert "Tick instead when the picture tells nothing" in first.json()["form"]
    fields = {f"image-{made.pk}-title": "Crew", f"image-{made.pk}-collection": 1}
    edit = reverse("wagtailimages:edit_multiple", args=(made.pk,))
    refused = administrator.post(edit, fields | {f"image-{made.pk}-description": ""}).json()
    assert "Say what the picture tells" in refused["form"]
    assert administrator.post(edit, fields | {f"image-{made.pk}-description": "A crew"}).json()["success"] is True


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "An SVG can run scripts"),
        ("a.heic", b"\0\0\0\x18ftypheic", "phone"),
        ("a.pdf", b"%PDF-1.7", "Upload it under Documents"),
        ("a.bmp", picture("BMP"), "We do not keep this kind of picture. Save it as JPEG or PNG"),
    ],
)
def test_other_kinds_of_picture_are_refused_with_what_to_do(administrator, name, content, advice):
    assert advice in posted(administrator, name, content, description="A crew")
    assert not Image.objects.exists()


def test_a_title_with_marks_that_turn_it_round_becomes_plain(administrator):
    posted(administrator, title="Crew\u202e gnp.exe", description="A crew")
    assert Image.objects.get().title == "Crew gnp.exe"
    assert "Write a title that a reader understands" in posted(
        administrator, title="\u202e\u200b", description="A crew"
    )
