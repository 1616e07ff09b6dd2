"""The groups, their permissions and the workflow: set up once, never taken back, put right on demand."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage

from core.models import RoleSetup, User
from core.roles import Grant, Role, Scope, ensure_roles, group_of

pytestmark = pytest.mark.django_db


def page_permissions(role):
    return set(GroupPagePermission.objects.filter(group=group_of(role)).values_list("permission__codename", flat=True))


def test_each_role_has_a_group_and_wagtails_own_groups_are_gone():
    ensure_roles()
    assert set(Group.objects.values_list("name", flat=True)) == {role.label for role in Role}


def test_a_group_of_wagtails_that_somebody_is_in_stays():
    User.objects.create_user("jo", "jo@example.org").groups.add(Group.objects.get(name="Editors"))
    ensure_roles()
    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_each_role_may_do_what_the_one_before_it_may():
    ensure_roles()
    may = [page_permissions(role) for role in Role]
    assert may[0] == {"add_page"}
    assert may[0] < may[1] < may[2] < may[3]
    models = [set(group_of(role).permissions.values_list("codename", flat=True)) for role in Role]
    assert models[0] == {"access_admin"}
    assert models[0] < models[1] < models[2] < models[3]


def test_what_is_given_on_files_is_what_wagtail_asks_for_and_its_form_for_groups_shows():
    ensure_roles()
    given = GroupCollectionPermission.objects.filter(group=group_of(Role.COMMUNICATIONS_EDITOR))
    shown = {
        (permission.content_type.app_label, permission.codename)
        for formset in (GroupDocumentPermissionFormSet, GroupImagePermissionFormSet)
        for permission in formset.permission_queryset
    }
    assert {(one.permission.content_type.app_label, one.permission.codename) for one in given} == shown


def test_one_workflow_covers_every_page_and_publishers_approve():
    ensure_roles()
    assert [workflow.name for workflow in Workflow.objects.filter(active=True)] == ["Publisher approval"]
    assert WorkflowPage.objects.get().page == Page.get_first_root_node()
    (task,) = Workflow.objects.get().tasks
    assert set(task.specific.groups.values_list("name", flat=True)) == {"Publishers", "Administrators"}


def test_a_second_run_does_nothing(capsys):
    ensure_roles()
    before = (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count())
    call_command("set_up_roles")
    assert "nothing to do" in capsys.readouterr().out
    assert (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count()) == before


def change_by_hand():
    authors = group_of(Role.AUTHOR)
    authors.name = "Writers"
    authors.save()
    GroupPagePermission.objects.filter(group=authors).delete()
    authors.permissions.add(Permission.objects.get(codename="add_notice"))
    group_of(Role.COMMUNICATIONS_EDITOR).delete()
    Workflow.objects.get().deactivate()


def test_what_an_administrator_changed_stays():
    ensure_roles()
    change_by_hand()
    assert ensure_roles() == []
    assert page_permissions(Role.AUTHOR) == set()
    assert group_of(Role.AUTHOR).name == "Writers"
    assert not Group.objects.filter(name="Communications editors").exists()
    assert not Workflow.objects.get().active


def test_with_reset_all_is_as_on_a_new_site():
    ensure_roles()
    change_by_hand()
    call_command("set_up_roles", "--reset")
    assert page_permissions(Role.AUTHOR) == {"add_page"}
    assert not group_of(Role.AUTHOR).permissions.filter(codename="add_notice").exists()
    assert "add_notice" in group_of(Role.COMMUNICATIONS_EDITOR).permissions.values_list("codename", flat=True)
    assert Workflow.objects.get().active
    assert WorkflowPage.objects.filter(page=Page.get_first_root_node()).exists()


def test_a_permission_that_a_later_release_brings_is_given_to_the_groups_there_are():
    ensure_roles()
    setup = group_of(Role.PUBLISHER)
    setup.permissions.remove(*setup.permissions.filter(codename__endswith="_redirect"))
    older = RoleSetup.objects.get(role=Role.PUBLISHER)
    older.given = [given for given in older.given if "redirect" not in given]
    older.save()
    assert len(ensure_roles()) == 4
    assert setup.permissions.filter(codename="add_redirect").exists()


def test_a_permission_that_is_not_there_is_named():
    with pytest.raises(LookupError, match=r"nowhere\.add_nothing"):
        Grant("nowhere.add_nothing", Scope.MODEL).give(Group(name="x"))
