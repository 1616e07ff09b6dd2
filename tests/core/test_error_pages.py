"""When the database is gone or a view fails: a page of ours, without the database."""

import sqlite3

import pytest
from django.db import OperationalError, connection

from tests.processes import free_port
from tests.served import ServedSite, ask


@pytest.fixture
def broken(client, home_page):
    def fail(execute, sql, params, many, context):
        raise OperationalError("the database is gone")

    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        yield client


@pytest.mark.parametrize("address", ["/", "/nothing/", "/admin/"])
def test_without_the_database_the_site_says_that_it_comes_back(broken, address):
    response = broken.get(address, headers={"Cookie": "sessionid=abcdefghijklmnop"})
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "no-store" in response["Cache-Control"]
    assert "not available at the moment" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["a PostgreSQL that is not there", "a file that is no database"])
def test_a_real_server_without_its_database(tmp_path, kind):
    address = f"postgres://nobody:x@127.0.0.1:{free_port()}/none"
    if kind != "a PostgreSQL that is not there":
        (tmp_path / "broken.sqlite3").write_bytes(b"this is no database " * 100)
        address = f"sqlite:///{tmp_path / 'broken.sqlite3'}"
        with pytest.raises(sqlite3.DatabaseError):
            sqlite3.connect(tmp_path / "broken.sqlite3").execute("SELECT * FROM x")
    with ServedSite(tmp_path, DATABASE_URL=address).serve() as port:
        status, headers, body = ask(port, "/", Host="localhost")
    assert (status, headers["retry-after"]) == (503, "60")
    assert "no-store" in headers["cache-control"]
    assert b"not available at the moment" in body
