"""Every address of the site. What is not listed here is a page of the tree."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("search/", include("search.urls")),
    # Not wagtail.urls: its password and login views answer for pages that the public may not know of.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
