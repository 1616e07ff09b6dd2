"""Record who came, who went, and what became of people's accounts, whatever code did it."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal

from core.audit.records import Action, record
from core.models import User

# Sent with `person` when somebody's password is another one.
password_changed = Signal()

# What is told of an account: these with old and new value, the others by name only.
_TOLD_IN_FULL = ("username", "is_superuser")
_TOLD_BY_NAME = ("email", "first_name", "last_name")
_WATCHED = {*_TOLD_IN_FULL, *_TOLD_BY_NAME, "password", "is_active"}


def watch() -> None:
    """Connect the signals, once all apps are loaded."""
    for signal, receiver, sender in (
        (user_logged_in, _signed_in, None),
        (user_logged_out, _signed_out, None),
        (pre_save, _before_save, User),
        (post_save, _saved, User),
        (post_delete, _deleted, User),
        (m2m_changed, _groups_changed, User.groups.through),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"core.audit.people{receiver.__name__}")


def record_activation(people: list[User], *, active: bool) -> None:
    """Record what Wagtail's bulk action did, which sends no signal."""
    for person in people:
        record(Action.PERSON_ACTIVATED if active else Action.PERSON_DEACTIVATED, about=person)


def _signed_in(request: Any, user: User, **_: Any) -> None:
    device = getattr(user, "otp_device", None)
    detail = {"StaticDevice": "with a recovery code", "TOTPDevice": "with a phone"}.get(type(device).__name__, "")
    record(Action.SIGNED_IN, user=user, about=user, detail=detail, request=request)


def _signed_out(request: Any, user: User | None, **_: Any) -> None:
    if user is not None:
        record(Action.SIGNED_OUT, user=user, about=user, request=request)


def _before_save(instance: User, update_fields: Any = None, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # the signal's
    """Remember the account as it was; each sign-in saves `last_login` alone, which is looked at no further."""
    watched = not raw and (update_fields is None or not _WATCHED.isdisjoint(update_fields))
    instance._before = User.objects.filter(pk=instance.pk).first() if watched and instance.pk else None  # type: ignore[attr-defined]  # ours, for _saved


def _saved(instance: User, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # the signal's
    if raw:
        return
    if created:
        record(Action.PERSON_ADDED, about=instance, detail="as superuser" if instance.is_superuser else "")
        return
    before: User | None = instance._before  # type: ignore[attr-defined]  # set in _before_save
    if before is None:
        return
    if before.is_active != instance.is_active:
        record_activation([instance], active=instance.is_active)
    if before.password != instance.password:
        record(Action.PASSWORD_CHANGED, about=instance)
        password_changed.send(User, person=instance)
    told = [
        f"{name} from {getattr(before, name)} to {getattr(instance, name)}"
        for name in _TOLD_IN_FULL
        if getattr(before, name) != getattr(instance, name)
    ]
    told += [name for name in _TOLD_BY_NAME if getattr(before, name) != getattr(instance, name)]
    if told:
        record(Action.PERSON_CHANGED, about=instance, detail=", ".join(told))


def _deleted(instance: User, **_: Any) -> None:
    record(Action.PERSON_DELETED, about=instance)


def _groups_changed(action: str, instance: Any, reverse: bool, model: Any, pk_set: set[int] | None, **_: Any) -> None:
    """Record each person in each group: by the person's form, the bulk action (`reverse`), or a script."""
    joined = {"post_add": True, "post_remove": False, "pre_clear": False}.get(action)
    if joined is None:
        return
    what = Action.JOINED_GROUP if joined else Action.LEFT_GROUP
    if pk_set is None:
        others = list(instance.user_set.all() if reverse else instance.groups.all())
    else:
        others = list(model.objects.filter(pk__in=pk_set))
    for other in others:
        person, group = (other, instance) if reverse else (instance, other)
        record(what, about=person, detail=group.name)
