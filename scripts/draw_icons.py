"""Draw the site's own icons: a white pulse on blue, as SVG and PNG. Run it after changing the drawing."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "lasweb" / "static" / "lasweb" / "icons"
BLUE, WHITE = "#005eb8", "#ffffff"
# On a square of 32 units.
PULSE = [(4, 17), (10, 17), (13, 8), (18, 25), (21.5, 14), (23, 17), (28, 17)]
STROKE = 2.6
CORNER = 6
# Drawn this many times too large, then reduced, so that its edges are smooth.
OVERSIZE = 8


def svg() -> str:
    """Return the drawing as SVG."""
    points = " ".join(f"{x:g},{y:g}" for x, y in PULSE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="{CORNER}" '
        f'fill="{BLUE}"/><polyline points="{points}" fill="none" stroke="{WHITE}" stroke-width="{STROKE}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
    )


def png(size: int, *, rounded: bool) -> Image.Image:
    """Return the drawing as a picture of size x size pixels; phones round the corners of touch icons themselves."""
    scale = size * OVERSIZE / 32
    picture = Image.new("RGBA", (size * OVERSIZE, size * OVERSIZE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, *picture.size), radius=CORNER * scale if rounded else 0, fill=BLUE)
    points = [(x * scale, y * scale) for x, y in PULSE]
    draw.line(points, fill=WHITE, width=round(STROKE * scale), joint="curve")
    for x, y in points:
        radius = STROKE * scale / 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=WHITE)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every icon."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "favicon.svg").write_text(svg())
    png(48, rounded=True).save(FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    png(180, rounded=False).save(FOLDER / "touch-icon-180.png", optimize=True)


if __name__ == "__main__":
    main()
