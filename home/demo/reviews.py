"""Who keeps the pages of the demo true, and when they are read again."""

from datetime import date
from typing import Any

from core.demo import DemoSite
from core.reviews.services import add_months, review_of, usual_months

# Whose pages they are, by the beginning of the address; the first that fits.
OWNERS = (
    ("/about-us/", "callum"),
    ("/news/", "amara"),
    ("/accessibility-statement/", "priya"),
    ("/privacy/", "admin"),
    ("/cookies/", "admin"),
    ("/terms/", "admin"),
    ("/", "priya"),
)
# Pages that change more often than once a year: the next review, and what whoever does it should know.
SOONER: dict[str, tuple[date, str]] = {
    "/tenders/": (date(2026, 11, 23), "Every fortnight: are the places where notices stand still right?"),
    "/about-us/how-we-are-doing/": (
        date(2026, 12, 4),
        "NHS England publishes new figures every month. Update both tables.",
    ),
    "/about-us/how-we-are-run/": (date(2027, 2, 9), "Ask the company secretary whether the board has changed."),
    "/accessibility-statement/": (date(2027, 5, 9), ""),
}
# Pages that were written anew since.
LATER = {"/privacy/": date(2026, 11, 24), "/cookies/": date(2026, 11, 24)}


def give_reviews(site: DemoSite, day: date) -> None:
    """Give each page its owner; those of a kind that is reviewed were reviewed on this day."""
    for address in site.records.addresses():
        reviewed = LATER.get(address, day)
        page = site.records.thing(address)
        if page is None:
            continue
        username = next(username for start, username in OWNERS if address.startswith(start))
        person = site.records.thing(f"person: {username}")
        fields: dict[str, Any] = {"owner": person.pk if person else None}
        if months := usual_months(page):
            upcoming, note = SOONER.get(address, (add_months(reviewed, months), ""))
            fields |= {"last_reviewed": reviewed, "next_review": upcoming, "note": note}
        site.thing(f"review: {address}", review_of(page), **fields)
