"""Every address of the site. What is not listed here is a page of the tree."""

from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.urls import serve_pattern

from core.admin_review import TellingWorkflowAction
from core.serving import serve_page
from core.sitemaps import sitemap
from core.user_account import AccountWithoutPictureView

handler500 = "core.views.server_error"

urlpatterns = [
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        never_cache(require_admin_access(TellingWorkflowAction.as_view())),
    ),
    path("admin/", include("core.sign_in.urls")),
    path("admin/account/", never_cache(require_admin_access(AccountWithoutPictureView.as_view()))),
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
