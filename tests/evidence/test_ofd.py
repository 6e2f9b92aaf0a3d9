"""An OFD fapiao is read with the place of its text, drawn from it, and set beside the XML it carries."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from evidence.child import ReaderProcess
from evidence.identify import identify
from evidence.limits import Limits
from evidence.ofd import DRAWN_FROM_TEXT
from evidence.ofd_pages import POINTS
from evidence.readers import read
from evidence.reading import ReadLimits
from tests.evidence.invoicing import FAPIAO

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROOT = f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"


def a_text(at: tuple[float, float], text: str, size: float = 3.5) -> str:
    step = f'DeltaX="g {len(text) - 1} {size / 2}"' if len(text) > 1 else ""
    x, y = at
    return (
        f'<ofd:TextObject Boundary="{x} {y} 90 5" Size="{size}"><ofd:TextCode X="0" Y="3" {step}>{text}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def a_page(*objects: str) -> str:
    layer = f"<ofd:Layer>{''.join(objects)}</ofd:Layer>"
    return f'<ofd:Page {NS}><ofd:Template TemplateID="2"/><ofd:Content>{layer}</ofd:Content></ofd:Page>'


def an_ofd(path: Path, *pages: str, template: str = "", attached: dict[str, str] | None = None) -> Path:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    document = (
        f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox>"
        f'</ofd:PageArea><ofd:TemplatePage ID="2" BaseLoc="Tpls/t.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", ROOT)
        package.writestr("Doc_0/Document.xml", document)
        package.writestr("Doc_0/Tpls/t.xml", a_page(template))
        for number, page in enumerate(pages):
            package.writestr(f"Doc_0/Pages/{number}.xml", page)
        for name, content in (attached or {}).items():
            package.writestr(f"Doc_0/Attachs/{name}", content)
    return path


def test_an_ofd_is_told_by_its_content(tmp_path: Path) -> None:
    identity = identify(an_ofd(tmp_path / "a.ofd", a_page()), "a.ofd", Limits())
    assert (identity.type, identity.kind, identity.verdict, identity.flags) == ("ofd", "ofd", "ok", ())


def test_a_number_of_an_ofd_has_its_box_where_the_page_puts_it(tmp_path: Path) -> None:
    page = a_page(a_text((20, 30), "12000.5"), a_text((45, 30), "kWh"))
    reading = read(an_ofd(tmp_path / "a.ofd", page), ReadLimits(), "ofd")
    (figure,) = reading.figures
    assert (figure.value, figure.unit, figure.witnessed) == (Decimal("12000.5"), "kWh", False)
    assert figure.box is not None
    assert figure.box.x0 == pytest.approx(20 * POINTS, abs=1)
    assert figure.box.top < 33 * POINTS < figure.box.bottom
    assert (reading.pages[0].width, reading.pages[0].height) == (595.28, 396.85)


def test_the_labels_of_the_template_bind_the_numbers_of_the_page(tmp_path: Path) -> None:
    path = an_ofd(
        tmp_path / "a.ofd", a_page(a_text((50, 30), "12000")), template=a_text((20, 30), "用电量:", 5)
    )
    (figure,) = read(path, ReadLimits(), "ofd").figures
    assert "用电量" in (figure.label or "")


def test_the_xml_fapiao_inside_is_the_stronger_witness(tmp_path: Path) -> None:
    path = an_ofd(tmp_path / "a.ofd", a_page(a_text((20, 30), "12000")), attached={"fapiao.xml": FAPIAO})
    reading = read(path, ReadLimits(), "ofd")
    (figure,) = reading.figures
    assert (figure.unit, figure.witnessed) == ("千瓦时", True)
    assert any("价税合计: 6780.00 CNY; no such number is printed" in flag for flag in reading.flags)


def test_an_ofd_is_drawn_from_its_text_and_says_so(tmp_path: Path) -> None:
    path = an_ofd(tmp_path / "a.ofd", a_page(a_text((20, 30), "12000.5")), a_page(a_text((9, 9), "电费")))
    (tmp_path / "drawn").mkdir()
    with ReaderProcess() as reader:
        outcome = reader.read(path, Limits(), "ofd", tmp_path / "drawn")
    assert (outcome.status, len(outcome.pictures)) == ("ok", 2)
    assert outcome.reading is not None
    assert DRAWN_FROM_TEXT in outcome.reading.flags
    with Image.open(tmp_path / "drawn" / "page-1.webp") as picture:
        scale = picture.width / 595.28
        box = [round(side * scale) for side in (20 * POINTS, 30 * POINTS, 40 * POINTS, 34 * POINTS)]
        darkest = picture.convert("L").crop((box[0], box[1], box[2], box[3])).getextrema()[0]
    assert isinstance(darkest, int | float)
    assert darkest < 100


@pytest.mark.parametrize(
    ("name", "content"),
    [("OFD.xml", "<x/>"), ("OFD.xml", "no xml"), ("Doc_0/Document.xml", "<!DOCTYPE a><a/>")],
)
def test_a_broken_ofd_ends_with_a_sentence(name: str, content: str, tmp_path: Path) -> None:
    parts = {"OFD.xml": ROOT, name: content}
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as package:
        for part, text in parts.items():
            package.writestr(part, text)
    reading = read(tmp_path / "a.ofd", ReadLimits(), "ofd")
    assert reading.status == "error"
    assert (reading.reason or "").endswith(".")


def test_pages_are_read_to_the_limit_and_refused_one_over(tmp_path: Path) -> None:
    path = an_ofd(tmp_path / "a.ofd", *[a_page(a_text((20, 30), "7 kg"))] * 3)
    assert read(path, ReadLimits(pages=3), "ofd").status == "ok"
    refused = read(path, ReadLimits(pages=2), "ofd")
    assert (refused.status, "2 pages" in (refused.reason or "")) == ("refused", True)


@pytest.mark.parametrize("place", ["nan", "inf", "1e300", "-1e9"])
def test_text_that_stands_nowhere_is_left_out(place: str, tmp_path: Path) -> None:
    far = a_text((20, 30), "5").replace('X="0"', f'X="{place}"')
    reading = read(an_ofd(tmp_path / "a.ofd", a_page(far, a_text((20, 50), "12 kg"))), ReadLimits(), "ofd")
    assert [figure.raw for figure in reading.figures] == ["12"]
