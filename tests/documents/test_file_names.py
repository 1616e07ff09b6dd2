"""A name is kept in plain letters, shows one extension, and opens nothing but itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.file_names import MAX_EXTENSION, MAX_STEM, plain_text, safe_name
from tests.documents.files import document


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Board paper (final).PDF", "Board-paper-final.pdf"),
        ("Café à 9.pdf", "Cafe-a-9.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.docx", "a.docx"),
        ("/etc/../a.pdf", "a.pdf"),
        ("a.exe.pdf", "a-exe.pdf"),
        ("a.pdf.exe", "a-pdf.exe"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\u200b\u2066.pdf", "a.pdf"),
        ("a.pdf... ", "a.pdf"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("CON.pdf", "file-CON.pdf"),
        ("com1.txt", "file-com1.txt"),
        ("新聞.pdf", "file.pdf"),
        ("a\nb\0c.pdf", "a-bc.pdf"),
        ("ﬁle①.pdf", "file1.pdf"),
    ],
)
def test_a_name_is_made_safe(name, kept):
    assert safe_name(name) == kept


@given(st.text())
def test_whatever_was_typed_the_name_is_safe(name):
    made = safe_name(name)
    assert made == safe_name(made)
    assert made.isascii()
    assert made[0] not in ".-"
    assert made.count(".") <= 1
    assert len(made) <= MAX_STEM + MAX_EXTENSION + len("file-") + 1
    assert not set(made) & set('/\\:*?"<>| \0\n')


def test_a_title_is_one_plain_line():
    assert plain_text(" Minutes\u202e of\n\tMay\u0000 ") == "Minutes of May"


@pytest.mark.django_db
def test_a_long_or_strange_name_is_kept_and_offered_in_plain_letters():
    made = document("x" * 300 + ".pdf")
    assert made.file.name.endswith(".pdf")
    assert made.file.name.rpartition("/")[2] == "x" * MAX_STEM + ".pdf"
    assert made.filename == "a-document.pdf"
    assert document("\u202eПротокол.pdf").file.name.endswith("/file.pdf")
