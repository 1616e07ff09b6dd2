"""The editors' guide inside the admin, so that it is always that of the release in use."""

import re
from pathlib import Path

import markdown
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

GUIDE = Path(settings.BASE_DIR) / "docs" / "editors"
_LINK = re.compile(r'href="([\w-]+)\.md(#[\w-]+)?"')


def guide(request: HttpRequest, name: str = "README") -> HttpResponse:
    """Show one page of docs/editors; the text is ours, from the release, never an editor's."""
    file = GUIDE / f"{name}.md"
    if name not in {page.stem for page in GUIDE.glob("*.md")}:
        raise Http404
    title, _, text = file.read_text(encoding="utf-8").partition("\n")
    # "toc" gives each heading the anchor that links from the admin and from other pages lead to.
    html = _LINK.sub(
        lambda link: f'href="{_address(link[1])}{link[2] or ""}"', markdown.markdown(text, extensions=["tables", "toc"])
    )
    context = {"title": title.lstrip("# "), "text": mark_safe(html), "is_index": name == "README"}
    return render(request, "home/admin/guide.html", context)


def _address(name: str) -> str:
    return reverse("editors_guide") if name == "README" else reverse("editors_guide_page", args=[name])
