"""What the checks of links add to the admin."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.link_checks.report import LinkReportView


def register() -> None:
    """Register all of it; called once, by core.wagtail_hooks."""
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_reports_menu_item", report_in_menu)


def addresses() -> list[URLPattern]:
    """Add the addresses of the report."""
    return [
        path("reports/links/", LinkReportView.as_view(), name="core_link_report"),
        path("reports/links/results/", LinkReportView.as_view(results_only=True), name="core_link_report_results"),
    ]


def report_in_menu() -> MenuItem:
    """Offer the report to everybody who may enter the admin; each sees their own pages in it."""
    return MenuItem("Links", reverse("core_link_report"), name="links", icon_name="link", order=610)
