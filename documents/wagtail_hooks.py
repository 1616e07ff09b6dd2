"""Hooks about documents: their history, and their links in text."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from documents import services


@hooks.register("register_log_actions")
def name_what_happens_to_documents(actions: LogActionRegistry) -> None:
    """Name in the history what was replaced, withdrawn and restored."""
    for action, label, message in (
        (services.REPLACE, "Replace the file", "File replaced: the one there became an earlier version"),
        (services.WITHDRAW, "Withdraw", "Withdrawn: closed to the public, whatever links to it"),
        (services.RESTORE, "Restore", "Restored: public again while a public page links to it"),
        (services.OPEN_VERSION, "Open an earlier version", "An earlier version opened to visitors"),
        (services.CLOSE_VERSION, "Close an earlier version", "An earlier version closed to visitors"),
    ):
        actions.register_action(action, label, message)
