"""XML invoices are read as they state themselves, and stand beside what is printed as the stronger witness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.readers import read
from evidence.reading import Period, Reading, ReadLimits
from evidence.safe_xml import DOCTYPE, TOO_LARGE, XmlRefused, parsed
from tests.evidence.invoicing import FAPIAO, UBL, a_bill, a_cii

JANUARY = Period(date(2021, 1, 1), date(2021, 1, 31))
PRINTED = ["Rechnung RE-2021-17", "Strom Januar 12.345,00", "Gesamtbetrag 2.938,11 EUR", "Netto 2.469,00 EUR"]


def read_xml(path: Path, content: bytes | str) -> Reading:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, ReadLimits(), "text")


def facts(reading: Reading) -> dict[str, str]:
    return {field.name: field.value for field in reading.fields}


def test_a_cii_invoice_is_read_with_unit_period_and_parties(tmp_path: Path) -> None:
    reading = read_xml(tmp_path / "a.xml", a_cii())
    quantity = next(f for f in reading.figures if f.cell == "Line 1, quantity")
    assert (quantity.value, quantity.unit, quantity.period, quantity.label) == (
        Decimal("12345.00"), "kWh", JANUARY, "Strom Januar",
    )  # fmt: skip
    assert [(f.value, f.unit) for f in reading.figures if f.role == "total"] == [(Decimal("2938.11"), "EUR")]
    assert facts(reading) == {
        "invoice_number": "RE-2021-17", "issue_date": "2021-02-05", "seller": "Stadtwerke Beispiel",
        "buyer": "Muster GmbH", "period_start": "2021-01-01", "period_end": "2021-01-31",
    }  # fmt: skip


def test_a_ubl_invoice_is_read_with_unit_and_period(tmp_path: Path) -> None:
    reading = read_xml(tmp_path / "a.xml", UBL)
    assert [(str(f.value), f.unit, f.period) for f in reading.figures] == [
        ("512.5", "m3", JANUARY), ("600.00", "EUR", JANUARY),
    ]  # fmt: skip
    assert facts(reading)["seller"] == "Gaz Exemple"


def test_a_fapiao_is_read_with_its_unit_as_written(tmp_path: Path) -> None:
    reading = read_xml(tmp_path / "a.xml", FAPIAO)
    quantity = next(f for f in reading.figures if f.cell == "Line 1, quantity")
    assert (quantity.value, quantity.unit, quantity.label) == (Decimal(12000), "千瓦时", "*供电*电费")
    assert facts(reading)["invoice_number"] == "24312000000000000001"
    assert [f.value for f in reading.figures if f.role == "total"] == [Decimal("6780.00")]


def test_every_number_of_an_xml_invoice_stands_in_its_prose(tmp_path: Path) -> None:
    page = read_xml(tmp_path / "a.xml", a_cii()).pages[0]
    assert {figure.cell for figure in page.figures} <= {address for address, _ in page.prose}


def test_xml_of_another_kind_is_read_as_it_is_written(tmp_path: Path) -> None:
    reading = read_xml(tmp_path / "a.xml", "<meter>\n<reading>42 kWh</reading>\n</meter>")
    assert reading.pages[0].prose[1] == ("Line 2", "<reading>42 kWh</reading>")


def test_the_printed_number_takes_unit_period_and_witness_from_the_xml(tmp_path: Path) -> None:
    path = a_bill(tmp_path / "a.pdf", PRINTED, {"factur-x.xml": a_cii()})
    reading = read(path, ReadLimits(), "pdf")
    figure = next(f for f in reading.figures if f.value == Decimal(12345))
    assert (figure.unit, figure.period, figure.witnessed, figure.doubts) == ("kWh", JANUARY, True, ())
    assert figure.box is not None
    assert [f.value for f in reading.figures if f.role == "total"] == [Decimal("2938.11")]
    assert any("factur-x.xml; it confirms" in flag for flag in reading.flags)


def test_a_number_that_only_the_xml_states_is_flagged_on_the_document(tmp_path: Path) -> None:
    path = a_bill(tmp_path / "a.pdf", PRINTED, {"factur-x.xml": a_cii(quantity="12354.00")})
    reading = read(path, ReadLimits(), "pdf")
    assert "the XML invoice says Strom Januar: 12354.00 kWh; no such number is printed" in reading.flags


def test_another_unit_in_the_xml_is_flagged_on_the_document_and_the_figure(tmp_path: Path) -> None:
    lines = [*PRINTED[:1], "Strom Januar 12.345,00 kWh", *PRINTED[2:]]
    path = a_bill(tmp_path / "a.pdf", lines, {"factur-x.xml": a_cii(code="MWH")})
    reading = read(path, ReadLimits(), "pdf")
    figure = next(f for f in reading.figures if f.value == Decimal(12345))
    assert figure.unit == "kWh"
    assert figure.confidence <= Decimal("0.5")
    assert "the XML invoice gives the unit MWh for this number" in figure.doubts
    assert any("gives the unit MWh" in flag for flag in reading.flags)


def test_another_total_in_the_xml_is_flagged_on_the_printed_total(tmp_path: Path) -> None:
    path = a_bill(tmp_path / "a.pdf", PRINTED, {"factur-x.xml": a_cii(total="9938.11")})
    reading = read(path, ReadLimits(), "pdf")
    (total,) = [f for f in reading.figures if f.role == "total"]
    assert any("another total: 9938.11 EUR" in doubt for doubt in total.doubts)
    assert total.confidence <= Decimal("0.5")


def test_a_doubtful_decimal_sign_is_settled_by_the_xml(tmp_path: Path) -> None:
    path = a_bill(tmp_path / "a.pdf", ["Verbrauch 2.801 kWh"], {"factur-x.xml": a_cii(quantity="2801")})
    (figure,) = read(path, ReadLimits(), "pdf").figures
    assert (figure.value, figure.doubts) == (Decimal(2801), ())


def test_a_pdf_with_other_files_in_it_is_read_as_ever(tmp_path: Path) -> None:
    plain = read(a_bill(tmp_path / "a.pdf", PRINTED, {}), ReadLimits(), "pdf")
    other = read(
        a_bill(tmp_path / "b.pdf", PRINTED, {"note.xml": b"<note/>", "x.bin": b"\0<"}), ReadLimits(), "pdf"
    )
    assert other == plain


def test_an_embedded_xml_with_a_document_type_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>' + a_cii().split(b"?>", 1)[1]
    reading = read(a_bill(tmp_path / "a.pdf", PRINTED, {"factur-x.xml": bomb}), ReadLimits(), "pdf")
    assert reading.status == "ok"
    assert f"the embedded file factur-x.xml was not read: {DOCTYPE}" in reading.flags


@pytest.mark.parametrize(
    ("content", "is_read"), [(b"<a>" * 100 + b"</a>" * 100, True), (b"<a>" * 101, False)]
)
def test_xml_is_read_to_its_depth_and_refused_one_over(content: bytes, is_read: bool) -> None:
    if is_read:
        assert parsed(content).tag == "a"
    else:
        with pytest.raises(XmlRefused, match=TOO_LARGE):
            parsed(content)


def test_xml_of_too_many_elements_is_refused() -> None:
    with pytest.raises(XmlRefused, match=TOO_LARGE):
        parsed(b"<a>" + b"<b/>" * 200_000 + b"</a>")
