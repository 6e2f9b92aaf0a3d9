"""The picture of a page lies under the boxes of its figures, whatever turn and crop the page has."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from evidence.child import Crop, CropRefused, ReaderProcess
from evidence.image import read_image
from evidence.limits import Limits
from evidence.pictures import cut_crop, draw_pictures
from evidence.reading import Box, ReadLimits
from tests.evidence.hostile import a_pdf, a_picture

LIMITS = replace(Limits(), picture_dpi=72)
MEDIA, CROP, INK = (100, 50, 300, 150), (110, 60, 290, 140), (120, 70, 20, 10)


def an_inked_pdf(path: Path, turn: int = 0, crop: tuple[int, ...] | None = CROP, pages: int = 1) -> Path:
    """Pages of 200 by 100 points, origin away from zero, blue ink inside the crop box, red outside."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(200, 100))
        page.MediaBox = pikepdf.Array(MEDIA)
        if crop is not None:
            page.CropBox = pikepdf.Array(crop)
        page.Rotate = turn
        ink = "0 0 1 rg {} {} {} {} re f 1 0 0 rg 100 50 5 5 re f".format(*INK)
        page.Contents = document.make_stream(ink.encode())
    document.save(path)
    return path


def is_blue(picture: Image.Image, x: float, y: float) -> bool:
    red, _, blue = picture.convert("RGB").getpixel((int(x), int(y)))
    return blue > 200 and red < 60


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess("tests.evidence.misbehaving:read_picture") as process:
        yield process


