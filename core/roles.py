"""Who may do what: four roles, each of which may do what the one before it may, and the workflow between them.

An app says in its `roles.py`, with `allow`, which role may do what with its models. `ensure_roles` makes the groups;
what it has once given to a group it does not give again, so that an administrator's own changes last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.models import RoleSetup

WORKFLOW_NAME = "Publisher approval"
# What Wagtail's migrations create on an empty database; they give too much, and two sets of groups confuse.
WAGTAILS_GROUPS = ("Editors", "Moderators")
WAGTAILS_WORKFLOW = "Moderators approval"


class Role(models.TextChoices):
    """The roles, from the least to the most powerful; the label is the name of the group."""

    AUTHOR = "author", "Authors"
    COMMUNICATIONS_EDITOR = "communications_editor", "Communications editors"
    PUBLISHER = "publisher", "Publishers"
    ADMINISTRATOR = "administrator", "Administrators"

    @property
    def and_above(self) -> "list[Role]":
        """This role and every one that may do more."""
        roles = list(Role)
        return roles[roles.index(self) :]


class Scope(StrEnum):
    """What a permission is given on."""

    MODEL = "model"  # every row of the model
    PAGES = "pages"  # the whole page tree
    COLLECTIONS = "collections"  # every collection of images and documents


@dataclass(frozen=True)
class Grant:
    """One permission (`app_label.codename`) on one scope."""

    permission: str
    scope: Scope

    def __str__(self) -> str:
        return f"{self.scope}:{self.permission}"

    def give(self, group: Group) -> None:
        """Give the permission to this group."""
        permission = self._find()
        if self.scope == Scope.PAGES:
            GroupPagePermission.objects.get_or_create(group=group, page=_tree_root(), permission=permission)
        elif self.scope == Scope.COLLECTIONS:
            root = Collection.get_first_root_node()
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
        else:
            group.permissions.add(permission)

    def _find(self) -> Permission:
        app_label, codename = self.permission.split(".")
        try:
            return Permission.objects.get(content_type__app_label=app_label, codename=codename)
        except Permission.DoesNotExist as error:
            raise LookupError(f"There is no permission {self.permission}: run `manage.py migrate` first.") from error


_grants: dict[Role, list[Grant]] = {role: [] for role in Role}


def allow(role: Role, *permissions: str, scope: Scope = Scope.MODEL) -> None:
    """Let this role, and those above it, have these permissions (`app_label.codename`)."""
    for one in role.and_above:
        _grants[one] += [grant for name in permissions if (grant := Grant(name, scope)) not in _grants[one]]


def crud(model: str) -> Iterator[str]:
    """Return all four permissions of a model given as `app_label.modelname`."""
    app_label, name = model.split(".")
    return (f"{app_label}.{verb}_{name}" for verb in ("add", "change", "delete", "view"))


allow(Role.AUTHOR, "wagtailadmin.access_admin")
allow(Role.AUTHOR, "wagtailcore.add_page", scope=Scope.PAGES)
allow(Role.COMMUNICATIONS_EDITOR, "wagtailcore.change_page", scope=Scope.PAGES)
allow(
    Role.PUBLISHER,
    "wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page",
    scope=Scope.PAGES,
)  # fmt: skip
allow(Role.PUBLISHER, *crud("wagtailredirects.redirect"), "core.view_jobstate")
allow(Role.PUBLISHER, "core.change_contentreview")  # hand over the pages of one person to another
allow(Role.ADMINISTRATOR, "wagtailcore.bulk_delete_page", scope=Scope.PAGES)
allow(
    Role.ADMINISTRATOR,
    "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection",
    scope=Scope.COLLECTIONS,
)  # fmt: skip
allow(
    Role.ADMINISTRATOR,
    *crud("core.user"), *crud("auth.group"), *crud("wagtailcore.workflow"), *crud("wagtailcore.task"),
    "core.view_auditrecord",
)  # fmt: skip


@transaction.atomic
def ensure_roles(*, reset: bool = False) -> list[str]:
    """Make the groups, their permissions and the workflow as far as they were never made, and say what was done.

    With `reset` they become exactly what they are on a new site: what an administrator gave or took is undone.
    """
    done: list[str] = []
    if not RoleSetup.objects.exists():
        done += _clear_wagtails_own()
    for role in Role:
        done += _ensure_role(role, reset=reset)
    done += _ensure_workflow(reset=reset)
    return done


def group_of(role: Role) -> Group:
    """Return the group that stands for this role, whatever it is called by now."""
    return Group.objects.get(pk=RoleSetup.objects.values_list("group", flat=True).get(role=role))


def _ensure_role(role: Role, *, reset: bool) -> list[str]:
    done = []
    setup, new = RoleSetup.objects.get_or_create(role=role)
    if setup.group is None:
        if not new and not reset:
            return []
        setup.group, _ = Group.objects.get_or_create(name=role.label)
        setup.given = []
        done.append(f"group {role.label}")
    if reset:
        setup.group.permissions.clear()
        GroupPagePermission.objects.filter(group=setup.group).delete()
        GroupCollectionPermission.objects.filter(group=setup.group).delete()
    for grant in _grants[role]:
        if reset or str(grant) not in setup.given:
            grant.give(setup.group)
            done.append(f"{role.label}: {grant.permission}")
    setup.given = sorted({*setup.given, *map(str, _grants[role])})
    setup.save()
    return done


def _ensure_workflow(*, reset: bool) -> list[str]:
    """An author submits, a publisher approves, and what was approved is published."""
    publisher = RoleSetup.objects.get(role=Role.PUBLISHER)
    key = f"workflow:{WORKFLOW_NAME}"
    if key in publisher.given and not reset:
        return []
    workflow = Workflow.objects.filter(name=WORKFLOW_NAME).first() or Workflow(name=WORKFLOW_NAME)
    task = GroupApprovalTask.objects.filter(name=WORKFLOW_NAME).first() or GroupApprovalTask(name=WORKFLOW_NAME)
    for thing in (task, workflow):
        thing.active = True
        thing.save()
    task.groups.set(
        RoleSetup.objects.filter(role__in=Role.PUBLISHER.and_above, group__isnull=False).values_list("group", flat=True)
    )
    workflow.workflow_tasks.exclude(task=task).delete()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=_tree_root(), defaults={"workflow": workflow})
    publisher.given = sorted({*publisher.given, key})
    publisher.save()
    return [f"workflow {WORKFLOW_NAME}"]


def _clear_wagtails_own() -> list[str]:
    """Remove the groups and the workflow that Wagtail's migrations made, where nobody uses them yet."""
    done = []
    for group in Group.objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True):
        group.delete()
        done.append(f"removed Wagtail's group {group.name}")
    for workflow in Workflow.objects.filter(name=WAGTAILS_WORKFLOW, workflow_states__isnull=True):
        workflow.delete()
        Task.objects.filter(name=WAGTAILS_WORKFLOW, task_states__isnull=True).delete()
        done.append(f"removed Wagtail's workflow {WAGTAILS_WORKFLOW}")
    return done


def _tree_root() -> Page:
    return Page.get_first_root_node()
