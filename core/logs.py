"""What goes into the log."""

import logging


class OneLineForBadRequests(logging.Filter):
    """Leave the traceback out where the fault is the request's: such a line tells all there is to know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip what a response below 500 left; drop nothing."""
        if 400 <= getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True
