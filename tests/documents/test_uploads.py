"""An uploaded file must be what its name says; a picture keeps nothing but its picture."""

import struct
import zlib
from contextlib import nullcontext
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image as PillowImage
from PIL.PngImagePlugin import PngInfo

from core.models import User
from documents.models import Document, Image
from documents.pictures import clean_picture
from documents.uploads import check_document
from tests.documents.files import PDF, image, office, open_document, picture, zipped
from tests.servers import SHARED

GOOD = {
    "a.csv": "place,time\nBow,9\n".encode("utf-8-sig"),
    "a.docx": office("docx"),
    "a.odp": open_document("odp"),
    "a.ods": open_document("ods"),
    "a.odt": open_document("odt"),
    "a.pdf": PDF,
    "a.pptx": office("pptx"),
    "a.txt": "Caf\u00e9\tat nine\r\n".encode(),
    "a.xlsx": office("xlsx"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name):
    check_document(name, BytesIO(GOOD[name]))


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("content", GOOD)
def test_a_file_under_another_kinds_name_is_refused(name, content):
    texts = {"a.csv", "a.txt"}
    if name == content or {name, content} == texts:  # a text is a text by either name
        check_document(name, BytesIO(GOOD[content]))
        return
    with pytest.raises(ValidationError, match="this is no"):
        check_document(name, BytesIO(GOOD[content]))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", picture("JPEG"), "It holds “jpg”"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"<script>alert(1)</script>" + PDF, "this is no PDF"),
        ("a.pdf", PDF[:-7], "end of this PDF is missing"),
        ("a.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "protected by a password or against copying"),
        ("a.pdf", PDF.replace(b"/Root", b"/Encrypt<</V 4>>/Root") , "protected"),
        ("a.pdf", b"%PDF-1.7" + bytes(256 * 1024 - 12) + b"/Encrypt 5 0 R\n%%EOF", "protected"),
        ("a.csv", b"", "is empty"),
        ("a.csv", "caf\u00e9".encode("latin-1"), "CSV UTF-8"),
        ("a.csv", "bow".encode("utf-16"), "UTF-8"),
        ("a.txt", b"a\x00b", "plain text"),
        ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE html><script>", "a web page"),
        ("a.csv", b"<svg onload=alert(1)>", "an SVG picture"),
        ("a.txt", b"{\\rtf1\\ansi", "Rich Text"),
        ("a.txt", b"#!/bin/sh\n", "a program"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
        ("a.docx", b"{\\rtf1\\ansi", "this is no Word document"),
        ("a.docx", office("docx", "application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("a.docx", office("docx", extra='<Override ContentType="application/vnd.ms-office.vbaProject"/>'), "macros"),
        ("a.docx", office("docx", extra='<Default ContentType="Application/VND.ms-office.VBAPROJECT"/>'), "macros"),
        ("a.docx", office("docx", parts={"word/vbaProject.bin": "x"}), "macros"),
        ("a.docx", office("docx", parts={"word/VBAPROJECTsignature.BIN": "x"}), "macros"),
        ("a.docx", office("docx", parts={"word/activeX/activeX1.bin": "x"}), "macros"),
        ("a.docx", office("docx", parts={"word/embeddings/Sheet1.xlsm": "x"}), "macros"),
        ("a.xlsx", office("xlsx", parts={"xl/macrosheets/sheet1.xml": "x"}), "macros"),
        ("a.docx", zipped({"[Content_Types].xml": "<Types"}), "this is no Word document"),
        ("a.docx", zipped({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><Types/>'}), "this is no"),
        ("a.docx", zipped({"[Content_Types].xml": '<!DOCTYPE a><Types/>'.encode("utf-16")}), "this is no"),
        ("a.docx", zipped({"[Content_Types].xml": " " * 2_000_000}), "this is no"),
        ("a.docx", office("docx")[:-30], "damaged ZIP"),
        ("a.docx", b"MZ" + office("docx"), "this is no Word document"),
        ("a.docx", office("docx", main="elsewhere.xml"), "this is no Word document"),
        ("a.docx", office("docx", parts={"mimetype": "application/vnd.oasis.opendocument.text"}), "this is no"),
        ("a.odt", open_document("odt", {"Basic/Standard/Module1.xml": "x"}), "macros"),
        ("a.odt", open_document("odt", {"Scripts/python/a.py": "x"}), "macros"),
        ("a.odt", open_document("odt", {"META-INF/manifest.xml": "<m:encryption-data/>"}), "protected by a password"),
        ("a.odt", open_document("odt", {"[Content_Types].xml": "<Types/>"}), "this is no"),
        ("a", PDF, "no ending"),
        ("a.xyz", PDF, "Save it as one of these: csv, docx"),
        ("a.pdf.exe", PDF, "cannot be offered"),
        ("paper\u202efdp.exe", PDF, "cannot be offered"),
    ],
)  # fmt: skip
def test_an_editor_is_told_what_is_wrong_and_what_to_do(name, content, message):
    with pytest.raises(ValidationError, match=message):
        check_document(name, BytesIO(content))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.doc", "Word document (.docx) or PDF"), ("a.DOC", "old Office version"), ("a.xls", "Excel workbook (.xlsx)"),
        ("a.ppt", "PowerPoint (.pptx)"), ("a.docm", "macros"), ("a.xlsb", "macros"), ("a.rtf", "(.docx) or PDF"),
        ("a.html", "page of this site"), ("a.svg", "under Images, saved as PNG"), ("a.jpg", "under Images"),
        ("a.heic", "saved as JPEG"), ("a.zip", "Add many"), ("a.msg", "email"), ("a.pages", "(.docx) or PDF"),
        ("a.json", "CSV UTF-8"), ("a.mp4", "Films"),
    ],
)  # fmt: skip
def test_a_kind_that_is_never_offered_is_refused_with_what_to_save_it_as(name, advice):
    with pytest.raises(ValidationError, match="cannot be offered") as refused:
        check_document(name, BytesIO(PDF))
    assert advice in refused.value.messages[0]


def test_the_name_in_any_spelling_tells_the_kind():
    for name in ("a.PDF", "Paper. .pdf", "C:\\papers\\a.pdf", "../../a.pdf", "a.pdf. ", "\u202ea.pdf\u200b"):
        check_document(name, BytesIO(PDF))


@override_settings(WAGTAILDOCS_MAX_UPLOAD_SIZE=50)
def test_code_too_is_held_to_the_limit():
    with pytest.raises(ValidationError, match="at most 50"):
        check_document("a.pdf", BytesIO(PDF))


@pytest.mark.needs("samples")
def test_real_pdf_files_are_taken_unless_they_are_locked():
    for path in (SHARED / "data" / "pdfs").glob("*.pdf"):
        locked = any(word in path.name for word in ("password", "protection"))
        with path.open("rb") as file:
            with pytest.raises(ValidationError, match="protected") if locked else nullcontext():
                check_document(path.name, file)
            with pytest.raises(ValidationError):
                check_document("a.docx", file)


def with_gps(kind: str = "JPEG") -> bytes:
    exif = PillowImage.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn by a quarter to the right
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(kind, exif=exif.tobytes())


def metadata(content: bytes) -> tuple[dict, dict]:
    with PillowImage.open(BytesIO(content)) as made:
        return dict(made.getexif()), {name: made.info[name] for name in ("exif", "xmp", "comment") if name in made.info}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_turned_upright_and_says_nothing_of_place_or_camera(kind):
    cleaned = clean_picture(BytesIO(with_gps(kind)))
    assert metadata(cleaned) == ({}, {})
    assert b"Camera maker" not in cleaned
    with PillowImage.open(BytesIO(cleaned)) as made:
        assert (made.format, made.size) == (kind, (40, 60))
        red, _, blue = made.convert("RGB").getpixel((20, 10))
        assert red > 200 > 100 > blue  # the left half is on top now


def test_words_hidden_in_a_png_or_gif_are_left_out():
    words = PngInfo()
    words.add_text("Comment", "patient name")
    assert b"patient name" not in clean_picture(BytesIO(picture("PNG", pnginfo=words)))
    assert b"patient name" not in clean_picture(BytesIO(picture("GIF", comment=b"patient name")))


def test_what_follows_the_end_of_a_picture_is_left_out():
    assert b"<script>" not in clean_picture(BytesIO(picture("JPEG") + b"<script>"))


def test_a_jpeg_keeps_its_quality():
    noise = PillowImage.effect_noise((200, 200), 80).convert("RGB")
    written = BytesIO()
    noise.save(written, "JPEG", quality=98, subsampling=0, progressive=True)
    cleaned = clean_picture(written)
    before, after = PillowImage.open(written), PillowImage.open(BytesIO(cleaned))
    assert after.quantization == before.quantization
    differences = [abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 1


def test_an_animation_still_moves():
    frames = [PillowImage.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    with PillowImage.open(BytesIO(clean_picture(written))) as made:
        assert (made.n_frames, made.info["loop"]) == (3, 0)


@pytest.mark.parametrize("content", [b"", b"no picture", picture("PNG")[:80], picture("BMP"), PDF])
def test_what_cannot_be_read_to_its_end_is_refused(content):
    with pytest.raises(ValidationError, match="cannot be read"):
        clean_picture(BytesIO(content))


def claiming_to_be(width: int, height: int) -> bytes:
    """A small PNG that says it is a large one."""
    made = bytearray(picture("PNG"))
    struct.pack_into(">LL", made, 16, width, height)
    struct.pack_into(">L", made, 29, zlib.crc32(made[12:29]))
    return bytes(made)


@override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=1_000_000)
def test_a_picture_made_to_fill_the_memory_is_refused_before_it_is_unpacked():
    with pytest.raises(ValidationError, match="more than 1 million pixels"):
        clean_picture(BytesIO(picture("PNG", (4000, 4000))))
    with pytest.raises(ValidationError, match="more than"):
        clean_picture(BytesIO(claiming_to_be(20_000, 20_000)))


@pytest.mark.django_db
def test_the_store_holds_only_the_cleaned_picture_whichever_way_it_came():
    made = image("crew.jpg", with_gps())
    assert (made.width, made.height) == (40, 60)
    stored = made.file.storage.open(made.file.name).read()
    assert metadata(stored) == ({}, {})
    assert made.file_size == len(stored)
    later = Image(title="By another road")
    later.file.save("crew.jpg", SimpleUploadedFile("crew.jpg", with_gps()), save=False)
    assert metadata(later.file.storage.open(later.file.name).read()) == ({}, {})


@pytest.fixture
def administrator(client, db):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    return client


def test_the_admin_takes_a_picture_and_shows_it(administrator):
    upload = SimpleUploadedFile("crew.jpg", with_gps())
    response = administrator.post(
        reverse("wagtailimages:add"),
        {"title": "Crew", "file": upload, "collection": 1, "description": "A crew"},
        follow=True,
    )
    assert response.status_code == 200
    made = Image.objects.get()
    content = made.file.storage.open(made.file.name).read()
    assert metadata(content) == ({}, {})
    assert made.file_size == len(content)
    assert administrator.get(reverse("wagtailimages:index")).status_code == 200
    thumbnail = made.get_rendition("max-165x165")
    assert administrator.get(thumbnail.url)["Content-Type"] == "image/jpeg"


def test_the_admin_refuses_what_is_no_picture_and_keeps_what_was_typed(administrator):
    upload = SimpleUploadedFile("crew.jpg", b"no picture")
    response = administrator.post(
        reverse("wagtailimages:add"), {"title": "Crew on call", "file": upload, "collection": 1}
    )
    assert not Image.objects.exists()
    assert b"save it again as JPEG or PNG" in response.content
    assert b"Crew on call" in response.content


def test_the_admin_takes_several_pictures_at_once(administrator):
    upload = SimpleUploadedFile("crew.jpg", with_gps())
    response = administrator.post(reverse("wagtailimages:add_multiple"), {"files[]": upload, "collection": 1})
    assert response.json()["success"] is True
    made = Image.objects.get()
    assert metadata(made.file.storage.open(made.file.name).read()) == ({}, {})


def test_the_admin_refuses_a_document_under_a_false_name_and_keeps_what_was_typed(administrator):
    upload = SimpleUploadedFile("paper.pdf", b"<script>")
    response = administrator.post(
        reverse("wagtaildocs:add"), {"title": "Paper on risk", "file": upload, "collection": 1}
    )
    assert not Document.objects.exists()
    assert "this is no PDF" in response.content.decode()
    assert b"Paper on risk" in response.content
    several = administrator.post(
        reverse("wagtaildocs:add_multiple"),
        {"files[]": SimpleUploadedFile("paper.pdf", b"<script>"), "collection": 1},
    )
    assert "this is no PDF" in several.json()["error_message"]


def test_the_admin_takes_a_document_and_links_to_it(administrator):
    upload = SimpleUploadedFile("Paper_on risk.pdf", PDF)
    administrator.post(reverse("wagtaildocs:add"), {"title": "Paper", "file": upload, "collection": 1})
    made = Document.objects.get()
    assert (made.file_size, made.filename) == (len(PDF), "paper.pdf")
    assert made.url in administrator.get(reverse("wagtaildocs:edit", args=(made.pk,))).content.decode()
    assert administrator.get(made.url).status_code == 200


@override_settings(WAGTAILDOCS_MAX_UPLOAD_SIZE=10)
def test_a_document_above_the_limit_is_refused_with_the_limit(administrator):
    upload = SimpleUploadedFile("paper.pdf", PDF)
    response = administrator.post(reverse("wagtaildocs:add"), {"title": "Paper", "file": upload, "collection": 1})
    assert "Maximum filesize 10" in response.content.decode()


def test_each_form_says_beforehand_what_is_taken_and_what_to_look_for(administrator):
    form = administrator.get(reverse("wagtaildocs:add")).content.decode()
    assert "Look first for what must not go out" in form
    assert "Kinds: csv, docx, odp, ods, odt, pdf, pptx, txt, xlsx. At most 50.0\xa0MB." in form
    many = administrator.get(reverse("wagtailimages:add_multiple")).content.decode()
    assert "We do not keep this kind of picture. Save it as JPEG or PNG" in many
