"""Flat shapes in the colours of the NHS palette, drawn at twice the size and made smaller, so that edges are smooth."""

from collections.abc import Iterable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 720
FINENESS = 2

DARK_BLUE = "#003087"
BLUE = "#005eb8"
BRIGHT_BLUE = "#0072ce"
LIGHT_BLUE = "#41b6e6"
PALE_BLUE = "#d6ecf8"
SKY = "#edf6fc"
PALE_GREY = "#e8edee"
GREY = "#aeb7bd"
DARK_GREY = "#425563"
GREEN = "#00a499"
YELLOW = "#ffb81c"
RED = "#da291c"
WHITE = "#ffffff"

Point = tuple[float, float]


class Canvas:
    """A picture of 1280 by 720 units; x runs to the right, y down."""

    def __init__(self, background: str) -> None:
        self._image = Image.new("RGB", (WIDTH * FINENESS, HEIGHT * FINENESS), background)
        self._draw = ImageDraw.Draw(self._image)

    def rectangle(self, left: float, top: float, right: float, bottom: float, colour: str, radius: float = 0) -> None:
        """Fill a rectangle, its corners rounded by `radius`."""
        self._draw.rounded_rectangle(_fine(left, top, right, bottom), radius * FINENESS, fill=colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle around a point."""
        self._draw.ellipse(_fine(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float) -> None:
        """Draw a circle's line of this width inside the radius."""
        box = _fine(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, outline=colour, width=round(width * FINENESS))

    def ellipse(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill an ellipse."""
        self._draw.ellipse(_fine(left, top, right, bottom), fill=colour)

    def arc(self, x: float, y: float, radius: float, degrees: tuple[float, float], colour: str, width: float) -> None:
        """Draw part of a ring, from one angle to another, clockwise from three o'clock."""
        box = _fine(x - radius, y - radius, x + radius, y + radius)
        self._draw.arc(box, *degrees, fill=colour, width=round(width * FINENESS))

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        """Fill a shape with these corners."""
        self._draw.polygon([(x * FINENESS, y * FINENESS) for x, y in points], fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        """Draw a line with round ends and corners."""
        fine = [(x * FINENESS, y * FINENESS) for x, y in points]
        self._draw.line(fine, fill=colour, width=round(width * FINENESS), joint="curve")
        for x, y in fine:
            half = width * FINENESS / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def cross(self, x: float, y: float, size: float, colour: str) -> None:
        """Draw an upright cross with arms of a third of its size."""
        arm, half = size / 6, size / 2
        self.rectangle(x - arm, y - half, x + arm, y + half, colour)
        self.rectangle(x - half, y - arm, x + half, y + arm, colour)

    def finished(self) -> Image.Image:
        """Return the picture at its size."""
        return self._image.reduce(FINENESS)


def _fine(*numbers: float) -> tuple[float, ...]:
    return tuple(number * FINENESS for number in numbers)
