"""People in the admin: whoever may manage them may not thereby become a superuser, or take over one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm
from wagtail.users.views.users import CreateView as WagtailCreateView
from wagtail.users.views.users import EditView as WagtailEditView
from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from core.models import User

ONLY_SUPERUSERS = "Superusers may do everything, whatever their groups. Only a superuser can make another."

NEW_PERSONS_PASSWORD = "Leave it empty: the person sets one by “Forgotten password?” on the sign-in page."  # noqa: S105  # no password


class SuperuserFieldMixin:
    """Let only a superuser give or take that power; what another sends in that field is ignored."""

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        form.fields["groups"].help_text = "What a person may do comes from their groups. See the editors’ guide."
        if field := form.fields.get("is_superuser"):
            field.label, field.help_text = "Superuser", ONLY_SUPERUSERS
            field.disabled = not (for_user and for_user.is_superuser)


class UserCreationForm(SuperuserFieldMixin, WagtailUserCreationForm):
    """The form of a new person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = NEW_PERSONS_PASSWORD

    def save(self, commit: bool = True) -> User:  # noqa: FBT002  # Django's signature
        """Save the person; without a password nobody can sign in as them."""
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        saved: User = super().save(commit)
        return saved


class UserEditForm(SuperuserFieldMixin, WagtailUserEditForm):
    """The form of a person there is."""


class CreateView(WagtailCreateView):
    """Tell the form who is asking."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the person who is signed in."""
        return super().get_form_kwargs() | {"for_user": self.request.user}


class EditView(WagtailEditView):
    """Tell the form who is asking, and keep everybody else away from superusers."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything else is done: a new password would be enough to take a superuser over."""
        super().setup(request, *args, **kwargs)
        refuse_superusers(request, [self.object])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the person who is signed in."""
        return super().get_form_kwargs() | {"for_user": self.request.user}


class IndexView(WagtailIndexView):
    """Wagtail's list, which also shows who has set a second factor up."""

    @cached_property
    def columns(self) -> list[Any]:
        """Add the column before the last."""
        *first, last = super().columns
        return [*first, BooleanColumn("has_second_factor", label="Second factor", width="10%"), last]

    def get_base_queryset(self) -> QuerySet[User]:
        """Look up all of them at once."""
        phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        found: QuerySet[User] = super().get_base_queryset()
        return found.annotate(has_second_factor=Exists(phones))


class UserViewSet(WagtailUserViewSet):
    """Wagtail's, with our list and our forms."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type:  # noqa: FBT002  # Wagtail's signature
        """Return the form."""
        return UserEditForm if for_update else UserCreationForm


def refuse_superusers(request: HttpRequest, people: list[Any]) -> None:
    """Refuse to let anybody but a superuser change a superuser."""
    asking: Any = request.user
    if not asking.is_superuser and any(isinstance(one, User) and one.is_superuser for one in people):
        raise PermissionDenied
