"""The verifier's own papers of the site visit: notes as a Word file, and three photographs."""

from __future__ import annotations

import random
from pathlib import Path

from docx import Document
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from demo.files.containers import write_word
from demo.files.demo_file import DemoFile
from demo.files.fonts import Fonts

_NOTES = (
    (
        "Opening meeting",
        "2022-10-12 09:00, meeting room 2. Liu Yan (environment), Zhang Min (general manager), "
        "team: Ingrid Solberg, Chen Wei, Rafael Ortiz.",
    ),
    (
        "Boundary walk",
        "Buildings 1 to 3, boiler house, transformer room, warehouse. Layout agrees with the boundary chart.",
    ),
    (
        "Electricity",
        "Meters HIK-M1 and HIK-M2 seen. Plates and multipliers agree with the bills. "
        "No bill for July 2021 of HIK-M2 was in the file.",
    ),
    (
        "Forklifts",
        "Six forklifts in hall 2 run on LPG: cylinders of 50 kg, cage behind the warehouse, "
        "see photographs 1 and 2. The inventory has no such source.",
    ),
    (
        "Gas meter",
        "HIK-G1: the plate shows a calibration label of 2022-03-15. The one before ended on 2021-10-31.",
    ),
    (
        "Refrigerants",
        "AC-03, AC-07, AC-11 and AC-15 are charged with R-410A. The log is kept by the contractor.",
    ),
    (
        "Closing meeting",
        "2022-10-13 15:30. Points above were told to the responsible party. No conclusion was given.",
    ),
)
_CAPTIONS = (
    "Photo 1  LPG cage behind the warehouse, 2022-10-12",
    "Photo 2  Plate of forklift 4, hall 2, 2022-10-12",
    "Photo 3  Meter HIK-M2, transformer room, 2022-10-13",
)


def draw_site_visit(folder: Path, fonts: Fonts) -> DemoFile:
    """E-020: notes of 2022-10-12 and 13 with three photographs, which are files of their own too."""
    photographs = []
    names = (
        "site-visit-photo-1-lpg-cage.png",
        "site-visit-photo-2-forklift-plate.png",
        "site-visit-photo-3-meter-HIK-M2.jpg",
    )
    for name, draw in zip(names, (_lpg_cage, _forklift_plate, _meter_face), strict=True):
        picture = _as_photograph(draw(fonts), fonts)
        path = folder / name
        if path.suffix == ".jpg":
            picture.save(path, "JPEG", quality=78)
        else:
            picture.quantize(128).save(path, "PNG", optimize=True)
        photographs.append(path)
    path = folder / "Site visit notes 2022-10-12.docx"
    _write_notes(path, photographs)
    title = "Site-visit notes and photographs, 12 and 13 October 2022"
    return DemoFile(
        "E-020",
        path.name,
        path,
        "verifier working paper",
        "site-visit notes",
        title,
        attachments=tuple(photographs),
    )


def _write_notes(path: Path, photographs: list[Path]) -> None:
    document = Document()
    document.add_heading("Site-visit notes", level=1)
    document.add_paragraph(
        "Halden Interconnect (Kunshan) Co., Ltd, case C-2022-0001. "
        "Written by Chen Wei, Norrland Assurance AS."
    )
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "What", "Seen, asked, answered"
    for what, seen in _NOTES:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = what, seen
    for photograph, caption in zip(photographs, _CAPTIONS, strict=True):
        document.add_paragraph("")
        document.add_picture(str(photograph), width=Cm(11))
        document.add_paragraph(caption)
    write_word(path, document, "Site-visit notes 2022-10-12")


def _as_photograph(picture: Image.Image, fonts: Fonts) -> Image.Image:
    """Soften, add grain and print the camera's line, so that it looks taken and not drawn."""
    noise = random.Random(picture.size[0] * 7 + picture.size[1])
    soft = picture.filter(ImageFilter.GaussianBlur(1.1))
    pen = ImageDraw.Draw(soft)
    for _ in range(5000):
        x, y = noise.randrange(soft.width), noise.randrange(soft.height)
        red, green, blue = (int(v) for v in soft.getpixel((x, y)))  # type: ignore[union-attr]
        shift = noise.randrange(-16, 17)
        pen.point((x, y), fill=(red + shift, green + shift, blue + shift))
    font = ImageFont.truetype(str(fonts.path("latin", "regular")), 15)
    pen.text(
        (soft.width - 12, soft.height - 12),
        "DEMO - fictional photograph",
        font=font,
        fill="#f2c14e",
        anchor="rb",
    )
    return soft


def _lpg_cage(fonts: Fonts) -> Image.Image:
    """Cylinders behind bars in front of a wall."""
    picture = Image.new("RGB", (720, 480), "#b9b2a4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 350, 720, 480), fill="#7d7a74")
    for number in range(7):
        x = 70 + number * 86
        pen.rounded_rectangle((x, 170, x + 66, 372), 26, fill="#5c6b73", outline="#39434a", width=3)
        pen.rectangle((x + 22, 148, x + 44, 172), fill="#39434a")
        pen.rectangle((x, 236, x + 66, 268), fill="#d8d2c4")
    for x in range(40, 700, 40):
        pen.line((x, 110, x, 390), fill="#2d3238", width=5)
    pen.line((36, 110, 690, 110), fill="#2d3238", width=9)
    pen.line((36, 388, 690, 388), fill="#2d3238", width=9)
    pen.rectangle((250, 40, 470, 98), fill="#e0a526")
    font = ImageFont.truetype(str(fonts.path("cjk", "bold")), 30)
    pen.text((360, 68), "LPG 液化石油气", font=font, fill="#201a08", anchor="mm")
    return picture


def _forklift_plate(fonts: Fonts) -> Image.Image:
    """The type plate of a forklift."""
    picture = Image.new("RGB", (720, 480), "#c98b1c")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((90, 90, 630, 390), 14, fill="#c9ccd0", outline="#6a6f76", width=4)
    bold = ImageFont.truetype(str(fonts.path("latin", "bold")), 34)
    plain = ImageFont.truetype(str(fonts.path("latin", "regular")), 26)
    pen.text((120, 112), "FORKLIFT FL-25G", font=bold, fill="#22262b")
    for number, line in enumerate(("Serial No. DEMO-04117", "Capacity 2,500 kg", "Fuel LPG", "Year 2018")):
        pen.text((120, 176 + number * 48), line, font=plain, fill="#22262b")
    for x, y in ((106, 106), (614, 106), (106, 374), (614, 374)):
        pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill="#8a9097")
    return picture


def _meter_face(fonts: Fonts) -> Image.Image:
    """The display of an electricity meter."""
    picture = Image.new("RGB", (720, 480), "#3f4a52")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((150, 40, 570, 440), 18, fill="#e8e6df", outline="#9b9a94", width=4)
    pen.rectangle((200, 110, 520, 210), fill="#a9b99a", outline="#5d6b52", width=3)
    big = ImageFont.truetype(str(fonts.path("latin", "bold")), 58)
    plain = ImageFont.truetype(str(fonts.path("latin", "regular")), 24)
    pen.text((508, 160), "24863.45", font=big, fill="#1f2a1a", anchor="rm")
    for number, line in enumerate(("HIK-M2", "3 x 100 V   3 x 5 A   class 0.5S", "CT x PT  1000")):
        pen.text((360, 260 + number * 44), line, font=plain, fill="#22262b", anchor="mm")
    return picture
