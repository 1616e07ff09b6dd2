"""Record every change of what groups may do, and of who must approve."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.audit.records import Action, record
from core.models import User

_ON_OBJECTS = (GroupPagePermission, GroupCollectionPermission)


def watch() -> None:
    """Connect the signals, once all apps are loaded."""
    for signal, receiver, *senders in (
        (m2m_changed, _permissions_changed, Group.permissions.through, User.user_permissions.through),
        (post_save, _group_saved, Group),
        (post_delete, _group_deleted, Group),
        (post_save, _given_on_object, *_ON_OBJECTS),
        (post_delete, _taken_on_object, *_ON_OBJECTS),
        (post_save, _workflow_saved, Workflow, GroupApprovalTask, WorkflowTask, WorkflowPage),
        (post_delete, _workflow_deleted, Workflow, GroupApprovalTask, WorkflowTask, WorkflowPage),
        (m2m_changed, _approvers_changed, GroupApprovalTask.groups.through),
    ):
        for sender in senders:
            name = f"core.audit.permissions{receiver.__name__}.{sender.__name__}"
            signal.connect(receiver, sender=sender, dispatch_uid=name)


@contextmanager
def noticing_new_rows(group: Group) -> Iterator[None]:
    """Record the permissions on pages and collections that Wagtail's form adds in bulk, which sends no signal."""
    before = {model: set(_of(model, group).values_list("pk", flat=True)) for model in _ON_OBJECTS}
    yield
    for model, known in before.items():
        for row in _of(model, group).exclude(pk__in=known):
            _given_on_object(row)


def _of(model: Any, group: Group) -> Any:
    # A group that is only now being made has none yet.
    return model.objects.filter(group_id=group.pk).select_related("permission", "group")


def _permissions_changed(
    action: str, instance: Any, reverse: bool, model: Any, pk_set: set[int] | None, **_: Any
) -> None:
    given = {"post_add": True, "post_remove": False, "pre_clear": False}.get(action)
    if given is None:
        return
    what = Action.PERMISSION_GIVEN if given else Action.PERMISSION_TAKEN
    if reverse:  # from the permission's side, as only a script does
        for holder in model.objects.filter(pk__in=pk_set or []):
            record(what, about=holder, detail=_called(instance))
        return
    held = instance.user_permissions if isinstance(instance, User) else instance.permissions
    changed = held.all() if pk_set is None else Permission.objects.filter(pk__in=pk_set)
    names = [_called(permission) for permission in changed.select_related("content_type")]
    if names:
        record(what, about=instance, detail=", ".join(sorted(names)))


def _called(permission: Any) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _group_saved(instance: Group, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # the signal's
    if not raw:
        record(Action.GROUP_ADDED if created else Action.GROUP_CHANGED, about=instance)


def _group_deleted(instance: Group, **_: Any) -> None:
    record(Action.GROUP_DELETED, about=instance)


def _given_on_object(instance: Any, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # the signal's
    if not raw:
        record(Action.PERMISSION_GIVEN, about=instance.group, detail=_on_object(instance))


def _taken_on_object(instance: Any, **_: Any) -> None:
    record(Action.PERMISSION_TAKEN, about=instance.group, detail=_on_object(instance))


def _on_object(row: Any) -> str:
    on_page = isinstance(row, GroupPagePermission)
    pk = row.page_id if on_page else row.collection_id
    # Looked up afresh: the page may be what is being deleted.
    found = (Page if on_page else Collection).objects.filter(pk=pk).first()
    return f"{_called(row.permission)} on {'page' if on_page else 'collection'} {found or pk}"


def _workflow_saved(instance: Any, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # the signal's
    if not raw:
        _record_workflow(instance, "added" if created else "saved")


def _workflow_deleted(instance: Any, **_: Any) -> None:
    _record_workflow(instance, "deleted")


def _record_workflow(instance: Any, what: str) -> None:
    detail = f"{instance._meta.verbose_name} {what}"
    if isinstance(instance, WorkflowPage):
        detail += f": {Page.objects.filter(pk=instance.page_id).first() or instance.page_id}"
    record(Action.WORKFLOW_CHANGED, about=getattr(instance, "workflow", instance), detail=detail)


def _approvers_changed(
    action: str, instance: Any, reverse: bool, model: Any, pk_set: set[int] | None, **_: Any
) -> None:
    if action not in {"post_add", "post_remove"} or not pk_set:
        return
    names = ", ".join(sorted(str(one) for one in model.objects.filter(pk__in=pk_set)))
    record(Action.WORKFLOW_CHANGED, about=instance, detail=f"{'with' if action == 'post_add' else 'without'} {names}")
