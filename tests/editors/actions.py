"""What people do in the admin, each as the request that their browser sends; True when it took effect."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.models import ContentReview, User
from core.roles import Role, group_of
from documents.models import Document, Image
from home.models import Notice, OrganisationSettings, StandardPage
from tests.factories import draft, publish


def form(title="Changed", slug="changed", **more):
    return nested_form_data(
        {"title": title, "slug": slug, "summary": "", "body": streamfield([]), "comments": inline_formset([]), **more}
    )


def others_page(home, slug="others", **fields):
    owner, _ = User.objects.get_or_create(username="somebody", defaults={"email": "somebody@example.org"})
    return publish(home, slug, owner=owner, **fields)


def edit(client, page, **more):
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(slug=page.slug, **more))
    return Page.objects.get(pk=page.pk)


def enter(client, user, home):
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def create_page(client, user, home):
    client.post(reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk]), form("New", "new"))
    return StandardPage.objects.filter(slug="new", live=False).exists()


def edit_own_page(client, user, home):
    return edit(client, draft(home, "own", owner=user)).draft_title == "Changed"


def edit_others_page(client, user, home):
    return edit(client, others_page(home)).draft_title == "Changed"


def submit(client, user, home):
    page = edit(client, draft(home, "own", owner=user), **{"action-submit": "1"})
    return page.current_workflow_state is not None


def submitted_page(home):
    author = User.objects.create_user("submitter", "submitter@example.org")
    author.groups.add(group_of(Role.AUTHOR))
    page = draft(home, "submitted", owner=author)
    page.title = "To approve"
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return page


def approve(client, user, home):
    page = submitted_page(home)
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    client.post(address, {"comment": ""})
    found = Page.objects.get(pk=page.pk)
    return found.live and found.title == "To approve"


def publish_page(client, user, home):
    return edit(client, draft(home, "own", owner=user), **{"action-publish": "1"}).live


def unpublish(client, user, home):
    page = others_page(home)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})
    return not Page.objects.get(pk=page.pk).live


def schedule(client, user, home):
    when = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    page = edit(client, draft(home, "own", owner=user), **{"action-publish": "1", "go_live_at": when})
    return page.scheduled_revision is not None


def _delete(client, page):
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm": page.title})
    return not Page.objects.filter(pk=page.pk).exists()


def delete_own_draft(client, user, home):
    return _delete(client, draft(home, "own", owner=user))


def delete_published_page(client, user, home):
    return _delete(client, others_page(home))


def delete_page_with_pages_below(client, user, home):
    page = others_page(home)
    others_page(page, "below")
    return _delete(client, page)


def move_published_page(client, user, home):
    page, target = others_page(home), others_page(home, "target")
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]), {})
    return Page.objects.get(pk=page.pk).get_parent().pk == target.pk


def upload_picture(client, user, home):
    sent = {"title": "Picture", "file": SimpleUploadedFile("a.png", get_test_image_file().file.getvalue(), "image/png")}
    client.post(reverse("wagtailimages:add"), sent | {"description": "A square", "tags": "", "collection": "1"})
    return Image.objects.exists()


def upload_document(client, user, home):
    sent = {"title": "Text", "file": SimpleUploadedFile("a.txt", b"Some words.\n", "text/plain")}
    client.post(reverse("wagtaildocs:add"), sent | {"tags": "", "collection": "1"})
    return Document.objects.exists()


def delete_others_picture(client, user, home):
    picture = Image.objects.create(title="Others", file=get_test_image_file())
    client.post(reverse("wagtailimages:delete", args=[picture.pk]), {})
    return not Image.objects.exists()


def put_up_notice(client, user, home):
    sent = {"level": "information", "title": "Note", "starts_at": "2026-01-01 10:00", "ends_at": "2090-01-01 10:00"}
    client.post(reverse("wagtailsnippets_home_notice:add"), sent)
    return Notice.objects.exists()


def end_notice(client, user, home):
    now = timezone.now()
    notice = Notice.objects.create(title="Note", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    client.post(reverse("wagtailsnippets_home_notice:end", args=[notice.pk]))
    return Notice.objects.get().ends_at <= timezone.now()


def add_redirect(client, user, home):
    sent = {"old_path": "/old", "site": "", "is_permanent": "on", "redirect_link": "https://example.org/"}
    client.post(reverse("wagtailredirects:add"), sent)
    return Redirect.objects.exists()


def change_settings(client, user, home):
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["home", "organisationsettings", site.pk])
    settings = OrganisationSettings.for_site(site)
    fields = {field.name: getattr(settings, field.attname) or "" for field in settings._meta.fields}
    client.post(address, fields | {"name": "Another Ambulance Service"})
    return OrganisationSettings.objects.get().name == "Another Ambulance Service"


def mark_others_page_as_reviewed(client, user, home):
    page = others_page(home)
    ContentReview.objects.filter(page=page).update(last_reviewed=None)
    client.post(reverse("core_mark_reviewed", args=[page.pk]))
    return ContentReview.objects.get(page=page).last_reviewed is not None


def hand_over_pages(client, user, home):
    page = others_page(home)
    heir, _ = User.objects.get_or_create(username="heir", defaults={"email": "heir@example.org"})
    client.post(reverse("core_hand_over"), {"leaving": page.owner.pk, "heir": heir.pk})
    return ContentReview.objects.get(page=page).owner == heir


def read_comments(client, user, home):
    return client.get(reverse("feedback_report")).status_code == 200


NEW_PERSON = {
    "username": "new", "email": "new@example.org", "first_name": "New", "last_name": "Person",
    "password1": "plenty of words here", "password2": "plenty of words here",
}  # fmt: skip


def add_person(client, user, home):
    client.post(reverse("wagtailusers_users:add"), NEW_PERSON)
    return User.objects.filter(username="new").exists()


def make_superuser(client, user, home):
    client.post(reverse("wagtailusers_users:add"), NEW_PERSON | {"is_superuser": "on"})
    return User.objects.filter(username="new", is_superuser=True).exists()


def take_over_superuser(client, user, home):
    boss = User.objects.create_superuser("boss", "boss@example.org", "first password of boss")
    changed = NEW_PERSON | {"username": "boss", "email": "boss@example.org", "is_active": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[boss.pk]), changed)
    boss.refresh_from_db()
    return not boss.check_password("first password of boss")


def switch_off_superuser(client, user, home):
    boss = User.objects.create_superuser("boss", "boss@example.org", "first password of boss")
    address = reverse("wagtail_bulk_action", args=["core", "user", "set_active_state"])
    client.post(f"{address}?id={boss.pk}", {"mark_as_active": "False"})
    boss.refresh_from_db()
    return not boss.is_active


def change_workflow(client, user, home):
    workflow = Workflow.objects.get()
    client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]), {})
    workflow.refresh_from_db()
    return not workflow.active


def read_audit_log(client, user, home):
    return client.get(reverse("audit_log")).status_code == 200


def reset_second_factor_of(person, client):
    TOTPDevice.objects.create(user=person, name="Phone")
    client.post(reverse("reset_second_factor", args=[person.pk]))
    return not TOTPDevice.objects.filter(user=person).exists()


def reset_second_factor(client, user, home):
    return reset_second_factor_of(User.objects.create_user("lost", "lost@example.org"), client)


def reset_superusers_second_factor(client, user, home):
    return reset_second_factor_of(User.objects.create_superuser("boss", "boss@example.org"), client)


# The action in words, the least role that may do it (None: nobody but a superuser), and the request.
MATRIX = [
    ("enter the admin", Role.AUTHOR, enter),
    ("create a page", Role.AUTHOR, create_page),
    ("edit one’s own page", Role.AUTHOR, edit_own_page),
    ("edit a page of others", Role.COMMUNICATIONS_EDITOR, edit_others_page),
    ("submit for approval", Role.AUTHOR, submit),
    ("approve", Role.PUBLISHER, approve),
    ("publish", Role.PUBLISHER, publish_page),
    ("schedule", Role.PUBLISHER, schedule),
    ("unpublish", Role.PUBLISHER, unpublish),
    ("move a published page", Role.PUBLISHER, move_published_page),
    ("delete one’s own draft", Role.AUTHOR, delete_own_draft),
    ("delete a published page", Role.PUBLISHER, delete_published_page),
    ("delete a page with pages below it", Role.ADMINISTRATOR, delete_page_with_pages_below),
    ("mark a page of others as reviewed", Role.COMMUNICATIONS_EDITOR, mark_others_page_as_reviewed),
    ("hand over the pages of somebody who leaves", Role.PUBLISHER, hand_over_pages),
    ("read what visitors say of pages", Role.COMMUNICATIONS_EDITOR, read_comments),
    ("upload a picture", Role.AUTHOR, upload_picture),
    ("upload a document", Role.AUTHOR, upload_document),
    ("delete a picture of others", Role.COMMUNICATIONS_EDITOR, delete_others_picture),
    ("put up a notice", Role.COMMUNICATIONS_EDITOR, put_up_notice),
    ("end a notice", Role.COMMUNICATIONS_EDITOR, end_notice),
    ("add a redirect", Role.PUBLISHER, add_redirect),
    ("change the organisation’s settings", Role.ADMINISTRATOR, change_settings),
    ("add a person", Role.ADMINISTRATOR, add_person),
    ("change the workflow", Role.ADMINISTRATOR, change_workflow),
    ("read the audit log", Role.ADMINISTRATOR, read_audit_log),
    ("reset somebody’s second factor", Role.ADMINISTRATOR, reset_second_factor),
    ("make a superuser", None, make_superuser),
    ("change a superuser’s password", None, take_over_superuser),
    ("switch off a superuser", None, switch_off_superuser),
    ("reset a superuser’s second factor", None, reset_superusers_second_factor),
]


def table():
    """The matrix as the table of docs/editors/who-may-do-what.md."""
    lines = ["| | " + " | ".join(role.label for role in Role) + " |", "|---|" + "---|" * len(Role)]
    for words, least, _ in MATRIX:
        cells = ["yes" if least and role in least.and_above else "–" for role in Role]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
