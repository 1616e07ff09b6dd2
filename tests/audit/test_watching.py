"""Every change to people, groups and permissions leaves a line, by whichever way it is made in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow

from core.audit import Action
from core.models import AuditRecord, User
from core.roles import Role, ensure_roles, group_of
from tests.editors.actions import NEW_PERSON, change_workflow


@pytest.fixture
def site(home_page):
    ensure_roles()
    return home_page


@pytest.fixture
def boss(site, client):
    boss = User.objects.create_user("boss", "boss@example.org", "a long enough password")
    boss.groups.add(group_of(Role.ADMINISTRATOR))
    client.force_login(boss)
    return boss


@pytest.fixture
def jo(site):
    return User.objects.create_user("jo", "jo@example.org", "a long enough password", first_name="Jo", last_name="Bell")


def permission(app, codename):
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def lines(action, about=None):
    found = AuditRecord.objects.filter(action=action)
    return [(each.actor_name, each.about_name, each.detail) for each in found if about in {None, each.about_name}]


def test_signing_in_and_out(client, boss):
    assert lines(Action.SIGNED_IN) == [("boss", "boss", "")]
    client.post(reverse("wagtailadmin_logout"))
    assert lines(Action.SIGNED_OUT) == [("boss", "boss", "")]


class TestPeople:
    def test_one_is_added(self, client, boss):
        client.post(reverse("wagtailusers_users:add"), NEW_PERSON)
        assert lines(Action.PERSON_ADDED, "new") == [("boss", "new", "")]

    def test_a_new_superuser_is_told_as_one(self, site):
        User.objects.create_superuser("root", "root@example.org", "p")
        assert lines(Action.PERSON_ADDED) == [("the system", "root", "as superuser")]

    def form_of(self, person, **changed):
        fields = {name: getattr(person, name) for name in ("username", "email", "first_name", "last_name")}
        return fields | {"is_active": "on", "password1": "", "password2": ""} | changed

    def test_one_is_changed_renamed_switched_off_and_on_again(self, client, boss, jo):
        address = reverse("wagtailusers_users:edit", args=[jo.pk])
        client.post(address, self.form_of(jo, email="other@example.org", username="joanna"))
        assert lines(Action.PERSON_CHANGED) == [("boss", "joanna", "username from jo to joanna, email")]
        jo.refresh_from_db()
        client.post(address, self.form_of(jo, is_active=""))
        assert lines(Action.PERSON_DEACTIVATED) == [("boss", "joanna", "")]
        client.post(address, self.form_of(jo))
        assert lines(Action.PERSON_ACTIVATED) == [("boss", "joanna", "")]

    def test_a_password_is_set_and_is_not_told(self, client, boss, jo):
        secret = "words nobody has thought of"
        form = self.form_of(jo, password1=secret, password2=secret)
        client.post(reverse("wagtailusers_users:edit", args=[jo.pk]), form)
        assert lines(Action.PASSWORD_CHANGED) == [("boss", "jo", "")]
        assert not any(secret in str(vars(each)) for each in AuditRecord.objects.all())

    def test_one_is_deleted(self, client, boss, jo):
        client.post(reverse("wagtailusers_users:delete", args=[jo.pk]))
        assert lines(Action.PERSON_DELETED) == [("boss", "jo", "")]

    def test_several_are_switched_off_at_once(self, client, boss, jo):
        address = reverse("wagtail_bulk_action", args=["core", "user", "set_active_state"])
        client.post(f"{address}?id={jo.pk}&id={boss.pk}", {"mark_as_active": "False"})
        assert lines(Action.PERSON_DEACTIVATED) == [("boss", "jo", "")]

    def test_saving_without_a_change_says_nothing(self, jo):
        before = AuditRecord.objects.count()
        jo.save()
        jo.save(update_fields=["last_login"])
        assert AuditRecord.objects.count() == before


class TestGroups:
    def test_people_come_and_go(self, client, boss, jo):
        authors = group_of(Role.AUTHOR)
        address = reverse("wagtail_bulk_action", args=["core", "user", "assign_role"])
        client.post(f"{address}?id={jo.pk}", {"role": authors.pk})
        assert lines(Action.JOINED_GROUP, "jo") == [("boss", "jo", "Authors")]
        jo.groups.clear()
        assert lines(Action.LEFT_GROUP, "jo") == [("the system", "jo", "Authors")]
        jo.groups.set([authors])
        authors.user_set.clear()
        assert len(lines(Action.LEFT_GROUP, "jo")) == 2

    def group_form(self, name, permissions=(), pages=(), collections=()):
        form = {"name": name, "permissions": [permission.pk for permission in permissions]}
        prefixes = {
            "page_permissions": [(page.pk, "page", ["publish_page"]) for page in pages],
            "document_permissions": [
                (one.pk, "collection", [permission("wagtaildocs", "add_document").pk]) for one in collections
            ],
            "image_permissions": [],
            "collection_permissions": [],
        }
        for prefix, rows in prefixes.items():
            form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
            for number, (pk, field, chosen) in enumerate(rows):
                form |= {f"{prefix}-{number}-{field}": pk, f"{prefix}-{number}-permissions": chosen}
        return form

    def test_one_is_made_with_permissions_of_every_kind(self, client, boss, site):
        access = Permission.objects.get(codename="access_admin")
        form = self.group_form("Helpers", [access], [site], [Collection.get_first_root_node()])
        client.post(reverse("wagtailusers_groups:add"), form)
        assert Group.objects.filter(name="Helpers").exists()
        assert lines(Action.GROUP_ADDED, "Helpers") == [("boss", "Helpers", "")]
        assert {detail for _, _, detail in lines(Action.PERMISSION_GIVEN, "Helpers")} == {
            "wagtailadmin.access_admin",
            "wagtailcore.publish_page on page Test Ambulance Service",
            "wagtaildocs.add_document on collection Root",
        }

    def test_what_is_taken_away_and_renamed_and_deleted(self, client, boss, site):
        helpers = Group.objects.create(name="Helpers")
        helpers.permissions.add(Permission.objects.get(codename="access_admin"))
        publish = Permission.objects.get(codename="publish_page")
        GroupPagePermission.objects.create(group=helpers, page=site, permission=publish)
        client.post(reverse("wagtailusers_groups:edit", args=[helpers.pk]), self.group_form("Assistants"))
        assert {detail for who, _, detail in lines(Action.PERMISSION_TAKEN, "Assistants") if who == "boss"} == {
            "wagtailadmin.access_admin",
            "wagtailcore.publish_page on page Test Ambulance Service",
        }
        assert ("boss", "Assistants", "") in lines(Action.GROUP_CHANGED)
        client.post(reverse("wagtailusers_groups:delete", args=[helpers.pk]))
        assert lines(Action.GROUP_DELETED, "Assistants") == [("boss", "Assistants", "")]

    def test_by_a_script_from_either_side(self, site, jo):
        group = Group.objects.create(name="Helpers")
        access = Permission.objects.get(codename="access_admin")
        access.group_set.add(group)
        group.permissions.clear()
        jo.user_permissions.add(access)
        given = [about for _, about, _ in lines(Action.PERMISSION_GIVEN) if about in {"Helpers", "jo"}]
        assert sorted(given) == ["Helpers", "jo"]
        assert lines(Action.PERMISSION_TAKEN, "Helpers") == [("the system", "Helpers", "wagtailadmin.access_admin")]

    def test_a_page_that_goes_takes_its_permissions_along(self, site):
        root = Page.objects.get(depth=1)
        page = root.add_child(instance=Page(title="Old part", slug="old-part"))
        group = group_of(Role.AUTHOR)
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename="publish_page")
        )
        page.delete()
        ((_, _, detail),) = lines(Action.PERMISSION_TAKEN, "Authors")
        assert detail.startswith("wagtailcore.publish_page on page ")

    def test_a_collection_permission_given_by_a_script(self, site):
        root = Collection.get_first_root_node()
        permission = Permission.objects.get(codename="delete_collection")
        GroupCollectionPermission.objects.create(group=group_of(Role.AUTHOR), collection=root, permission=permission)
        assert ("the system", "Authors", "wagtailcore.delete_collection on collection Root") in lines(
            Action.PERMISSION_GIVEN
        )


def test_the_workflow_is_switched_off_and_its_approvers_change(client, boss, site):
    assert change_workflow(client, boss, site)
    assert ("boss", "Publisher approval", "workflow saved") in lines(Action.WORKFLOW_CHANGED)
    task = Workflow.objects.get().tasks[0].specific
    task.groups.add(group_of(Role.AUTHOR))
    assert ("the system", "Publisher approval", "with Authors") in lines(Action.WORKFLOW_CHANGED)
    Workflow.objects.get().workflow_pages.all().delete()
    assert any("deleted: Root" in detail for _, _, detail in lines(Action.WORKFLOW_CHANGED))
