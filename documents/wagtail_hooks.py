"""Hooks about documents: their history, and their links in text."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.permissions import permission_policy
from wagtail.log_actions import LogActionRegistry
from wagtail.rich_text.feature_registry import FeatureRegistry

from documents import admin_list, admin_reading, admin_versions, reports, services
from documents.importers import DocumentImporter
from documents.rich_text import OpenDocumentLinkHandler


@hooks.register("register_log_actions")
def name_what_happens_to_documents(actions: LogActionRegistry) -> None:
    """Name in the history what was replaced, withdrawn and restored."""
    for action, label, message in (
        (services.REPLACE, "Replace the file", "File replaced: the one there became an earlier version"),
        (services.WITHDRAW, "Withdraw", "Withdrawn: closed to the public, whatever links to it"),
        (services.RESTORE, "Restore", "Restored: public again while a public page links to it"),
        (services.OPEN_VERSION, "Open an earlier version", "An earlier version opened to visitors"),
        (services.CLOSE_VERSION, "Close an earlier version", "An earlier version closed to visitors"),
        (services.READ_AGAIN, "Read again", "Its text read anew"),
    ):
        actions.register_action(action, label, message)


class AddManyItem(MenuItem):
    """The way to the import, for those who may add documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may add a document somewhere."""
        return bool(permission_policy.user_has_permission(request.user, "add"))


@hooks.register("register_admin_menu_item")
def add_many_documents() -> AddManyItem:
    """Offer the import below "Documents"."""
    address = reverse("imports:begin", args=[DocumentImporter.key])
    return AddManyItem("Add many", address, name="add-many-documents", icon_name="upload", order=401)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own handler, which it takes the place of
def link_only_to_what_is_open(features: FeatureRegistry) -> None:
    """Take over the links to documents inside rich text."""
    features.register_link_type(OpenDocumentLinkHandler)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own list of documents, whose place ours takes
def document_addresses() -> list[URLPattern]:
    """Add the pages on the state of documents, and their list with it."""
    return [
        path("documents/", admin_list.DocumentsView.as_view()),
        path("documents/results/", admin_list.DocumentsView.as_view(results_only=True)),
        path("documents/<int:document_id>/history/", admin_versions.history, name="documents_history"),
        path("documents/<int:document_id>/withdraw/", admin_versions.withdraw, name="documents_withdraw"),
        path("documents/<int:document_id>/restore/", admin_versions.restore, name="documents_restore"),
        path(
            "reports/accessibility-of-files/",
            reports.AccessibilityReportView.as_view(),
            name="documents_accessibility_report",
        ),
        path(
            "reports/accessibility-of-files/results/",
            reports.AccessibilityReportView.as_view(results_only=True),
            name="documents_accessibility_report_results",
        ),
        path("documents/<int:document_id>/text/", admin_reading.text, name="documents_text"),
        path("documents/<int:document_id>/read-again/", admin_reading.read_again, name="documents_read_again"),
        path("documents/<int:document_id>/versions/<int:number>/", admin_versions.set_open, name="documents_set_open"),
    ]


hooks.register("register_reports_menu_item", reports.menu_item)
