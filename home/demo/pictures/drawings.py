"""The pictures of the home page and of the news."""

import math

from PIL import Image

from home.demo.pictures.canvas import (
    BLUE,
    BRIGHT_BLUE,
    DARK_BLUE,
    DARK_GREY,
    GREEN,
    GREY,
    HEIGHT,
    LIGHT_BLUE,
    PALE_BLUE,
    PALE_GREY,
    RED,
    SKY,
    WHITE,
    WIDTH,
    YELLOW,
    Canvas,
)
from home.demo.pictures.scenes import ambulance, cloud, road, skyline


def morning_in_london() -> Image.Image:
    """Draw an ambulance on a bridge before the skyline: the home page's picture."""
    canvas = Canvas(PALE_BLUE)
    canvas.circle(1010, 190, 96, "#ffe2a0")
    canvas.circle(1010, 190, 66, "#ffd06b")
    cloud(canvas, 250, 110, 60, SKY)
    cloud(canvas, 720, 90, 44, SKY)
    skyline(canvas, 560, "#7fb8de", PALE_BLUE)
    canvas.rectangle(0, 556, WIDTH, 584, DARK_BLUE)
    for left in range(0, WIDTH, 40):
        canvas.rectangle(left, 528, left + 6, 560, DARK_BLUE)
    canvas.rectangle(0, 520, WIDTH, 530, DARK_BLUE)
    road(canvas, 580, HEIGHT)
    ambulance(canvas, 420, 662, 1.0)
    return canvas.finished()


def ambulance_at_dusk() -> Image.Image:
    """Draw an ambulance on a winter evening."""
    canvas = Canvas("#0b2a5b")
    canvas.circle(220, 150, 54, "#f4e9c8")
    canvas.circle(244, 136, 50, "#0b2a5b")
    skyline(canvas, 560, "#1d4480", "#ffd06b")
    for index in range(70):
        x, y = (index * 379) % WIDTH, (index * 211) % 540
        canvas.circle(x, y, 2 + index % 3, "#c9dcf0")
    canvas.rectangle(0, 556, WIDTH, 592, PALE_GREY)
    road(canvas, 588, HEIGHT)
    for radius, colour in ((150, "#12397a"), (96, "#1b4f9e")):
        canvas.circle(680, 372, radius, colour)
    ambulance(canvas, 390, 668, 1.05)
    return canvas.finished()


def heart_trace() -> Image.Image:
    """Draw a heart and the trace of its beat."""
    canvas = Canvas(DARK_BLUE)
    for x in range(0, WIDTH, 64):
        canvas.line([(x, 0), (x, HEIGHT)], "#0c3f94", 1.5)
    for y in range(40, HEIGHT, 64):
        canvas.line([(0, y), (WIDTH, y)], "#0c3f94", 1.5)
    _heart(canvas, 640, 350, 15, BRIGHT_BLUE)
    beat = [(0, 0), (60, 0), (85, -26), (110, 0), (140, 0), (156, 24), (186, -210), (214, 92), (234, 0), (280, 0)]
    wave = [*beat, (310, -42), (350, 0)]
    points = [(start + x, 380 + y) for start in (-60, 290, 640, 990) for x, y in wave]
    canvas.line(points, WHITE, 9)
    return canvas.finished()


