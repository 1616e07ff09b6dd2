"""What was done to people, their sign-ins and their permissions, by whom and when."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.base import ModelBase
from django.utils import timezone


class AuditLogError(Exception):
    """Somebody tried to change or delete a record of the audit log."""


class AuditRecord(models.Model):
    """One line of the audit log, written by `core.audit.record` and never changed after it.

    It names people and things instead of pointing at them: it outlives what it tells of. The database itself refuses
    to change or delete a row (`core.audit.guard`).
    """

    at = models.DateTimeField("when", default=timezone.now, db_index=True, editable=False)
    action = models.CharField(max_length=50, db_index=True, editable=False)
    actor_id = models.BigIntegerField(null=True, db_index=True, editable=False)
    actor_name = models.CharField("who", max_length=150, editable=False)
    about_type = models.CharField(max_length=100, editable=False)
    about_id = models.CharField(max_length=40, editable=False)
    about_name = models.CharField("about", max_length=255, editable=False)
    detail = models.TextField(editable=False)
    # A keyed hash: the same for one address always, and nothing to anybody without the site's secret key.
    address_hash = models.CharField("from where", max_length=16, editable=False)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = "audit record"
        verbose_name_plural = "audit log"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["about_type", "about_id"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.about_name}".strip()

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write a new record; a second save is refused."""
        if not self._state.adding:
            raise AuditLogError("The audit log is never changed.")
        super().save(force_insert=True, using=using)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AuditLogError("Nothing is deleted from the audit log but by manage.py purge_audit_log.")

    @property
    def action_label(self) -> str:
        """The action in words."""
        from core.audit.records import label_of

        return label_of(self.action)
