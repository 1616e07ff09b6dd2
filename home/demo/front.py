"""The home page and what the organisation says of itself."""

from typing import Any

from wagtail.models import Site

from core.demo.body import At, Made, call_to_action, cards, heading, quote, text
from home.demo.pictures import HERO
from home.models import OrganisationSettings

NAME = "London Ambulance Service – demonstration"

HOME: dict[str, Any] = {
    "title": NAME,
    "search_description": (
        "A demonstration of a website for an ambulance trust, with facts about London’s ambulance service and invented "
        "people and news. Not the Service’s own site."
    ),
    "summary": (
        "We answer London’s 999 calls for an ambulance, all day and all night, and bring care to more than eight "
        "million people. Here you can see how we work, how well, and what it costs."
    ),
    "hero_image": Made(HERO.key),
    "quote": [
        quote(
            """
            My neighbour rang, and I heard the door before I had finished telling her where it hurt. They explained
            each thing they did. I have forgotten the pain since, but not how calm they were.
            """,
            "Leopold Ferreira-Quaye",
            "Treated at home in the small hours (an invented patient)",
        )
    ],
    "body": [
        heading("A service for all of London"),
        text("""
            From Heathrow to Upminster and from Enfield to Purley, the ambulance that comes is one of ours. What it
            does for you is free of charge. What we do with public money is for you to see, and this site is where we
            show it.
        """),
        call_to_action("Find out what we do", "/about-us/what-we-do/"),
        cards(
            "Follow how decisions are made and money is spent",
            (
                "Board meetings",
                "How the Trust Board works in public, and how to get its papers",
                "/board-meetings/",
            ),
            ("Tenders", "What we buy, where notices are and how to bid", "/tenders/"),
            ("Patient stories", "What it is like to need us, and how to tell us yours", "/patient-stories/"),
        ),
    ],
}


def organisation(site: Site) -> OrganisationSettings:
    """Return the settings of this site, new or as they stand."""
    return OrganisationSettings.objects.filter(site=site).first() or OrganisationSettings(site=site)


# Invented mailboxes, at a domain that is kept free for examples. No numbers but 999 and 111, which pages name.
ORGANISATION: dict[str, Any] = {
    "name": NAME,
    "short_name": "London Ambulance Service",
    "demonstration": True,
    "hide_from_search_engines": True,
    "postal_address": "220 Waterloo Road\nLondon\nSE1 8SD",
    "general_email": "enquiries@example.org",
    "accessibility_email": "accessibility@example.org",
    "data_protection_email": "data.protection@example.org",
    "foi_email": "foi@example.org",
    "pals_email": "pals@example.org",
    "complaints_email": "complaints@example.org",
    "records_email": "records@example.org",
    "press_email": "press@example.org",
    "suppliers_email": "suppliers@example.org",
    "security_email": "security@example.org",
    "contact_page": At("/contact/"),
    "accessibility_page": At("/accessibility-statement/"),
    "privacy_page": At("/privacy/"),
    "cookies_page": At("/cookies/"),
    "terms_page": At("/terms/"),
}
