"""The news of the demo: invented events."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.demo.body import Block, Made, call_to_action, heading, inset, quote, summary_list, text
from home.demo import pictures
from home.demo.pictures import DrawnPicture
from home.demo.texts import PageText
from home.models import NewsIndexPage

NEWS_INDEX = PageText(
    address="/news/",
    title="News",
    summary="What has happened lately. All items here are invented to show how news looks on this site.",
    body=[],
    model=NewsIndexPage,
    extra={"show_in_menus": True},
)
INVENTED = inset("This item is invented. It was written for a demonstration and no such event took place.")


@dataclass(frozen=True)
class Item:
    """One news item."""

    slug: str
    date: date
    title: str
    summary: str
    picture: DrawnPicture
    body: list[Block]

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of its page."""
        return {
            "title": self.title,
            "summary": " ".join(self.summary.split()),
            "date": self.date,
            "image": Made(self.picture.key),
            "image_alt_text": self.picture.alt,
            "body": [*self.body, INVENTED],
        }


NEWS = (
    Item(
        "extra-crews-ready-for-winter",
        date(2026, 11, 17),
        "Extra crews ready for winter",
        """
        Forty-two people finished their training this month and will spend their first winter on the road, where the
        busiest weeks of the year are still to come.
        """,
        pictures.WINTER,
        [
            text("""
                They learned in classrooms until August and beside experienced colleagues since. From this week each
                of them is half of a crew.

                Winter brings more calls. Ice means falls, cold makes weak hearts and lungs weaker, and illnesses that
                spread indoors come round. New crews will work first where waits were longest last January.
            """),
            quote(
                "On my first night we had seven patients and I can tell you the name of every one of them.",
                "Tobias Lindqvist-Bello",
                "New crew member (invented)",
            ),
            text("""
                How quickly crews should reach each kind of call is explained on
                <a href="/about-us/how-we-are-doing/">how we are doing</a>.
            """),
        ],
    ),
    Item(
        "pupils-practise-for-the-day-it-counts",
        date(2026, 10, 20),
        "Pupils practise for the day it counts",
        """
        Six hundred pupils of four schools spent a morning with off-duty crews, learning what happens when somebody
        calls 999 and how a caller can help the call handler.
        """,
        pictures.HEART,
        [
            text("""
                The first thing the call handler needs is the place. So the pupils began by describing where they
                stood without using its name, while others with a map tried to find them. Most needed three tries. By
                the end of the morning nearly everyone managed it in one.

                After that they took turns at being caller and call handler, with a crew playing a very talkative
                patient.
            """),
            heading("Would your school like a visit?"),
            text("""
                <a href="/about-us/involving-our-community/">Involving our community</a> says what to tell us when you
                ask.
            """),
        ],
    ),
    Item(
        "a-defibrillator-for-tallow-lane",
        date(2026, 9, 8),
        "A defibrillator for Tallow Lane",
        """
        Neighbours in a street that had none within half a mile raised the money themselves, and last Saturday the
        youngest of them cut the ribbon.
        """,
        pictures.DEFIBRILLATOR,
        [
            text("""
                It began with a stall of tomato plants. Two summers of plants, a quiz and a sponsored silence later,
                the cabinet hangs on the wall of the launderette, which is lit all night and easy to describe.

                A defibrillator can be used by anyone. If you call 999, the call handler can tell you where
                the nearest one is and what to do.
            """),
            quote(
                "We hope that it hangs there for twenty years and nobody ever opens it.",
                "Winsome Okonjo-Pryce",
                "Tallow Lane residents (invented)",
            ),
        ],
    ),
    Item(
        "bicycles-back-on-the-south-bank",
        date(2026, 7, 2),
        "Bicycles back on the South Bank",
        """
        Where crowds are too thick for an ambulance, two wheels get through. Responders on bicycles are on the river
        walk at weekends until the end of September.
        """,
        pictures.BICYCLE,
        [
            text("""
                On a fine Saturday the walk between the bridges is full from rail to rail. A bicycle can go
                where no vehicle can, and its rider can begin to treat a patient and call for an ambulance only if
                one is needed.
            """),
            summary_list(
                ("When", "Saturdays and Sundays, 11am to 8pm, 4 July to 27 September 2026"),
                ("Where", "The river walk, from one end of the festival to the other"),
                ("How to reach them", "Call 999 as you would anywhere. Please do not wait for one to come past."),
            ),
            text('What else we do on an ordinary day: <a href="/about-us/what-we-do/">what we do</a>.'),
        ],
    ),
    Item(
        "the-board-meets-in-a-library",
        date(2026, 5, 14),
        "The Board meets in a library",
        """
        For once the Trust Board did not meet at headquarters. Thirty-one people who had never been to a meeting came
        to listen between the bookshelves.
        """,
        pictures.BOARD_TABLE,
        [
            text("""
                Members sat at the reading room’s long table. The public sat around it, close enough to see the
                papers, and copies lay on every chair.

                At the end visitors were asked what they would change. Most wanted fewer abbreviations. One asked for
                a list of them at the back of the papers, and got a promise that there would be one, and a second one
                that it would grow shorter.
            """),
            call_to_action("How Board meetings work", "/board-meetings/"),
        ],
    ),
    Item(
        "quieter-headsets-in-the-control-rooms",
        date(2025, 11, 20),
        "Quieter headsets in the control rooms",
        """
        Call handlers tried five headsets for a month each and chose the one that let them hear a whisper. It now lies
        on every desk.
        """,
        pictures.HEADSET,
        [
            text("""
                A caller may be whispering because somebody must not hear them, or because they have no breath to
                speak with. In a room where a hundred others are talking, that is hard to catch.

                The trial was run by call handlers. They noted each time they had to ask a caller to say something
                again. With the headset they chose, it happened less than half as often as with the old one.
            """),
            text("""
                Equipment for control rooms is bought like everything else: see
                <a href="/about-us/working-with-suppliers/">working with suppliers</a>.
            """),
        ],
    ),
    Item(
        "one-map-five-sectors",
        date(2025, 6, 12),
        "One map, five sectors",
        """
        New staff now get a map on their first day. It shows how London’s stations belong together, and it was drawn
        by somebody who got lost.
        """,
        pictures.MAP,
        [
            text("""
                Five sectors, some seventy stations, and names that tell a newcomer nothing: it takes a
                while to learn which is which. After a first week of asking the way, a member of the stores team
                drew a map on the back of a delivery note. It was so useful that it was copied until it could
                hardly be read.

                It has been redrawn, printed and hung in every station, with the delivery note in a frame beside the
                original.
            """),
            text("""
                <a href="/about-us/where-we-are/">Where we are</a> explains sectors and groups, and why lists of our
                stations disagree.
            """),
        ],
    ),
    Item(
        "open-day-fills-the-yard",
        date(2024, 9, 19),
        "Open day fills the yard",
        """
        Nine hundred visitors, three ambulances, one very patient police horse: what happened when a station
        opened its gates for an afternoon.
        """,
        pictures.OPEN_DAY,
        [
            text("""
                The longest queue was for sitting in the driver’s seat. The second longest was for a cup of tea with
                somebody who had been driving for thirty years and was willing to be asked anything.

                Neighbours asked about sirens at night. Crews showed them the switch, and explained that they use it
                as little as traffic allows. Two people asked how to apply for a job, and one of them has since
                started.
            """),
            text('If something about one of our buildings troubles you, <a href="/contact/">tell us</a>.'),
        ],
    ),
)
