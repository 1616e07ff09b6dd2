"""What an editor does is seen by the next visitor, in every worker; what is timed happens at its time."""

import json
import re
from datetime import datetime, timedelta

import pytest
import requests
from django.utils import timezone

from tests.processes import managed, wait_for

# Enough requests, each on a connection of its own, to meet both workers.
VISITORS = 12
MADE_HERE = ["edited", "scheduled", "expiring"]


@pytest.fixture(scope="module", autouse=True)
def _the_site_is_left_as_it_was(demo_site):
    """Delete the pages made here, so that a site that stays up can be tested again."""
    yield
    shell(
        demo_site,
        f"from wagtail.models import Page\nfor page in Page.objects.filter(slug__in={MADE_HERE}): page.delete()",
    )


def shell(demo_site: dict[str, str], code: str) -> str:
    """Run Python in a process of its own on the running site, and return what it printed last."""
    said = managed(demo_site, "shell", "--verbosity=0", "-c", code)
    return said.strip().splitlines()[-1] if said.strip() else ""


def seen_by_everybody(address: str) -> set[str]:
    """Return the different bodies that visitors on separate connections are given."""
    return {requests.get(address, timeout=20, headers={"Connection": "close"}).text for _ in range(VISITORS)}


# Times are counted from where the page is published: on a busy machine the process takes seconds to get there.
PAGE = """
from datetime import timedelta
from django.utils import timezone
from home.models import HomePage, StandardPage
home = HomePage.objects.get()
page = home.get_children().filter(slug={slug!r}).first()
page = page.specific if page else home.add_child(instance=StandardPage(title="Timed", slug={slug!r}, live=False))
page.summary = {summary!r}
now = timezone.now()
page.go_live_at = now + timedelta(seconds={go_live}) if {go_live} else None
page.expire_at = now + timedelta(seconds={expire}) if {expire} else None
page.save_revision(approved_go_live_at=page.go_live_at).publish()
print((page.go_live_at or page.expire_at or now).isoformat())
"""


def publish(demo_site, slug: str, summary: str, go_live: int = 0, expire: int = 0) -> datetime:
    """Publish a page below the home page, now, or from or until so many seconds from now; return that moment."""
    return datetime.fromisoformat(
        shell(demo_site, PAGE.format(slug=slug, summary=summary, go_live=go_live, expire=expire))
    )


def test_an_edit_is_seen_by_the_next_visitor_in_every_worker(demo_site, site_url):
    publish(demo_site, "edited", "First words.")
    assert all("First words." in body for body in seen_by_everybody(f"{site_url}/edited/"))
    publish(demo_site, "edited", "Second words.")
    bodies = seen_by_everybody(f"{site_url}/edited/")
    assert all("Second words." in body and "First words." not in body for body in bodies)


def test_a_scheduled_page_appears_by_itself_within_a_minute_of_its_time(demo_site, site_url):
    start = publish(demo_site, "scheduled", "Now you see me.", go_live=15)
    assert requests.get(f"{site_url}/scheduled/", timeout=20).status_code == 404
    wait_for(
        lambda: requests.get(f"{site_url}/scheduled/", timeout=20).status_code == 200,
        "the scheduled page appears",
        seconds=(start - timezone.now()).total_seconds() + 60,
    )
    assert timezone.now() >= start


def test_an_expired_page_goes_at_its_time(demo_site, site_url):
    end = publish(demo_site, "expiring", "Not for long.", expire=12)
    answer = requests.get(f"{site_url}/expiring/", timeout=20)
    assert answer.status_code == 200
    lifetimes = [int(seconds) for seconds in re.findall(r"=(\d+)", answer.headers["Cache-Control"])]
    assert sum(lifetimes) <= 2 * 12, "no lifetime reaches past the expiry"
    wait_for(
        lambda: requests.get(f"{site_url}/expiring/", timeout=20).status_code == 404, "the page expires", seconds=13
    )
    assert timezone.now() >= end - timedelta(seconds=1)
    assert requests.get(f"{site_url}/expiring/", timeout=20).headers["Cache-Control"].startswith("no-store")


def test_an_emergency_notice_is_on_every_page_at_once(demo_site, site_url):
    pages = ["/", "/about-us/", "/news/", "/search/", "/contact/"]
    assert all(requests.get(site_url + path, timeout=20).status_code == 200 for path in pages)
    shell(demo_site, "from home.models import Notice; Notice.objects.create(level='emergency', title='Major incident')")
    for path in pages:
        assert all("Major incident" in body for body in seen_by_everybody(site_url + path)), path
    shell(demo_site, "from home.models import Notice; Notice.objects.filter(title='Major incident').delete()")
    assert all("Major incident" not in body for body in seen_by_everybody(site_url + "/"))


def test_the_structured_data_of_a_news_item_can_be_read(site_url):
    listing = requests.get(f"{site_url}/news/", timeout=20).text
    items = [path for path in re.findall(r'href="(/news/[\w-]+/)"', listing) if path != "/news/feed/"]
    text = requests.get(site_url + items[0], timeout=20).text
    block = re.search(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", text, re.DOTALL)
    kinds = {thing["@type"] for thing in json.loads(block[1])["@graph"]}
    assert {"GovernmentOrganization", "BreadcrumbList", "NewsArticle"} <= kinds
