"""In production each line of the log is JSON, says what it belongs to, and tells of no person."""

import json
import logging
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.log_context import log_context
from core.logs import JsonLines, logging_config, without_personal_data
from tests.processes import ROOT, environment
from tests.served import ServedSite, ask

SECRET = "chest-pain-of-jane"


def line_of(message, *arguments, level=logging.INFO, exc_info=None, **extra):
    """Return what is written for one record."""
    record = logging.LogRecord("some.logger", level, "file.py", 1, message, arguments, exc_info)
    record.__dict__.update(extra)
    written = JsonLines().format(record)
    assert "\n" not in written
    return json.loads(written)


def test_a_line_says_when_how_bad_who_and_what():
    line = line_of("%s pages published", 3)
    assert line.pop("time").startswith("20")
    assert line == {"level": "INFO", "logger": "some.logger", "message": "3 pages published"}


def test_a_line_says_which_request_task_or_job_it_belongs_to():
    with log_context(request_id="abc12345"), log_context(task="t1"):
        line = line_of("x")
    assert (line["request_id"], line["task"]) == ("abc12345", "t1")
    assert "request_id" not in line_of("x")


def test_the_request_that_came_with_a_record_is_not_written(rf):
    line = line_of("Not Found: %s", "/search/", request=rf.get(f"/search/?q={SECRET}"), status_code=404)
    assert SECRET not in json.dumps(line)
    assert set(line) == {"time", "level", "logger", "message"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"GET /search/?q={SECRET} failed", "GET /search/?[hidden] failed"),
        (f"https://example.org/a/b?token={SECRET}", "https://example.org/a/b?[hidden]"),
        ("refused: jane.doe+nhs@mail.example.org", "refused: [hidden]"),
        (f"duplicate key\nDETAIL:  Key (email)=({SECRET}) already exists.", "duplicate key\nDETAIL: [hidden]"),
        (f"/admin/password_reset/confirm/MQ/cabc12-{'0a' * 16}/", "/admin/password_reset/confirm/[hidden]"),
        ("/subscriptions/MTIz:1tQx9Z:yB3v0kq2W8s1mT5nR7uX4aP6cJ9dLhGf/stop/", "/subscriptions/[hidden]/stop/"),
        ("Not Found: /subscriptions/Zq8vB3kT0wYx5RmN2pLs7HdJ4gFc6Xa1/", "Not Found: /subscriptions/[hidden]/"),
        (f"/share/{'0123456789abcdef' * 2}", "/share/[hidden]"),
        ("/share/8f14e45f-ceea-467f-a9d1-2f0b6c1e7a11/x", "/share/[hidden]/x"),
        (
            f"Invalid request from ip=203.0.113.9: Invalid HTTP Header: 'X {SECRET}'",
            "Invalid request from [hidden]: Invalid HTTP Header",
        ),
        (
            "Invalid request from ip=::1: Request Line is too large (16014 > 8190)",
            "Invalid request from [hidden]: Request Line is too large (16014 > 8190)",
        ),
        ("Was it ready? Yes.", "Was it ready? Yes."),
        (
            "/news/ten-new-ambulances-for-north-west-london-in-2026/",
            "/news/ten-new-ambulances-for-north-west-london-in-2026/",
        ),
        (
            "/documents/6/Annual-Report-2024-25-for-the-Board.pdf",
            "/documents/6/Annual-Report-2024-25-for-the-Board.pdf",
        ),
        ("/images/0123456789abcdef01234567/map.width-640.webp", "/images/0123456789abcdef01234567/map.width-640.webp"),
        (
            "http://127.0.0.1:9200 refused, as did redis://redis:6379/0",
            "http://127.0.0.1:9200 refused, as did redis://redis:6379/0",
        ),
        ("3 pages in 0.5 s", "3 pages in 0.5 s"),
    ],
)
def test_what_visitors_typed_and_who_they_are_is_hidden(text, kept):
    assert without_personal_data(text) == kept


def test_a_traceback_is_one_field_and_hides_the_same():
    try:
        int(f"/search/?q={SECRET}, jane@example.org")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info(), level=logging.ERROR)
    assert "ValueError" in line["traceback"]
    assert "test_logs.py" in line["traceback"]
    assert SECRET not in line["traceback"]
    assert "jane" not in line["traceback"]


@pytest.mark.django_db
def test_what_a_request_came_to_is_logged_under_its_name(client, caplog):
    """Given Django, which logs that a page was not found after all middleware, then the line names the request."""
    response = client.get("/nowhere/")
    line = next(record for record in caplog.records if record.name == "django.request")
    assert json.loads(JsonLines().format(line))["request_id"] == response["X-Request-ID"]


def test_an_unknown_form_of_log_is_refused_with_what_to_say_instead():
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is json or line, not 'xml'"):
        logging_config("xml", "INFO")


class TestRequestIds:
    def test_every_answer_says_the_name_of_its_request(self, client):
        first, second = (client.get("/healthz-none")["X-Request-ID"] for _ in range(2))
        assert len(first) == 32
        assert first != second

    def test_a_proxy_of_ours_may_name_it(self, client):
        assert client.get("/x", HTTP_X_REQUEST_ID="from-the-proxy-1")["X-Request-ID"] == "from-the-proxy-1"

    def test_nobody_else_may(self, client):
        response = client.get("/x", HTTP_X_REQUEST_ID="from-the-proxy-1", REMOTE_ADDR="203.0.113.9")
        assert response["X-Request-ID"] != "from-the-proxy-1"

    @pytest.mark.parametrize("name", ["short", "a" * 65, "with space 123", 'quo"te12345', "new\nline123", "{json: 1}"])
    def test_nor_may_it_be_what_is_no_name(self, client, name):
        assert client.get("/x", HTTP_X_REQUEST_ID=name)["X-Request-ID"] != name

    pytestmark = pytest.mark.django_db


def test_the_whole_site_logs_lines_of_json_without_what_was_asked(tmp_path):
    """Given gunicorn with the form for machines and no tables, when somebody searches, then nothing tells for what."""
    site = ServedSite(tmp_path, LOG_FORMAT="json")
    with site.serve() as port:
        status, headers, _ = ask(port, f"/search/?q={SECRET}", X_Request_ID="chosen-by-the-proxy")
        assert status == 503
    written = [json.loads(line) for line in site.log.read_text().splitlines()]
    requests = [line for line in written if line["logger"] == "gunicorn.access"]
    faults = [line for line in written if "traceback" in line]
    assert [(line["method"], line["path"], line["status"]) for line in requests] == [("GET", "/search/", 503)]
    assert requests[0]["milliseconds"] > 0
    assert headers["x-request-id"] == "chosen-by-the-proxy"
    assert {line["request_id"] for line in requests + faults} == {"chosen-by-the-proxy"}
    assert SECRET not in site.log.read_text()


def test_production_logs_json_unless_told_otherwise(tmp_path):
    def format_of(**settings):
        env = environment(
            tmp_path, DJANGO_SETTINGS_MODULE="lasweb.settings.production", SITE_URL="https://www.example.org",
            SECRET_KEY="k" * 60 + "0123456789", ALLOWED_HOSTS="www.example.org", **settings,
        )  # fmt: skip
        code = "from django.conf import settings; print(settings.LOGGING['handlers']['console']['formatter'])"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
        return done.stdout.strip() or done.stderr

    assert format_of() == "json"
    assert format_of(LOG_FORMAT="line") == "line"
    assert "LOG_FORMAT is json or line" in format_of(LOG_FORMAT="xml")
