"""Letters and a chart: footprints of suppliers, the boundary, the signed representation letter."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo.files.demo_file import DemoFile, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.paper import DEMO_LINE, GREY, Paper
from demo.files.parties import COPPER, HCD, HIK, HST, RESIN, Firm
from demo.files.stamps import draw_seal

FOOTPRINTS = (
    (COPPER, "Copper alloy strip C5191", Decimal("4.05"), "11 January 2022"),
    (RESIN, "LCP / PBT compound", Decimal("4.60"), "20 January 2022"),
)
_ENTITIES = (
    (HIK.english, "connectors; 1 site + office"),
    (HCD.english, "cables; 1 site"),
    (HST.english, "stamping; 1 site"),
    ("49 further subsidiaries", "see register of entities"),
)
_SCAN = (1240, 1754)


def draw_footprint_letters(folder: Path, fonts: Fonts) -> DemoFile:
    """E-016: cradle-to-gate footprints of two suppliers, 4.05 and 4.60 kg CO2e per kg."""
    path = folder / "Supplier PCF letters copper and resin.pdf"
    paper = Paper(path, "Product carbon footprint letters", fonts, face="latin")
    figures = []
    for page, (firm, product, value, day) in enumerate(FOOTPRINTS, 1):
        _draw_footprint(paper, firm, product, value, day)
        paper.picture(390, 610, 104, 104, draw_seal(fonts, firm.chinese, "合同专用章"))
        paper.turn()
        figures.append(
            ExpectedFigure(
                value,
                "kg CO2e/kg",
                "factor",
                page,
                "carbon footprint",
                "S11",
                None,
                date(2021, 1, 1),
                date(2021, 12, 31),
            )
        )
    paper.save()
    title = "Product carbon footprint letters of two suppliers"
    return DemoFile("E-016", path.name, path, "client", "supplier PCF", title, None, tuple(figures))


def _draw_footprint(paper: Paper, firm: Firm, product: str, value: Decimal, day: str) -> None:
    paper.text(64, 76, firm.english, 16, bold=True)
    paper.text(64, 94, firm.chinese, 10, colour=GREY)
    paper.rule(64, 104, paper.width - 64, 1)
    paper.text(paper.width - 64, 132, day, 10, align="r")
    opening = (
        f"To: {HIK.english}",
        "",
        f"Product carbon footprint of {product}",
        "",
        "Dear customer,",
        "",
        "on your request of December 2021 we state the footprint of the product that we",
        "deliver to you. It is calculated by ISO 14067 from the data of our own works.",
    )
    top = paper.lines(64, 156, opening, 10.5, 17)
    rows = [
        ["Item", "Value", "Unit"],
        ["Product carbon footprint, cradle to gate", str(value), "kg CO2e/kg"],
        ["  of which raw materials", str((value * Decimal("0.72")).quantize(Decimal("0.01"))), "kg CO2e/kg"],
        [
            "  of which our works",
            str(value - (value * Decimal("0.72")).quantize(Decimal("0.01"))),
            "kg CO2e/kg",
        ],
    ]
    paper.table(64, top + 8, (270, 80, 110), rows, "lrc", size=10, height=22)
    closing = (
        "Functional unit: 1 kg of product at our gate.",
        "Data period: 2021-01-01 to 2021-12-31.",
        "Allocation: by mass. Recycled content: cut-off approach.",
        "Third-party review: none so far.",
        "Please keep these values confidential: they are not meant for our competitors.",
        "",
        "Yours faithfully,",
        "",
        "",
        "Head of environment, (signed)",
    )
    paper.lines(64, top + 124, closing, 10.5, 17)


def draw_boundary_chart(folder: Path, fonts: Fonts) -> DemoFile:
    """E-023: the group, its entities by operational control, and suppliers as a ring of their own."""
    path = folder / "Organisational boundary 2021.pdf"
    paper = Paper(path, "Organisational boundary", fonts, face="latin", size=(842, 595))
    paper.text(48, 54, "Organisational boundary 2021", 18, bold=True)
    paper.text(48, 72, "Consolidation approach: operational control. Base year 2021.", 10, colour=GREY)
    _node(paper, 331, 96, 180, name="Halden Precision Group", note="head office, 52 subsidiaries")
    paper.box(60, 186, 722, 150, line="#1d4f91", pen=1.2, dash=True, radius=8)
    paper.text(76, 329, "Inside the boundary (operational control, inclusion factor 1)", 9, colour="#1d4f91")
    for number, (name, note) in enumerate(_ENTITIES):
        x = 76 + number * 174
        paper.arrow(421, 138, x + 80, 224)
        _node(paper, x, 224, 164, name=name.removesuffix(" Co., Ltd"), note=note)
    paper.text(
        76,
        300,
        "Kunshan: building 1 moulding, building 2 stamping and plating, building 3 warehouse, office",
        9,
    )
    paper.text(76, 316, "Energy meters: HIK-M1, HIK-M2 (electricity), HIK-G1 (gas), HIK-ST1 (steam)", 9)
    paper.box(60, 372, 722, 96, line="#8a8f98", pen=1, dash=True, radius=30)
    paper.text(
        76,
        396,
        "Value chain ring (not in the organisational boundary): core suppliers, near 400",
        9,
        colour=GREY,
    )
    _node(paper, 120, 412, 200, name=COPPER.english, note="data feed category 4")
    _node(paper, 480, 412, 220, name=RESIN.english, note="data feed category 4")
    paper.text(48, 520, "Drawn by: Liu Yan    Approved by: Zhang Min    2022-01-28    Version 2", 9)
    paper.turn()
    paper.save()
    title = "Organisational boundary chart 2021"
    return DemoFile("E-023", path.name, path, "client", "boundary chart", title)


def _node(paper: Paper, x: float, top: float, width: float, *, name: str, note: str) -> None:
    paper.box(x, top, width, 42, fill="#f4f7fb", line="#1d4f91", radius=5)
    paper.text(x + width / 2, top + 18, name, 8.5, bold=True, align="c")
    paper.text(x + width / 2, top + 32, note, 7.5, align="c", colour=GREY)


def draw_representation_letter(folder: Path, fonts: Fonts) -> DemoFile:
    """E-024: a letter of 2022-11-10 signed by Zhang Min, handed in as a slightly skew grey scan."""
    path = folder / "Representation letter 2022-11-10 scan.pdf"
    paper = Paper(path, "Representation letter (scan)", fonts)
    paper.photograph(_scan_of_letter(fonts))
    paper.turn(say_demo=False)
    paper.save()
    title = "Representation letter of 2022-11-10, signed by Zhang Min (scan)"
    return DemoFile("E-024", path.name, path, "client", "representation letter", title)


_LETTER = (
    "To: Norrland Assurance AS",
    "",
    "Representation letter - verification of the GHG statement 2021, version 2",
    "",
    "In connection with your verification of our greenhouse gas statement for the period",
    "2021-01-01 to 2021-12-31 (version 2, total 52,267.92 t CO2e) we confirm:",
    "",
    "1.  The statement is complete and was prepared by ISO 14064-1:2018. We are",
    "     responsible for it.",
    "2.  All sources and all evidence known to us have been disclosed to you.",
    "3.  We know of no uncorrected error, except finding F-005 (lot PL-43 of S11),",
    "     which we left uncorrected because its amount is immaterial.",
    "4.  Nothing happened after the end of the period that changes the statement.",
    "5.  You were given access to all people, places and records that you asked for.",
    "",
    "Kunshan, 10 November 2022",
)


def _scan_of_letter(fonts: Fonts) -> Image.Image:
    """Print, sign and stamp the letter, then lay it on the glass a little askew."""
    sheet = Image.new("RGB", _SCAN, "#fbfaf6")
    pen = ImageDraw.Draw(sheet)
    bold = ImageFont.truetype(str(fonts.path("latin", "bold")), 34)
    plain = ImageFont.truetype(str(fonts.path("latin", "regular")), 25)
    chinese = ImageFont.truetype(str(fonts.path("cjk", "regular")), 25)
    pen.text((120, 120), HIK.english, font=bold, fill="#1c2430")
    pen.text((120, 168), HIK.chinese, font=chinese, fill="#1c2430")
    pen.line((120, 212, 1120, 212), fill="#1c2430", width=3)
    for number, line in enumerate(_LETTER):
        pen.text((120, 290 + number * 52), line, font=plain, fill="#1c2430")
    pen.line(_signature(170, 1270), fill="#22356e", width=5, joint="curve")
    pen.line((120, 1310, 560, 1310), fill="#1c2430", width=2)
    pen.text((120, 1324), "Zhang Min, general manager", font=plain, fill="#1c2430")
    seal = draw_seal(fonts, HIK.chinese, "公章").resize((330, 330), Image.Resampling.BICUBIC)
    sheet.paste(seal, (690, 1120), seal)
    small = ImageFont.truetype(str(fonts.path("cjk", "regular")), 18)
    pen.text((_SCAN[0] / 2, 1715), DEMO_LINE, font=small, fill="#6d7683", anchor="mm")
    skew = sheet.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor="#e9e7e2").convert("L")
    return _with_dust(skew)


def _signature(x: int, y: int) -> list[tuple[float, float]]:
    """A scribble of the pen, the same each time."""
    hand = random.Random(20221110)
    points: list[tuple[float, float]] = []
    for step in range(26):
        points.append((x + step * 11 + hand.uniform(-9, 9), y + hand.uniform(-42, 26)))
    return points


def _with_dust(scan: Image.Image) -> Image.Image:
    """Specks as on the glass of a scanner, the same each time."""
    pen = ImageDraw.Draw(scan)
    glass = random.Random(7)
    for _ in range(160):
        x, y = glass.randrange(_SCAN[0]), glass.randrange(_SCAN[1])
        pen.point((x, y), fill=glass.randrange(90, 180))
    return scan
