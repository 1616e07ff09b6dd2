"""Pictures of the demo, drawn when it is loaded: the same on every machine, and nobody else's work."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from home.demo.pictures import drawings


@dataclass(frozen=True)
class DrawnPicture:
    """A picture, what it is called and what it tells somebody who cannot see it."""

    key: str
    title: str
    alt: str
    draw: Callable[[], Image.Image]


HERO = DrawnPicture(
    "picture: morning in London",
    "Morning in London",
    "Drawing of an ambulance on a bridge, with London’s skyline in the morning light behind it.",
    drawings.morning_in_london,
)
WINTER = DrawnPicture(
    "picture: ambulance at dusk",
    "Ambulance at dusk",
    "Drawing of an ambulance on a snowy evening, with lit windows across London behind it.",
    drawings.ambulance_at_dusk,
)
HEART = DrawnPicture(
    "picture: heart trace",
    "Heart trace",
    "Drawing of a blue heart crossed by the white line of a heartbeat on a monitor.",
    drawings.heart_trace,
)
DEFIBRILLATOR = DrawnPicture(
    "picture: defibrillator",
    "Defibrillator",
    "Drawing of a yellow defibrillator in a green cabinet on a brick wall.",
    drawings.defibrillator,
)
BICYCLE = DrawnPicture(
    "picture: bicycle by the river",
    "Bicycle by the river",
    "Drawing of a responder’s blue bicycle with a green bag over its back wheel, beside the Thames.",
    drawings.bicycle_by_the_river,
)
BOARD_TABLE = DrawnPicture(
    "picture: board table",
    "Board table",
    "Drawing of an oval meeting table from above, with twelve chairs and a paper at each place.",
    drawings.board_table,
)
HEADSET = DrawnPicture(
    "picture: headset",
    "Headset",
    "Drawing of a call handler’s white headset with a speech bubble between its ear pieces.",
    drawings.headset,
)
MAP = DrawnPicture(
    "picture: map of five sectors",
    "Map of five sectors",
    "Drawing of a folded map of London in five shades of blue and green, with the Thames and eight pins.",
    drawings.map_of_five,
)
OPEN_DAY = DrawnPicture(
    "picture: open day",
    "Open day",
    "Drawing of a brick ambulance station with open doors, an ambulance in the yard and bunting above it.",
    drawings.open_day,
)

PICTURES = (HERO, WINTER, HEART, DEFIBRILLATOR, BICYCLE, BOARD_TABLE, HEADSET, MAP, OPEN_DAY)
