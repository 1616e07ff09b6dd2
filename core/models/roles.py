"""What was set up for each role, so that setting up again never takes back what an administrator changed."""

from django.contrib.auth.models import Group
from django.db import models


class RoleSetup(models.Model):
    """One role of `core.roles`: the group that stands for it, and all that this group was ever given by us."""

    role = models.CharField(max_length=30, unique=True)
    # Empty when an administrator deleted the group: it does not come back unless somebody asks for it.
    group = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    given = models.JSONField(default=list)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    def __str__(self) -> str:
        return self.role
