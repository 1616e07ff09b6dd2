"""Somebody with a role."""

from core.models import User
from core.roles import group_of

PASSWORD = "a long enough password"


def person(name, role, **fields):
    """Make somebody of this name who can sign in with PASSWORD and has this role."""
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, first_name=name.title(), **fields)
    user.groups.add(group_of(role))
    return user
