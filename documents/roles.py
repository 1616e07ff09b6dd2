"""Who may do what with pictures and documents (core.roles); Wagtail lets who may change one delete it."""

from core.roles import Role, Scope, allow

allow(
    Role.AUTHOR,
    "documents.add_image", "documents.choose_image", "documents.add_document", "documents.choose_document",
    scope=Scope.COLLECTIONS,
)  # fmt: skip
allow(
    Role.COMMUNICATIONS_EDITOR,
    "documents.change_image", "documents.change_document",
    scope=Scope.COLLECTIONS,
)  # fmt: skip
