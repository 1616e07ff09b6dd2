"""Give each document that is there its address, its hash and its first version; the old address leads on."""

import hashlib
import logging
from pathlib import PurePosixPath

from django.db import migrations
from django.utils.text import slugify

from documents.file_types import content_type_of

logger = logging.getLogger(__name__)


def slug_of(title):
    slug = slugify(title.replace("_", "-"))
    if len(slug) > 100:
        slug = slug[:101].rpartition("-")[0] or slug[:100]
    return slug or "document"


def old_address(name):
    path = PurePosixPath(name)
    return (slugify(path.stem.replace("_", "-")) or "document") + path.suffix.lower()


def sha256_of(document):
    found = hashlib.sha256()
    try:
        with document.file.storage.open(document.file.name, "rb") as opened:
            while chunk := opened.read(256 * 1024):
                found.update(chunk)
    except Exception as error:  # whatever the store raises: the document stays, served by its name as before
        logger.warning("no hash of %s: %s", document.file.name, error)
        return ""
    return found.hexdigest()


def give_first_versions(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    for document in Document.objects.iterator(chunk_size=200):
        name = document.file.name
        document.slug, document.sha256 = slug_of(document.title), sha256_of(document)
        document.file_changed_at = document.created_at
        document.save(update_fields=["slug", "sha256", "file_changed_at"])
        document.versions.create(
            number=1,
            file=name,
            filename=PurePosixPath(name).name,
            sha256=document.sha256,
            size=document.file_size,
            content_type=content_type_of(name),
            created_at=document.created_at,
            created_by_id=document.uploaded_by_user_id,
        )
        if old_address(name) != document.slug:
            document.old_addresses.create(slug=old_address(name))


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_document_versions")]

    operations = [migrations.RunPython(give_first_versions, migrations.RunPython.noop, elidable=True)]
