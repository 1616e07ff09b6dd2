"""The states and kinds of documents that the database keeps."""

from django.db import models


class ReadingState(models.TextChoices):
    """How far the reading of a file has come."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    READ = "read", "Read"
    NO_TEXT = "no_text", "No text"
    LOCKED = "locked", "Locked"
    BROKEN = "broken", "Broken"
    TOO_LARGE = "too_large", "Too large"


class ReadingReason(models.TextChoices):
    """Why a file has no text; the label ends the sentence "This file …"."""

    SCANNED = "scanned", "holds pictures of its pages and no text"
    EMPTY = "empty", "has nothing on its pages"
    PASSWORD = "password", "asks for a password"
    DAMAGED = "damaged", "is damaged"
    STOPPED_READER = "stopped_reader", "made the program that read it stop"
    TOO_SLOW = "too_slow", "takes too long to read"
    TOO_MUCH_MEMORY = "too_much_memory", "takes too much memory to read"
    TOO_MANY_PAGES = "too_many_pages", "has too many pages"
    TOO_MUCH_TEXT = "too_much_text", "holds too much text"
    MISSING = "missing", "is not in the file store"


class PageUnit(models.TextChoices):
    """What the pages of a file are called."""

    PAGE = "page", "page"
    SHEET = "sheet", "sheet"
    SLIDE = "slide", "slide"
    PART = "part", "part"


class AccessibilityFault(models.TextChoices):
    """What keeps people who use assistive technology from a file; the label ends the sentence "This file …"."""

    NO_TEXT = "no_text", "holds pictures of pages and no text"
    SOME_PAGES_WITHOUT_TEXT = "some_pages_without_text", "has pages that are pictures without text"
    NOT_TAGGED = "not_tagged", "is not tagged"
    NO_TITLE = "no_title", "has no title in its properties"
    NO_LANGUAGE = "no_language", "does not say which language it is in"
    NO_HEADINGS = "no_headings", "has no headings"
    TABLES_WITHOUT_HEADERS = "tables_without_headers", "has tables without header rows"
    LOCKED = "locked", "is locked by a password"
    UNREADABLE = "unreadable", "cannot be read by a program"
