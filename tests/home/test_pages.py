from tests.factories import draft, publish


def test_a_published_page_is_served_and_a_draft_is_not(client, home_page):
    publish(home_page, "open")
    draft(home_page, "secret")
    assert client.get("/open/").status_code == 200
    assert client.get("/secret/").status_code == 404
