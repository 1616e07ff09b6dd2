"""The redirects of a trust's old site, brought over as a table (docs/operations/redirects.md)."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect

from core.csv_export import csv_response
from tests.factories import publish

NEW = "http://localhost/about-us/"
OLD_SITE = """from,to
/aboutus/who_we_are.aspx,http://localhost/about-us/
http://old.example.org/news.asp?id=7&lang=en,http://localhost/news-of-2014/
/caf%C3%A9/menu,http://localhost/about-us/
/annual%20report.html,https://archive.example.org/report?year=2013
"""


@pytest.fixture
def run(tmp_path):
    """Import a table; return what was said."""

    def run(table, **options):
        file = tmp_path / "old-site.csv"
        file.write_text(table, encoding="utf-8")
        out = StringIO()
        call_command("import_redirects", src=str(file), stdout=out, **options)
        return out.getvalue()

    return run


@pytest.fixture
def pages(home_page):
    publish(home_page, "about-us")
    publish(home_page, "news-of-2014")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/aboutus/who_we_are.aspx", "http://localhost/about-us/"),
        ("/aboutus/who_we_are.aspx?utm_source=letter", "http://localhost/about-us/"),
        ("/news.asp?id=7&lang=en", "http://localhost/news-of-2014/"),
        ("/news.asp?lang=en&id=7", "http://localhost/news-of-2014/"),
        ("/caf%C3%A9/menu/", "http://localhost/about-us/"),
        ("/annual%20report.html", "https://archive.example.org/report?year=2013"),
    ],
)
def test_an_old_address_leads_to_the_new_one(client, pages, run, old, new):
    run(OLD_SITE)
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"] == new


def test_an_address_that_was_not_in_the_table_is_not_found(client, pages, run):
    run(OLD_SITE)
    assert client.get("/news.asp?id=8&lang=en").status_code == 404


def test_a_redirect_never_stands_before_a_page_that_is_there(client, pages, run):
    run("from,to\n/about-us/,http://localhost/news-of-2014/\n")
    assert client.get("/about-us/").status_code == 200


def test_a_trial_run_changes_nothing(pages, run):
    assert "Created: 4" in run(OLD_SITE, dry_run=True)
    assert Redirect.objects.count() == 0


def test_bad_lines_are_named_and_the_others_come_in(pages, run):
    said = run(f"from,to\n/one,{NEW}\n,{NEW}\n/one/,{NEW}\n/three,/about-us/\n/two,{NEW}\n")
    assert "Errors: 3" in said
    assert "Enter a valid URL" in said
    assert "already exists" in said
    assert list(Redirect.objects.order_by("old_path").values_list("old_path", flat=True)) == ["/one", "/two"]


def test_a_second_import_adds_nothing(pages, run):
    run(OLD_SITE)
    assert "Created: 0" in run(OLD_SITE)
    assert Redirect.objects.count() == 4


def test_a_table_saved_by_a_spreadsheet_is_read(client, pages, run):
    table = csv_response("redirects.csv", ["from", "to"], [["/old.html", NEW]]).content.decode()
    run(table)
    assert client.get("/old.html")["Location"] == NEW
