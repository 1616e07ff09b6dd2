"""What the worker does for the home app."""

from django_tasks import task

from home.contact_mail import deliver


@task(backend="worker")
def deliver_message(pk: int) -> None:
    """Mail a contact message; what fails is left to the job that tries again."""
    deliver(pk)
