"""The words of the demo's pages, as data."""

from home.demo.news import NEWS_INDEX
from home.demo.pages import (
    about,
    about_board,
    about_future,
    about_people,
    about_quality,
    about_service,
    accessibility,
    contact,
    legal,
    sections,
)
from home.demo.texts import PageText

# In the order in which they stand in the tree: a page after the one above it.
PAGES: list[PageText] = [
    about.HUB,
    about.WHO_WE_ARE,
    about.WHERE_WE_ARE,
    about_service.WHAT_WE_DO,
    about_board.HOW_WE_ARE_RUN,
    about_service.HOW_WE_ARE_DOING,
    about_board.SUPPLIERS,
    about_future.PLANS,
    about_future.RESEARCH,
    about_future.LONDON_2012,
    about_future.OUR_PUBLICATIONS,
    about_people.COMMUNITY,
    about_people.EQUALITY,
    about_quality.CQC,
    about_quality.QUALITY_PLAN,
    *sections.PAGES,
    NEWS_INDEX,
    contact.CONTACT,
    accessibility.ACCESSIBILITY,
    *legal.PAGES,
]
