"""A few answers to "Is this page useful?", all invented."""

from datetime import date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from core.demo import DemoSite
from core.demo.body import At
from home.models import FeedbackComment, FeedbackCount

# Address, day, how many said yes and no.
COUNTS = (
    ("/about-us/who-we-are/", date(2026, 11, 16), 31, 4),
    ("/about-us/how-we-are-doing/", date(2026, 11, 16), 12, 19),
    ("/about-us/how-we-are-doing/", date(2026, 11, 20), 5, 6),
    ("/tenders/", date(2026, 11, 18), 8, 3),
    ("/freedom-of-information/", date(2026, 11, 19), 14, 2),
)
# Address, day, whether it was useful, the words.
COMMENTS = (
    (
        "/about-us/how-we-are-doing/",
        date(2026, 11, 16),
        False,
        "Which month are these figures of? I found it at last, but only below the table.",
    ),
    (
        "/about-us/how-we-are-doing/",
        date(2026, 11, 20),
        False,
        "I wanted my borough, not all of London. Call me on [phone number removed].",
    ),
    ("/tenders/", date(2026, 11, 18), True, "Clear. It would help to say how long after the deadline bidders hear."),
)


def give_feedback(site: DemoSite) -> None:
    """Make the counts and the comments."""
    for address, day, yes, no in COUNTS:
        site.thing(f"feedback: {address} {day}", FeedbackCount(), page=At(address), day=day, yes=yes, no=no)
    for address, day, useful, words in COMMENTS:
        key = f"comment: {address} {day}"
        moment = timezone.make_aware(datetime.combine(day, time(11, 20)))
        comment = FeedbackComment(answer=uuid5(NAMESPACE_URL, key))
        site.thing(key, comment, page=At(address), received_at=moment, useful=useful, comment=words)
