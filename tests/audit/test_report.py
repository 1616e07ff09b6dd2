"""The audit log as administrators read it: in the reports, with filters, as a table; never to be changed."""

import pytest
from django.urls import NoReverseMatch, reverse

from core.audit import record
from core.models import AuditRecord, User
from core.roles import Role, ensure_roles, group_of

ADDRESS = "audit_log"


@pytest.fixture
def site(home_page):
    ensure_roles()
    return home_page


@pytest.fixture
def sign_in(site, client):
    def sign_in(role):
        user = User.objects.create_user(role.value, f"{role.value}@example.org", "a long enough password")
        user.groups.add(group_of(role))
        client.force_login(user)
        return user

    return sign_in


def shown(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.COMMUNICATIONS_EDITOR, Role.PUBLISHER])
def test_editors_and_publishers_may_not_read_it(client, sign_in, role):
    sign_in(role)
    assert client.get(reverse(ADDRESS)).status_code == 302
    assert client.get(reverse("audit_log_results")).status_code == 302
    assert client.get(reverse(ADDRESS) + "?export=csv").status_code == 302
    assert reverse(ADDRESS) not in shown(client.get(reverse("wagtailadmin_home")))


def test_an_administrator_finds_it_in_the_reports(client, sign_in):
    sign_in(Role.ADMINISTRATOR)
    assert reverse(ADDRESS) in shown(client.get(reverse("wagtailadmin_home")))
    page = shown(client.get(reverse(ADDRESS)))
    assert "Signed in" in page
    assert "administrator" in page


def test_it_is_filtered_by_action_person_and_day(client, sign_in, django_assert_max_num_queries):
    boss = sign_in(Role.ADMINISTRATOR)
    record("tried", user=boss, detail="the first line")
    record("failed", about=boss, detail="the second line")
    with django_assert_max_num_queries(30):
        page = shown(client.get(reverse(ADDRESS), {"action": "tried"}))
    assert "the first line" in page
    assert "the second line" not in page
    assert "the first line" not in shown(client.get(reverse("audit_log_results"), {"actor_name": "nobody here"}))
    assert "the first line" not in shown(client.get(reverse(ADDRESS), {"at_from": "2090-01-01"}))
    assert "the second line" in shown(client.get(reverse(ADDRESS), {"about_name": "ADMIN", "action": "failed"}))


def test_it_is_saved_as_a_table_in_which_no_cell_runs(client, sign_in):
    sign_in(Role.ADMINISTRATOR)
    record("tried", detail="=1+1")
    answer = client.get(reverse(ADDRESS), {"export": "csv", "action": "tried"})
    table = b"".join(answer.streaming_content).decode()
    assert table.splitlines()[0] == "When,What was done,Who did it,To whom or what,Detail,From where"
    assert ",Tried,the system,,'=1+1," in table
    assert len(table.splitlines()) == 2
    assert "audit-log-" in answer["Content-Disposition"]


def test_nothing_in_the_admin_changes_it(client, sign_in):
    """Given a superuser, then there is still no address at which a line could be added, changed or deleted."""
    client.force_login(User.objects.create_superuser("root", "root@example.org", "p"))
    line = record("tried")
    for address in (reverse(ADDRESS), reverse("audit_log_results")):
        assert client.post(address, {"detail": "x"}).status_code == 405
        assert client.delete(address).status_code == 405
    for name in ("add", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"audit_log_{name}", args=[line.pk])
    assert AuditRecord._meta.default_permissions == ("view",)


def test_an_administrator_may_let_another_group_read_it(client, sign_in):
    sign_in(Role.ADMINISTRATOR)
    form = shown(client.get(reverse("wagtailusers_groups:edit", args=[group_of(Role.AUTHOR).pk])))
    assert "audit log" in form.lower()
