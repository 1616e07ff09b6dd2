from django.db import migrations

# Wagtail asks for the permissions of its own models, whichever model is in use, and its form for groups shows them.
WAGTAILS = {"document": "wagtaildocs", "image": "wagtailimages"}


def give_wagtails_instead_of_ours(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission")
    given = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for one in given.objects.filter(permission__content_type__app_label="documents").select_related("permission"):
        app_label = WAGTAILS.get(one.permission.codename.partition("_")[2])
        wagtails = permissions.objects.filter(
            content_type__app_label=app_label, codename=one.permission.codename
        ).first()
        if wagtails:
            given.objects.get_or_create(group_id=one.group_id, collection_id=one.collection_id, permission=wagtails)
            one.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_privacy_proof"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0040_page_draft_title"),
    ]
    operations = [migrations.RunPython(give_wagtails_instead_of_ours, migrations.RunPython.noop)]
