"""The redirects that are made by themselves when a page is renamed or moved.

Wagtail's own (WAGTAILREDIRECTS_AUTO_CREATE, switched off) are made for drafts too: that tells an address nobody knew,
and takes the place of the redirect of a public page that once stood there. Ours are made only from addresses at which
the public saw a page; whether one is followed is asked at each request (core.redirects).
"""

from collections.abc import Iterable
from typing import Any

from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator, _page_urls_for_sites
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move, pre_page_move

from core.visibility import is_visible, visible_pages


def watch_addresses() -> None:
    """Listen for pages that are renamed or moved."""
    page_slug_changed.connect(redirect_after_renaming)
    pre_page_move.connect(remember_what_is_public)
    post_page_move.connect(redirect_after_moving)


def redirect_after_renaming(instance: Page, instance_before: Page, **_: Any) -> None:
    """Lead from the old addresses of a page that was and is public, and of what the public sees below it."""
    if not (instance_before.live and is_visible(instance)):
        return
    sites = Site.objects.filter(pk__in=_site_ids(instance)).exclude(root_page=instance)
    public = visible_pages(instance.get_descendants(inclusive=True)).values_list("pk", flat=True)
    create_redirects(instance, instance_before.url_path, sites, set(public))


def remember_what_is_public(instance: Page, parent_page_before: Page, **_: Any) -> None:
    """Note on the old parent, which both signals of a move carry, what the public sees of the branch to be moved."""
    public = visible_pages(instance.get_descendants(inclusive=True)).values_list("pk", flat=True)
    parent_page_before.public_before_move = set(public)


def redirect_after_moving(
    instance: Page, parent_page_before: Page, url_path_before: str, url_path_after: str, **_: Any
) -> None:
    """Lead from the addresses that were public before, within the sites that still have the page."""
    if url_path_after == url_path_before:
        return  # put in another order
    site_ids = _site_ids(instance) & _site_ids(parent_page_before)
    sites = Site.objects.filter(pk__in=site_ids).exclude(root_page=instance)
    create_redirects(instance, url_path_before, sites, parent_page_before.public_before_move)


def create_redirects(page: Page, old_url_path: str, sites: Iterable[Site], public: set[int]) -> None:
    """Make a redirect for each address that these public pages, `page` or below it, have lost."""
    sites = tuple(sites)
    batch = BatchRedirectCreator(max_size=2000, ignore_conflicts=True)
    branch = page.get_descendants(inclusive=True).filter(pk__in=public).defer_streamfields().specific()
    for each in branch.iterator() if sites else ():
        new_urls = _page_urls_for_sites(each, sites, cache_target=page)
        each.url_path = old_url_path + each.url_path[len(page.url_path) :]
        for site, old_path, route_path in _page_urls_for_sites(each, sites, cache_target=page) - new_urls:
            batch.add(
                old_path=old_path,
                site=site,
                redirect_page_id=each.pk,
                redirect_page_route_path=route_path,
                automatically_created=True,
            )
    if batch.items:  # an empty batch deletes every redirect that was made by itself
        batch.process()


def _site_ids(page: Page) -> set[int]:
    return {place.site_id for place in page._get_relevant_site_root_paths(cache_object=page)}
