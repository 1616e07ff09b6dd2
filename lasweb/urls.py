"""Every address of the site. What is not listed here is a page of the tree."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from core.serving import serve_page
from core.sitemaps import sitemap

handler500 = "core.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("search/", include("search.urls")),
    path("", include("documents.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap, name="sitemap_part"),
    path("", include("home.urls")),
    # The tables that a page of the tree offers beside itself: /news/news.csv.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.csv)$", serve_page, name="page_table"),
    # Not wagtail.urls: its password and login views answer for pages that the public may not know of.
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
