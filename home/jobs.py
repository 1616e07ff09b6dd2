"""What the scheduler runs for the home app."""

from datetime import timedelta

from core.rate_limits import forget_old_counts
from core.scheduler import job


@job(every=timedelta(minutes=1), name="mail waiting contact messages")
def mail_waiting_messages() -> str:
    """Try again to mail what the mail server did not take."""
    from home.contact_mail import deliver_waiting

    tried = deliver_waiting()
    return f"{tried} contact messages tried" if tried else ""


@job(every=timedelta(days=1), name="delete old contact messages")
def delete_old_contact_messages() -> str:
    """Delete what was kept for as long as the privacy page says."""
    from home.services import delete_old_messages

    deleted = delete_old_messages()
    return f"{deleted} contact messages deleted" if deleted else ""


@job(every=timedelta(days=1), name="delete old comments on pages")
def delete_old_comments_on_pages() -> str:
    """Delete what visitors wrote about pages as long ago as the privacy page says."""
    from home.feedback import delete_old_comments

    deleted = delete_old_comments()
    return f"{deleted} comments deleted" if deleted else ""


@job(every=timedelta(hours=1), name="forget form submission counts")
def forget_submission_counts() -> str:
    """Delete the counts of the rate limits after a day."""
    deleted = forget_old_counts()
    return f"{deleted} counts deleted" if deleted else ""
