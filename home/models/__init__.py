"""The models of the home app."""

from home.models.contact import ContactMessage, ContactPage
from home.models.embeds import EmbedPage
from home.models.feedback import FeedbackComment, FeedbackCount
from home.models.news import NewsIndexPage, NewsPage
from home.models.notices import Notice
from home.models.pages import HomePage, SectionHubPage, StandardPage
from home.models.settings import OrganisationSettings

__all__ = [
    "ContactMessage",
    "ContactPage",
    "EmbedPage",
    "FeedbackComment",
    "FeedbackCount",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "Notice",
    "OrganisationSettings",
    "SectionHubPage",
    "StandardPage",
]
