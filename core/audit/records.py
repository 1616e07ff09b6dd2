"""Write a line into the audit log, and name what such lines tell."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.models import AuditRecord
from core.proxies import client_address
from core.rate_limits import network_of
from core.request_scope import current_request

# Who acted when nobody was signed in.
NOBODY = "nobody signed in"
SYSTEM = "the system"


class Action(models.TextChoices):
    """What the house itself records; other apps may record actions of their own, in words joined by underscores."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    CODE_FAILED = "code_failed", "Wrong security code"
    LOCKED_OUT = "locked_out", "Locked out for a while"
    RECOVERY_CODE_USED = "recovery_code_used", "Recovery code used"
    FACTOR_SET = "factor_set", "Second factor set up"
    FACTOR_REMOVED = "factor_removed", "Second factor switched off"
    FACTOR_RESET = "factor_reset", "Second factor reset"
    RECOVERY_CODES_MADE = "recovery_codes_made", "New recovery codes made"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET_ASKED = "password_reset_asked", "Password reset asked for"
    PERSON_ADDED = "person_added", "Person added"
    PERSON_CHANGED = "person_changed", "Person changed"
    PERSON_DEACTIVATED = "person_deactivated", "Person deactivated"
    PERSON_ACTIVATED = "person_activated", "Person activated"
    PERSON_DELETED = "person_deleted", "Person deleted"
    SESSIONS_ENDED = "sessions_ended", "Signed out everywhere"
    GROUP_ADDED = "group_added", "Group added"
    GROUP_CHANGED = "group_changed", "Group renamed"
    GROUP_DELETED = "group_deleted", "Group deleted"
    JOINED_GROUP = "joined_group", "Added to a group"
    LEFT_GROUP = "left_group", "Removed from a group"
    PERMISSION_GIVEN = "permission_given", "Permission given"
    PERMISSION_TAKEN = "permission_taken", "Permission taken away"
    WORKFLOW_CHANGED = "workflow_changed", "Workflow changed"
    LOG_PURGED = "log_purged", "Old audit records deleted"


def record(
    action: str, *, user: Any = None, about: Any = None, detail: str = "", request: HttpRequest | None = None
) -> AuditRecord:
    """Write that `user` did `action` to `about` (a model instance), and from where.

    Without `user` it is whoever is signed in to the request, which is by default the one being answered. The detail is
    one line for administrators; put no personal data of the public into it. The line is part of the caller's
    transaction: what is rolled back was not done.
    """
    request = request or current_request()
    actor = user or getattr(request, "user", None)
    actor_id = getattr(actor, "pk", None)
    return AuditRecord.objects.create(
        action=str(action),
        actor_id=actor_id,
        actor_name=name_of(actor) if actor_id else (NOBODY if request else SYSTEM),
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        about_name=name_of(about)[:255] if about is not None else "",
        detail=detail.replace("\0", ""),
        address_hash=address_hash(request) if request else "",
    )


def label_of(action: str) -> str:
    """Return an action in words."""
    return str(Action(action).label) if action in Action.values else action.replace("_", " ").capitalize()


def name_of(thing: Any) -> str:
    """Return what a record calls a thing: a person by the name they sign in with."""
    return str(thing.get_username()) if hasattr(thing, "get_username") else str(thing)


def address_hash(request: HttpRequest) -> str:
    """Return 16 hexadecimal digits that stand for the visitor's address, or for its network (IP version 6)."""
    address = client_address(request)
    return salted_hmac("core.audit", network_of(address), algorithm="sha256").hexdigest()[:16] if address else ""
