"""What is raised when another machine that a request cannot do without does not answer."""

# How long a visitor, an editor or a crawler should wait before asking again (seconds).
RETRY_AFTER = 60


class ServiceUnavailableError(Exception):
    """A machine that the request needs did not answer, or refused; the visitor is told to come back (503)."""
