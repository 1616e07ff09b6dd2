"""The home app's part of the demo site: the home page, About us, news, the pages the law asks for."""

from datetime import date

from wagtail.models import Site

from core.demo import DemoSite, demo_part
from home.demo.feedback import give_feedback
from home.demo.front import HOME, ORGANISATION, organisation
from home.demo.news import NEWS
from home.demo.pages import PAGES
from home.demo.papers import PAPERS
from home.demo.pictures import PICTURES
from home.demo.reviews import give_reviews
from home.demo.standards import STANDARDS_FILE, standards_csv
from home.models import HomePage, NewsPage

# The day on which the demo's standing pages say that they were published.
PUBLISHED = date(2026, 11, 9)


@demo_part(order=0, name="home")
def build(site: DemoSite) -> None:
    """Build the pages that stand on every trust's site; other apps take over some of them."""
    for picture in PICTURES:
        site.files.image(picture.key, title=picture.title, description=picture.alt, draw=picture.draw)
    site.files.document(
        STANDARDS_FILE,
        title="Ambulance response time standards in England",
        name="ambulance-response-time-standards.csv",
        content=standards_csv(),
    )
    for paper in PAPERS:
        site.files.document(paper.key, title=paper.title, name=paper.name, content=paper.content)
    site.home(HomePage, **HOME)
    for page in PAGES:
        site.page(page.parent, page.model, page.slug, published=PUBLISHED, **page.fields)
    for item in NEWS:
        site.page("/news/", NewsPage, item.slug, published=item.date, **item.fields)
    root = Site.objects.filter(is_default_site=True).first()
    if root:
        site.thing("settings: organisation", organisation(root), **ORGANISATION)


@demo_part(order=1000, name="reviews")
def build_reviews(site: DemoSite) -> None:
    """Give every page of the demo, whichever part made it, an owner and review dates."""
    give_reviews(site, PUBLISHED)


@demo_part(order=1001, name="feedback")
def build_feedback(site: DemoSite) -> None:
    """Give a few pages invented answers to "Is this page useful?"."""
    give_feedback(site)
