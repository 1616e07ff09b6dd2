"""Template tags about documents."""

from django import template

from documents.models import Document
from documents.reading.panel import ShownReading, shown_reading
from documents.states import DocumentState, states_of

register = template.Library()


@register.simple_tag
def document_state(document: Document) -> DocumentState:
    """Return where a document stands now."""
    return states_of([document])[document.pk]


@register.simple_tag
def document_reading(document: Document) -> ShownReading:
    """Return how the reading of its newest file stands."""
    return shown_reading(document)
