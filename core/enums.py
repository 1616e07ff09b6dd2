"""Words that the core app's models choose from."""

from django.db import models


class LinkKind(models.TextChoices):
    """What a link leads to."""

    PAGE = "page", "One of our pages"
    DOCUMENT = "document", "One of our documents"
    INSIDE = "inside", "An address of ours, typed by hand"
    OUTSIDE = "outside", "Another site"


class LinkState(models.TextChoices):
    """What the last look at a link found."""

    UNCHECKED = "unchecked", "Not looked at yet"
    WORKS = "works", "Works"
    FAILED_ONCE = "failed_once", "Failed once"
    BROKEN = "broken", "Broken"
    HIDDEN = "hidden", "Not public"
    UNSURE = "unsure", "Look yourself"


# What an editor should do something about.
LINKS_TO_MEND = [LinkState.BROKEN, LinkState.HIDDEN, LinkState.UNSURE]
