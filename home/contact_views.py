"""The contact page: where each question goes, the form, and what follows it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.caching.headers import forbid_storing
from core.links import public_url
from core.rate_limits import allow, window_start
from home.contact_routes import WaysToReach, ways_to_reach
from home.context_processors import organisation_of
from home.enums import ContactRoute
from home.forms import ContactForm
from home.models import ContactPage
from home.services import store_message

# Generous, because a whole hospital may share one address.
LIMIT = 60
WINDOW = timedelta(hours=1)
# How long the page with the reference can be shown again.
SENT_PAGE_SECONDS = 24 * 60 * 60
_SALT = "home.contact.reference"


# What people mostly come for, and what they are told before they are given the address.
_QUESTIONS = (
    (ContactRoute.PALS, "Help with care you had, or thanks: PALS listens, and helps to put things right."),
    (ContactRoute.COMPLAINTS, "Tell us what went wrong. We will say what happens next and when."),
    (ContactRoute.RECORDS, "Ask for a copy of what we hold about you."),
    (ContactRoute.FOI, "Ask for information that we hold as a public body."),
    (ContactRoute.PRESS, "For journalists only."),
)


def questions(request: HttpRequest) -> list[tuple[str, WaysToReach]]:
    """Return a sentence and the ways to reach us for each kind of question that the settings name a place for."""
    found = [(text, ways_to_reach(request, route)) for route, text in _QUESTIONS]
    return [(text, ways) for text, ways in found if ways.email or ways.phone]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def send_message(request: HttpRequest, page: ContactPage) -> HttpResponseBase:
    """Show the form; take a message; show the form again with what is wrong and all that was typed."""
    if request.method != "POST":
        return _form_page(request, page, ContactForm(), token=str(uuid4()))
    token = _token(request.POST.get("token", ""))
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _form_page(request, page, form, token, status=422)
    if not allow(request, "contact", LIMIT, WINDOW):
        response = _form_page(request, page, form, token, status=429)
        response["Retry-After"] = str(int((_next_window() - timezone.now()).total_seconds()) + 1)
        return response
    stored = store_message(form.save(commit=False), token)
    signed = signing.dumps(stored.reference, salt=_SALT)
    address = page.get_url(request) + page.reverse_subpage("message_sent") + "?" + urlencode({"r": signed})
    return _unstored(HttpResponseRedirect(address, status=303))


@require_safe
def message_sent(request: HttpRequest, page: ContactPage) -> HttpResponseBase:
    """Show the reference that the address carries, signed by us; the page may be loaded again for a day."""
    try:
        reference = signing.loads(request.GET.get("r", ""), salt=_SALT, max_age=SENT_PAGE_SECONDS)
    except signing.BadSignature:
        reference = ""
    context = _context(page, request, "Message sent" if reference else "Message not found") | {"reference": reference}
    status = 200 if reference else 404
    return _unstored(TemplateResponse(request, "home/contact_sent.html", context, status=status))


def _token(value: str) -> str:
    """Return the form's token as it was made, or a new one for a form that came without."""
    try:
        return str(UUID(value))
    except ValueError:
        return str(uuid4())


def _next_window() -> datetime:
    return window_start(timezone.now(), WINDOW) + WINDOW


def _form_page(
    request: HttpRequest, page: ContactPage, form: ContactForm, token: str, status: int = 200
) -> HttpResponse:
    context = _context(page, request, "Send us a message") | {
        "form": form,
        "token": token,
        "too_many_until": _next_window() if status == 429 else None,
        "has_errors": status != 200,
        "kept_days": settings.CONTACT_MESSAGE_DAYS,
        "privacy_url": public_url(organisation_of(request).privacy_page_id),
    }
    return _unstored(TemplateResponse(request, "home/contact_form.html", context, status=status))


def _context(page: ContactPage, request: HttpRequest, title: str) -> dict[str, object]:
    address = page.get_url(request)
    return {
        "contact_page": page,
        "contact_url": address,
        "page_title": title,
        "meta_description": page.meta_description,
        "breadcrumb_items": [(page.title, address)],
    }


def _unstored(response: HttpResponse) -> HttpResponse:
    forbid_storing(response)
    return response
