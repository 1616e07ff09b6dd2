"""The question at the foot of each page: the answer, the thanks, the comment.

The form stands on cached pages, so it carries no token and sets no cookie: what a browser says of where it comes from
is asked instead (core.origin). Docs: docs/decisions/0031-page-feedback.md.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.models import Page, Site

from core.caching.headers import forbid_storing
from core.links import public_url
from core.origin import is_from_this_site
from core.rate_limits import allow
from core.visibility import visible_pages
from home.context_processors import organisation_of
from home.feedback import AnswerTooOldError, count_answer, keep_comment, read_signed, signed
from home.forms import CommentForm

# Generous, because a whole hospital may share one address.
ANSWERS_AN_HOUR = 240
COMMENTS_AN_HOUR = 60
_HOUR = timedelta(hours=1)

View = Callable[[HttpRequest, Page], HttpResponse]


def _on_public_page(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Find the page by its number, refuse other methods and what another site sends; nobody may keep what is said."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, page_id: int) -> HttpResponse:
            page = _public_page(request, page_id)
            if request.method not in methods:
                response = _say(request, page, "not_sent", "Answer on the page itself", status=405)
                response["Allow"] = ", ".join(methods)
            elif request.method == "POST" and not is_from_this_site(request):
                response = _say(request, page, "not_ours", "Your answer was not counted", status=403)
            else:
                response = view(request, page)
            forbid_storing(response)
            return response

        return csrf_exempt(wrapped)

    return decorate


def _public_page(request: HttpRequest, page_id: int) -> Page:
    """Return the page if the public may see it now and it asks for answers."""
    page = visible_pages(Page.objects.filter(pk=page_id), site=Site.find_for_request(request)).first()
    if page is None or not getattr(page.specific_class, "takes_feedback", False):
        raise Http404
    return page


@_on_public_page("POST")
def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Count a yes or a no, and lead on to the page that thanks for it."""
    useful = request.POST.get("useful")
    if useful not in {"yes", "no"}:
        return _say(request, page, "not_sent", "Choose Yes or No", status=400)
    if not allow(request, "feedback", ANSWERS_AN_HOUR, _HOUR):
        return _say(request, page, "too_many", "Your answer was not counted", status=429)
    counted = count_answer(page, useful=useful == "yes")
    return HttpResponseRedirect(_address("home:feedback_comment", page, a=signed(counted)), status=303)


@sensitive_post_parameters("comment")
@_on_public_page("GET", "HEAD", "POST")
def comment(request: HttpRequest, page: Page) -> HttpResponse:
    """Thank for the answer and take a comment on it."""
    try:
        answered = read_signed(request.GET.get("a", ""), page)
    except AnswerTooOldError as late:
        # Nothing typed is lost: the form comes back with its text, and another hour.
        form = CommentForm(request.POST) if request.method == "POST" else CommentForm()
        if request.method == "POST":
            form.add_error("comment", "This form was open for a long time. Send it again.")
        return _comment_form(request, page, form, signed(late.answer), status=422 if form.errors else 200)
    if answered is None:
        return _say(request, page, "not_sent", "Answer on the page itself", status=400)
    if request.method != "POST":
        return _comment_form(request, page, CommentForm(), signed(answered))
    form = CommentForm(request.POST)
    if form.is_valid() and not allow(request, "feedback comment", COMMENTS_AN_HOUR, _HOUR):
        form.add_error("comment", "Many comments have come from your network. Copy yours and try again in an hour.")
        return _comment_form(request, page, form, signed(answered), status=429)
    if not form.is_valid():
        return _comment_form(request, page, form, request.GET["a"], status=422)
    taken_out = keep_comment(answered, form.cleaned_data["comment"])
    more = {"hidden": "1"} if taken_out else {}
    return HttpResponseRedirect(_address("home:feedback_thanks", page, **more), status=303)


@_on_public_page("GET", "HEAD")
def thanks(request: HttpRequest, page: Page) -> HttpResponse:
    """Thank for the comment."""
    context = _context(request, page, "Thank you for your comment") | {"hidden": request.GET.get("hidden") == "1"}
    return render(request, "home/feedback_thanks.html", context)


def _comment_form(request: HttpRequest, page: Page, form: CommentForm, token: str, status: int = 200) -> HttpResponse:
    context = _context(request, page, "Thank you for your answer") | {
        "form": form,
        "form_address": _address("home:feedback_comment", page, a=token),
        "kept_days": settings.FEEDBACK_COMMENT_DAYS,
        "privacy_url": public_url(organisation_of(request).privacy_page_id),
    }
    return render(request, "home/feedback_comment.html", context, status=status)


def _say(request: HttpRequest, page: Page, what: str, title: str, status: int) -> HttpResponse:
    context = _context(request, page, title) | {"what": what}
    return render(request, "home/feedback_refused.html", context, status=status)


def _context(request: HttpRequest, page: Page, title: str) -> dict[str, Any]:
    address = page.get_url(request)
    site = Site.find_for_request(request)
    is_home = site is not None and site.root_page_id == page.pk  # which is the first crumb already
    return {
        "about": page,
        "about_url": address,
        "page_title": title,
        "breadcrumb_items": [] if is_home else [(page.title, address)],
        "contact_url": public_url(organisation_of(request).contact_page_id),
    }


def _address(name: str, page: Page, **parameters: str) -> str:
    address = reverse(name, args=[page.pk])
    return f"{address}?{urlencode(parameters)}" if parameters else address
