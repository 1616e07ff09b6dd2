"""Who may do what with pictures and documents (core.roles); Wagtail lets who may change one delete it.

The permissions are those of Wagtail's own models: it asks for them whichever model is in use, and its form for groups
shows them.
"""

from core.roles import Role, Scope, allow

allow(
    Role.AUTHOR,
    "wagtailimages.add_image", "wagtailimages.choose_image", "wagtaildocs.add_document", "wagtaildocs.choose_document",
    scope=Scope.COLLECTIONS,
)  # fmt: skip
allow(
    Role.COMMUNICATIONS_EDITOR,
    "wagtailimages.change_image", "wagtaildocs.change_document",
    scope=Scope.COLLECTIONS,
)  # fmt: skip
