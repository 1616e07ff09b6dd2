"""Names with a fixed set of values."""

from django.db import models


class NoticeLevel(models.TextChoices):
    """How urgent a notice is; the most urgent is shown first."""

    EMERGENCY = "emergency", "Emergency"
    IMPORTANT = "important", "Important"
    INFORMATION = "information", "Information"


class NoticeState(models.TextChoices):
    """Where a notice stands by the clock."""

    SHOWING = "showing", "Showing now"
    PLANNED = "planned", "Will show"
    OVER = "over", "Over"


class ContactTopic(models.TextChoices):
    """What somebody writes to the trust about."""

    GENERAL = "general", "A general question"
    WEBSITE = "website", "This website"
    PRESS = "press", "A press enquiry"
    OTHER = "other", "Something else"


class ContactRoute(models.TextChoices):
    """The parts of a trust that people turn to."""

    GENERAL = "general", "General enquiries"
    ACCESSIBILITY = "accessibility", "Accessibility and other formats"
    DATA_PROTECTION = "data_protection", "Data protection"
    FOI = "foi", "Freedom of Information"
    PALS = "pals", "Patient Advice and Liaison Service (PALS)"
    COMPLAINTS = "complaints", "Complaints"
    RECORDS = "records", "Your own records"
    PRESS = "press", "Press office"
    SUPPLIERS = "suppliers", "Suppliers"


class FeedbackPeriod(models.TextChoices):
    """The time that a report of answers is about; without a choice it is the quarter."""

    MONTH = "month", "Last 30 days"
    QUARTER = "quarter", "Last 3 months"
    YEAR = "year", "Last 12 months"
    ALL = "all", "All time"