def _heart(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    points = []
    for step in range(180):
        angle = step * math.pi / 90
        across = 16 * math.sin(angle) ** 3
        down = -(13 * math.cos(angle) - 5 * math.cos(2 * angle) - 2 * math.cos(3 * angle) - math.cos(4 * angle))
        points.append((x + across * size, y + down * size))
    canvas.polygon(points, colour)


def defibrillator() -> Image.Image:
    """Draw a defibrillator in its cabinet on a brick wall."""
    canvas = Canvas("#cfdde6")
    for row, top in enumerate(range(0, HEIGHT, 60)):
        for left in range(-140 + (row % 2) * 70, WIDTH, 140):
            canvas.rectangle(left + 3, top + 3, left + 137, top + 57, PALE_GREY, 4)
    canvas.rectangle(388, 58, 892, 662, "#b4c3cd", 30)
    canvas.rectangle(380, 46, 884, 650, GREEN, 30)
    canvas.rectangle(410, 150, 854, 620, WHITE, 18)
    _heart(canvas, 632, 100, 2.6, WHITE)
    canvas.polygon([(640, 74), (614, 106), (630, 106), (622, 132), (650, 96), (634, 96)], GREEN)
    canvas.rectangle(470, 216, 794, 580, YELLOW, 34)
    canvas.rectangle(556, 184, 708, 236, YELLOW, 24)
    canvas.rectangle(584, 204, 680, 236, WHITE, 12)
    canvas.rectangle(504, 264, 760, 404, DARK_BLUE, 14)
    canvas.line([(524, 338), (576, 338), (594, 300), (618, 376), (642, 316), (656, 338), (740, 338)], LIGHT_BLUE, 7)
    canvas.circle(570, 490, 42, GREEN)
    canvas.circle(696, 490, 42, RED)
    canvas.polygon([(702, 460), (676, 496), (694, 496), (688, 522), (716, 484), (698, 484)], WHITE)
    canvas.rectangle(564, 466, 576, 494, WHITE, 6)
    return canvas.finished()


def bicycle_by_the_river() -> Image.Image:
    """Draw a responder's bicycle with panniers beside the river."""
    canvas = Canvas(SKY)
    cloud(canvas, 960, 110, 54, WHITE)
    cloud(canvas, 330, 90, 40, WHITE)
    skyline(canvas, 420, "#b5d8ee", SKY)
    canvas.rectangle(0, 416, WIDTH, 560, LIGHT_BLUE)
    for index in range(16):
        x, y = (index * 173) % WIDTH, 440 + (index * 37) % 100
        canvas.rectangle(x, y, x + 70, y + 5, PALE_BLUE, 3)
    canvas.rectangle(0, 548, WIDTH, HEIGHT, PALE_GREY)
    canvas.rectangle(0, 548, WIDTH, 562, GREY)
    _bicycle(canvas)
    return canvas.finished()


def _bicycle(canvas: Canvas) -> None:
    rear, front, pedals, saddle, head = (430.0, 524.0), (850.0, 524.0), (600.0, 524.0), (548.0, 326.0), (782.0, 330.0)
    for x, y in (rear, front):
        canvas.ring(x, y, 128, DARK_GREY, 14)
        canvas.ring(x, y, 114, GREY, 4)
        for step in range(9):
            angle = step * math.pi / 9
            dx, dy = 112 * math.cos(angle), 112 * math.sin(angle)
            canvas.line([(x - dx, y - dy), (x + dx, y + dy)], GREY, 2)
    for start, end in ((rear, pedals), (rear, saddle), (pedals, saddle), (pedals, head), (saddle, head), (head, front)):
        canvas.line([start, end], BLUE, 16)
    canvas.line([saddle, (538, 290)], DARK_GREY, 12)
    canvas.rectangle(490, 270, 592, 292, DARK_BLUE, 11)
    canvas.line([head, (772, 276), (836, 262)], DARK_GREY, 13)
    canvas.ring(*pedals, 40, DARK_BLUE, 11)
    canvas.line([pedals, (636, 574)], DARK_GREY, 11)
    canvas.rectangle(616, 570, 668, 584, DARK_GREY, 7)
    canvas.rectangle(316, 336, 516, 356, DARK_GREY, 8)
    canvas.rectangle(326, 352, 486, 496, GREEN, 18)
    canvas.rectangle(326, 396, 486, 418, YELLOW)
    canvas.circle(406, 446, 30, WHITE)
    canvas.cross(406, 446, 38, BLUE)
    for x, y in (rear, front):
        canvas.circle(x, y, 12, DARK_GREY)


def board_table() -> Image.Image:
    """Draw a round meeting table from above, with papers and chairs."""
    canvas = Canvas("#eaf2f7")
    for left in range(-720, WIDTH, 120):
        canvas.line([(left, HEIGHT), (left + 720, 0)], "#dfeaf1", 3)
    middle_x, middle_y = 640.0, 360.0
    for seat in range(12):
        angle = seat * math.pi / 6
        x, y = middle_x + 430 * math.cos(angle), middle_y + 282 * math.sin(angle)
        canvas.circle(x, y, 44, BRIGHT_BLUE if seat % 3 else DARK_BLUE)
        canvas.circle(x, y, 26, LIGHT_BLUE if seat % 3 else BLUE)
    canvas.ellipse(258, 122, 1022, 618, "#b98a55")
    canvas.ellipse(270, 128, 1010, 602, "#d9ab73")
    canvas.ellipse(400, 214, 880, 516, "#e6c191")
    for seat in range(12):
        angle = seat * math.pi / 6
        x, y = middle_x + 316 * math.cos(angle), middle_y + 192 * math.sin(angle) + 4
        canvas.rectangle(x - 24, y - 30, x + 24, y + 30, WHITE, 3)
        for line in range(4):
            canvas.rectangle(x - 16, y - 20 + line * 11, x + (16 if line else 4), y - 16 + line * 11, GREY, 1)
    for x, y, colour in ((590, 330, GREEN), (690, 392, BLUE), (664, 318, YELLOW)):
        canvas.circle(x, y, 24, WHITE)
        canvas.circle(x, y, 17, colour)
    return canvas.finished()


def headset() -> Image.Image:
    """Draw a call handler's headset before a screen."""
    canvas = Canvas(BLUE)
    canvas.circle(640, 360, 330, BRIGHT_BLUE)
    canvas.circle(640, 360, 250, "#1a86dc")
    for angle_from in (-40, 140):
        for radius in (360, 420, 480):
            canvas.arc(640, 360, radius, (angle_from, angle_from + 80), "#3d9be0", 10)
    canvas.arc(640, 380, 210, (180, 360), WHITE, 30)
    for x, side in ((440, -1), (840, 1)):
        canvas.rectangle(x - 46, 330, x + 46, 490, WHITE, 36)
        canvas.rectangle(x - 24 + side * 40, 350, x + 24 + side * 40, 470, DARK_BLUE, 22)
    canvas.line([(440, 480), (460, 556), (540, 590), (610, 590)], WHITE, 16)
    canvas.rectangle(590, 566, 690, 614, DARK_BLUE, 24)
    canvas.rectangle(530, 340, 750, 470, SKY, 26)
    canvas.polygon([(600, 466), (650, 466), (596, 512)], SKY)
    for x in (590, 640, 690):
        canvas.circle(x, 405, 14, BLUE)
    return canvas.finished()


def map_of_five() -> Image.Image:
    """Draw a folded map of London in five colours, with the river and pins."""
    canvas = Canvas(PALE_GREY)
    canvas.rectangle(130, 84, 1166, 660, "#cbd5da", 10)
    canvas.rectangle(118, 70, 1154, 646, WHITE, 10)
    outline = [(330, 190), (520, 120), (720, 116), (900, 170), (1060, 290), (1050, 420), (900, 540), (700, 604),
               (520, 580), (330, 520), (214, 410), (222, 290)]  # fmt: skip
    middle = (640.0, 356.0)
    fields: tuple[tuple[slice, str], ...] = (
        (slice(0, 3), "#8ecdf0"),
        (slice(2, 5), "#7fd1cb"),
        (slice(4, 8), "#5aa9dd"),
        (slice(7, 10), "#a9c9ea"),
        (slice(9, 12), "#bfe3f5"),
    )
    for part, colour in fields:
        canvas.polygon([middle, *outline[part]], colour)
    canvas.polygon([middle, outline[11], outline[0]], "#bfe3f5")
    river = [(214, 420), (300, 428), (370, 470), (440, 440), (480, 390), (560, 410), (630, 350), (690, 372), (730, 350),
             (760, 410), (800, 376), (900, 380), (970, 420), (1054, 414)]  # fmt: skip
    canvas.line(river, WHITE, 26)
    canvas.line(river, BRIGHT_BLUE, 15)
    for x, y in ((420, 250), (600, 200), (800, 250), (930, 320), (880, 470), (660, 500), (460, 510), (320, 350)):
        canvas.polygon([(x, y + 34), (x - 17, y), (x + 17, y)], DARK_BLUE)
        canvas.circle(x, y - 6, 19, DARK_BLUE)
        canvas.circle(x, y - 6, 8, WHITE)
    for x in (377, 636, 895):
        canvas.line([(x, 74), (x, 642)], "#dce4e8", 3)
    return canvas.finished()


def open_day() -> Image.Image:
    """Draw a station with its doors open, bunting over the yard and an ambulance in it."""
    canvas = Canvas(PALE_BLUE)
    cloud(canvas, 180, 120, 50, SKY)
    cloud(canvas, 1090, 90, 46, SKY)
    canvas.rectangle(0, 560, WIDTH, HEIGHT, "#b8c4cb")
    canvas.rectangle(150, 190, 1130, 572, "#c46b4e")
    canvas.rectangle(130, 164, 1150, 208, DARK_GREY, 6)
    for left in (220, 530, 840):
        canvas.rectangle(left, 290, left + 240, 572, "#2a363d", 8)
        canvas.rectangle(left, 290, left + 240, 328, GREY, 8)
        canvas.rectangle(left + 60, 232, left + 180, 262, PALE_BLUE, 4)
    ambulance(canvas, 380, 636, 0.95)
    sag = [(x, 96 + 80 * (1 - ((x - 640) / 640) ** 2)) for x in range(0, WIDTH + 1, 64)]
    canvas.line(sag, DARK_BLUE, 4)
    for index, (x, y) in enumerate(sag[:-1]):
        colour = (BLUE, YELLOW, GREEN, WHITE)[index % 4]
        canvas.polygon([(x + 6, y + 4), (x + 56, y + 8), (x + 31, y + 62)], colour)
    return canvas.finished()
