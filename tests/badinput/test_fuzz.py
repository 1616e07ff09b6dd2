"""Any path, query and headers: the site answers, and what failed is nobody's to keep."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADERS = ["Accept-Encoding", "If-None-Match", "If-Modified-Since", "Cookie", "Host", "Accept", "Range", "Referer"]
text = st.text(st.characters(codec="latin-1"), max_size=40)
segments = st.sampled_from(["", "..", ".", "admin", "search", "feed", "news", "%2e%2e", "static", "documents", "1"])


@pytest.mark.slow
@given(
    path=st.lists(segments | st.text(max_size=12), max_size=5),
    query=st.dictionaries(st.sampled_from(["q", "page", "year", "next"]) | text, text, max_size=4),
    headers=st.dictionaries(st.sampled_from(HEADERS), text, max_size=3),
    method=st.sampled_from(["get", "head", "options", "post", "delete"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_answered(client, home_page, path, query, headers, method):
    query_string = "&".join(f"{quote(name)}={quote(value)}" for name, value in query.items())
    address = "/" + "/".join(quote(part, safe="%") for part in path)
    response = getattr(client, method)(address, QUERY_STRING=query_string, headers=headers)
    assert response.status_code < 500
    if response.status_code >= 400:
        assert "public" not in response.get("Cache-Control", "")
