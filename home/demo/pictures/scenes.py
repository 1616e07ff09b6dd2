"""Things that several pictures show: an ambulance, London's skyline, a road, clouds."""

import math
from collections.abc import Callable

from home.demo.pictures.canvas import (
    BLUE,
    DARK_BLUE,
    DARK_GREY,
    GREY,
    LIGHT_BLUE,
    PALE_BLUE,
    PALE_GREY,
    WHITE,
    WIDTH,
    YELLOW,
    Canvas,
)

Place = Callable[[float], float]


def cloud(canvas: Canvas, x: float, y: float, size: float, colour: str = WHITE) -> None:
    """Draw a cloud whose middle is at (x, y)."""
    for dx, dy, radius in ((-0.9, 0.15, 0.45), (-0.3, -0.15, 0.6), (0.4, -0.05, 0.5), (0.95, 0.2, 0.38)):
        canvas.circle(x + dx * size, y + dy * size, radius * size, colour)
    canvas.rectangle(x - 1.1 * size, y + 0.1 * size, x + 1.1 * size, y + 0.58 * size, colour, 0.24 * size)


def road(canvas: Canvas, top: float, bottom: float) -> None:
    """Draw a road with a broken white line."""
    canvas.rectangle(0, top, WIDTH, bottom, DARK_GREY)
    middle = (top + bottom) / 2
    for left in range(-40, WIDTH, 160):
        canvas.rectangle(left, middle - 4, left + 84, middle + 4, PALE_GREY, 4)


def skyline(canvas: Canvas, ground: float, colour: str, windows: str) -> None:
    """Draw well-known shapes of London's skyline, standing on `ground`, in one colour."""
    _towers(canvas, ground, colour, windows)
    # The clock tower.
    canvas.rectangle(120, ground - 300, 168, ground, colour)
    canvas.polygon([(112, ground - 300), (144, ground - 400), (176, ground - 300)], colour)
    canvas.circle(144, ground - 268, 17, windows)
    # The wheel by the river.
    canvas.ring(345, ground - 150, 142, colour, 9)
    for step in range(8):
        angle = step * math.pi / 8
        dx, dy = 138 * math.cos(angle), 138 * math.sin(angle)
        canvas.line([(345 - dx, ground - 150 - dy), (345 + dx, ground - 150 + dy)], colour, 2.5)
    for step in range(16):
        angle = step * math.pi / 8
        canvas.circle(345 + 146 * math.cos(angle), ground - 150 + 146 * math.sin(angle), 8, colour)
    canvas.polygon([(345, ground - 155), (290, ground), (306, ground)], colour)
    canvas.polygon([(345, ground - 155), (384, ground), (400, ground)], colour)
    # The cathedral's dome.
    canvas.rectangle(560, ground - 120, 720, ground, colour)
    canvas.rectangle(594, ground - 168, 686, ground - 110, colour)
    canvas.ellipse(592, ground - 232, 688, ground - 106, colour)
    canvas.rectangle(632, ground - 268, 648, ground - 220, colour)
    canvas.rectangle(560, ground - 176, 584, ground - 110, colour)
    canvas.rectangle(696, ground - 176, 720, ground - 110, colour)


def _towers(canvas: Canvas, ground: float, colour: str, windows: str) -> None:
    for left, width, height in ((0, 96, 130), (196, 70, 96), (430, 84, 150), (500, 58, 108), (1150, 140, 150)):
        canvas.rectangle(left, ground - height, left + width, ground, colour)
    # The glass pyramid, the rounded tower and the slanted one.
    canvas.polygon([(800, ground), (856, ground - 430), (868, ground - 430), (924, ground)], colour)
    canvas.ellipse(950, ground - 300, 1046, ground + 120, colour)
    canvas.polygon([(1064, ground), (1064, ground - 210), (1134, ground - 330), (1134, ground)], colour)
    for left, top, columns, rows in ((16, 112, 4, 4), (446, 132, 3, 5), (1168, 130, 4, 5), (1080, 180, 2, 6)):
        for column in range(columns):
            for row in range(rows):
                x, y = left + column * 20, ground - top + row * 22
                canvas.rectangle(x, y, x + 8, y + 10, windows)


def ambulance(canvas: Canvas, left: float, ground: float, scale: float = 1.0) -> None:
    """Draw an ambulance seen from its side, facing right, its wheels on `ground`; 470 units long at scale 1."""

    def at(x: float) -> float:
        return left + x * scale

    def up(y: float) -> float:
        return ground - y * scale

    canvas.ellipse(at(-10), up(8), at(485), up(-14), "#36454f")
    canvas.polygon([(at(322), up(218)), (at(388), up(206)), (at(432), up(122)), (at(322), up(122))], YELLOW)
    canvas.rectangle(at(0), up(246), at(336), up(34), YELLOW, 16 * scale)
    canvas.rectangle(at(318), up(132), at(470), up(34), YELLOW, 18 * scale)
    canvas.polygon([(at(340), up(200)), (at(380), up(192)), (at(412), up(126)), (at(340), up(126))], PALE_BLUE)
    _chequers(canvas, at, up)
    canvas.rectangle(at(44), up(226), at(132), up(168), LIGHT_BLUE, 8 * scale)
    canvas.rectangle(at(206), up(232), at(300), up(152), WHITE, 10 * scale)
    canvas.cross(at(253), up(192), 54 * scale, BLUE)
    canvas.rectangle(at(40), up(266), at(110), up(244), DARK_BLUE, 8 * scale)
    canvas.rectangle(at(250), up(266), at(320), up(244), BLUE, 8 * scale)
    canvas.rectangle(at(458), up(84), at(476), up(60), WHITE, 6 * scale)
    canvas.rectangle(at(-6), up(50), at(480), up(30), DARK_GREY, 8 * scale)
    for x in (92, 384):
        canvas.circle(at(x), up(36), 46 * scale, "#2a363d")
        canvas.circle(at(x), up(36), 22 * scale, GREY)
        canvas.circle(at(x), up(36), 8 * scale, DARK_GREY)


def _chequers(canvas: Canvas, at: Place, up: Place) -> None:
    """Draw two rows of squares along the side."""
    for column in range(11):
        for row in range(2):
            if (column + row) % 2 == 0:
                x, y = 4 + column * 42, 132 - row * 34
                canvas.rectangle(at(x), up(y), at(min(x + 42, 466)), up(y - 34), "#2e8b3d")
