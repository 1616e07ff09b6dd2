"""The site's record in Wagtail: which page is its root and at what address it is reached."""

from urllib.parse import urlsplit

from wagtail.models import Page, Site

USUAL_PORTS = {"http": 80, "https": 443}


def host_and_port(site_url: str) -> tuple[str, int]:
    """Return the host name and the port of an address such as http://127.0.0.1:8000."""
    parts = urlsplit(site_url)
    if parts.scheme not in USUAL_PORTS or not parts.hostname:
        raise ValueError(f"{site_url!r} is not the address of a site. Give one such as http://127.0.0.1:8000.")
    return parts.hostname, parts.port or USUAL_PORTS[parts.scheme]


def serve_at(site_url: str, home: Page, *, name: str) -> None:
    """Let the default site serve the demo's home page at this address, and drop Wagtail's own welcome page."""
    hostname, port = host_and_port(site_url)
    site = Site.objects.filter(root_page=home).first() or Site.objects.filter(is_default_site=True).first()
    welcome = None
    if site is None:
        site = Site(is_default_site=True, site_name=name)
    elif site.root_page_id != home.pk:
        if not is_welcome_page(site.root_page):
            return
        welcome = site.root_page
        site.site_name = name
    if (site.hostname, site.port, site.root_page_id) != (hostname, port, home.pk):
        site.hostname, site.port, site.root_page = hostname, port, home
        site.save()
    if welcome:
        welcome.delete()


def is_welcome_page(page: Page) -> bool:
    """Whether this is the page that Wagtail's own migration makes, untouched."""
    return page.specific_class is Page and page.latest_revision_id is None and page.is_leaf()