@pytest.mark.parametrize(
    ("turn", "size", "box"),
    [
        (0, (200, 100), Box(20, 70, 40, 80)),
        (90, (100, 200), Box(20, 20, 30, 40)),
        (180, (200, 100), Box(160, 20, 180, 30)),
        (270, (100, 200), Box(70, 160, 80, 180)),
    ],
)
def test_a_box_lies_over_its_ink_on_a_turned_and_cropped_page(
    tmp_path: Path, turn: int, size: tuple[int, int], box: Box
) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf", turn)
    (drawn,) = draw_pictures(path, "pdf", tmp_path, LIMITS)
    picture = Image.open(tmp_path / drawn.file)
    assert picture.size == (drawn.width, drawn.height) == size
    assert is_blue(picture, (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
    assert not is_blue(picture, box.x1 + 3, box.bottom + 3)
    piece = Image.open(io.BytesIO(cut_crop(path, "pdf", LIMITS, page=1, box=box, scale=2)))
    assert piece.size == (round((box.x1 - box.x0) * 2), round((box.bottom - box.top) * 2))
    assert all(is_blue(piece, x, y) for x in (2, piece.width - 3) for y in (2, piece.height - 3))


def test_what_lies_outside_the_crop_box_is_not_shown(tmp_path: Path) -> None:
    (drawn,) = draw_pictures(an_inked_pdf(tmp_path / "a.pdf"), "pdf", tmp_path, LIMITS)
    red, green, blue = Image.open(tmp_path / drawn.file).convert("RGB").getpixel((2, 97))
    assert abs(red - green) < 10
    assert abs(red - blue) < 10


def test_a_crop_outside_the_shown_page_is_empty_paper(tmp_path: Path) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf")
    piece = Image.open(io.BytesIO(cut_crop(path, "pdf", LIMITS, page=1, box=Box(0, 0, 5, 5), scale=1)))
    assert piece.size == (5, 5)


def test_a_picture_meets_the_pixel_limit_and_never_passes_it(tmp_path: Path) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf", crop=None)
    (exact,) = draw_pictures(path, "pdf", tmp_path, replace(LIMITS, picture_pixels=20_000))
    (less,) = draw_pictures(path, "pdf", tmp_path, replace(LIMITS, picture_pixels=19_999))
    assert (exact.width, exact.height) == (200, 100)
    assert less.width * less.height <= 19_999


def test_a_crop_meets_the_pixel_limit_and_never_passes_it(tmp_path: Path) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf", crop=None)
    box = Box(0, 0, 40, 20)

    def size(most: int) -> tuple[int, int]:
        content = cut_crop(path, "pdf", replace(LIMITS, crop_pixels=most), page=1, box=box, scale=2)
        return Image.open(io.BytesIO(content)).size

    assert size(3200) == (80, 40)
    assert size(800) == (40, 20)


def test_every_page_has_a_picture_and_a_thumbnail(tmp_path: Path) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf", pages=3)
    drawn = list(draw_pictures(path, "pdf", tmp_path, replace(LIMITS, thumbnail_width=50)))
    assert [picture.page for picture in drawn] == [1, 2, 3]
    assert Image.open(tmp_path / drawn[2].thumbnail).size == (50, 25)


def test_a_picture_is_its_own_picture_upright_and_scaled(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "blue").save(path, exif=exif)
    (drawn,) = draw_pictures(path, "image", tmp_path, replace(LIMITS, picture_pixels=20_000))
    assert (drawn.width, drawn.height) == (100, 200)
    (page,) = read_image(path, ReadLimits()).pages
    assert (page.width, page.height) == (200, 400)
    piece = Image.open(io.BytesIO(cut_crop(path, "image", LIMITS, page=1, box=Box(10, 10, 30, 50), scale=1)))
    assert piece.size == (20, 40)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_colour_mode_are_drawn(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    Image.new(mode, (20, 10)).save(path)
    (drawn,) = draw_pictures(path, "image", tmp_path, LIMITS)
    assert (drawn.width, drawn.height) == (20, 10)


def test_kinds_without_pages_have_no_pictures(tmp_path: Path) -> None:
    assert list(draw_pictures(tmp_path / "a.xlsx", "xlsx", tmp_path, LIMITS)) == []


def test_the_child_draws_into_the_folder_it_was_given(reader: ReaderProcess, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    outcome = reader.read(a_picture(tmp_path / "a.png", 30, 20), LIMITS, "image", pictures_to=folder)
    assert outcome.status == "ok"
    (picture,) = outcome.pictures
    assert {path.name for path in folder.iterdir()} == {picture.file, picture.thumbnail}


def test_a_reading_stays_when_its_pictures_fail(reader: ReaderProcess, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    path = tmp_path / "a.png"
    path.write_bytes(a_picture(path, 30, 20).read_bytes()[:40])
    outcome = reader.read(path, LIMITS, "image", pictures_to=folder)
    assert outcome.status == "ok"
    assert outcome.pictures == ()
    assert outcome.reading is not None
    assert "could not be drawn" in outcome.reading.flags[0]


def test_a_picture_file_at_the_size_limit_is_drawn_and_a_larger_one_is_not(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    path = a_picture(tmp_path / "a.png", 30, 20)
    reader.read(path, LIMITS, "image", pictures_to=folder)
    size = max(file.stat().st_size for file in folder.iterdir())
    assert len(reader.read(path, replace(LIMITS, file_bytes=size), "image", pictures_to=folder).pictures) == 1
    assert reader.read(path, replace(LIMITS, file_bytes=size - 1), "image", pictures_to=folder).pictures == ()


def test_crops_come_from_the_child_in_order(reader: ReaderProcess, tmp_path: Path) -> None:
    path = an_inked_pdf(tmp_path / "a.pdf", pages=2)
    wanted = [Crop(2, Box(0, 0, 10, 10)), Crop(1, Box(20, 70, 40, 80))]
    pieces = [Image.open(io.BytesIO(piece)) for piece in reader.cut(path, LIMITS, "pdf", wanted, 1.0)]
    assert [piece.size for piece in pieces] == [(10, 10), (20, 10)]
    assert is_blue(pieces[1], 10, 5)


@pytest.mark.parametrize(
    "crop", [Crop(2, Box(0, 0, 5, 5)), Crop(1, Box(5, 5, 5, 9)), Crop(0, Box(0, 0, 5, 5))]
)
def test_a_crop_that_is_not_there_is_refused(reader: ReaderProcess, tmp_path: Path, crop: Crop) -> None:
    with pytest.raises(CropRefused, match="could not be drawn"):
        reader.cut(a_pdf(tmp_path / "a.pdf"), LIMITS, "pdf", [crop], 1.0)
