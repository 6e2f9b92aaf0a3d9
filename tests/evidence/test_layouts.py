"""One bill that a person worked on reads the other months of its layout, and nothing else."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.layout_reading import LayoutReading, read_with
from evidence.layouts import NotTeachableError, PageLayout, Taught, as_plain, from_plain, learn
from evidence.reading import Period, Reading
from tests.evidence.drawing import read_drawn, text

MONTHS = range(1, 13)


def quantity(month: int) -> Decimal:
    return Decimal(700_000 + 3_517 * month)


def period(month: int) -> Period:
    return Period(date(2021, month, 1), date(2021, month, monthrange(2021, month)[1]))


def a_bill(
    folder: Path, month: int, *, lower: float = 0, issuer: str = "Stadtwerke Nordhafen GmbH", unit: str = "kWh",
    second: bool = False,
) -> Reading:  # fmt: skip
    """A bill as one utility prints it: labels left, quantities to the right, amounts beside them."""
    ends = period(month)
    day = 100 + lower
    whole = f"{quantity(month):,}".replace(",", ".")
    rows = (
        ("Wirkarbeit Hochtarif", f"{whole} {unit}", f"{81 + month}.120,50"),
        ("Blindarbeit", f"{12 + month}.480 kvarh", f"{2 + month}.310,20"),
        ("Leistungspreis", f"{400 + month},5 kW", f"{7 + month}.900,00"),
    )
    lines = [
        (60.0, 50.0, issuer),
        (60.0, 66.0, "Energieversorgung und Netze"),
        (60.0, 90.0, f"Rechnung Nr. 2021-{month:02}-77"),
        (60.0, day, f"Abrechnungszeitraum {ends.start:%d.%m.%Y} bis {ends.end:%d.%m.%Y}"),
        (60.0, day + 20, f"Zähler 4477-{month % 2}"),
        *((x, day + 50, words) for x, words in ((60.0, "Position"), (300.0, "Menge"), (440.0, "Betrag EUR"))),
        (60.0, day + 140, "Zahlbar ohne Abzug innerhalb von vierzehn Tagen"),
    ]
    for number, row in enumerate(rows):
        lines += [
            (x, day + 70 + 20 * number, words) for x, words in zip((60.0, 300.0, 440.0), row, strict=True)
        ]
    if lower:
        lines.append((60.0, 104.0, "Bitte beachten Sie unsere neue Bankverbindung"))
    if second:
        lines += [(60.0, day + 80, "Wirkarbeit Hochtarif"), (300.0, day + 80, f"9.{month:03} {unit}")]
    return read_drawn(folder, text(*lines))


def another_layout(folder: Path, issuer: str = "Stadtwerke Nordhafen GmbH") -> Reading:
    """A letter of the same utility, or a bill of another one."""
    return read_drawn(
        folder,
        text(
            (60, 50, issuer), (60, 66, "Energieversorgung und Netze"), (60, 120, "Sehr geehrte Damen und Herren"),
            (60, 150, "wir bestätigen den Bezug von 742.000 kWh"), (60, 170, "Mit freundlichen Grüßen"),
            (60, 190, "Vertrieb Großkunden"),
        ),
    )  # fmt: skip


def print_of(reading: Reading, raw: str) -> Taught:
    """The figure of a print, as a person left it."""
    page = reading.pages[0]
    word = next(word for word in page.words if word.text == raw)
    value = Decimal(raw.replace(".", "").replace(",", "."))
    return Taught(1, word.box, raw, value, "kWh", "Electricity, high tariff", None, None)


def taught(folder: Path, month: int = 1) -> tuple[PageLayout, ...]:
    """A layout learnt of one month, as it comes back out of the database."""
    bill = a_bill(folder, month)
    whole = f"{quantity(month):,}".replace(",", ".")
    figure = replace(print_of(bill, whole), period=period(month), meter=f"4477-{month % 2}")
    power = replace(print_of(bill, f"{400 + month},5"), unit="kW", label="Power")
    return from_plain(json.loads(json.dumps(as_plain(learn(bill, [figure, power])))))


def only(found: tuple[LayoutReading, ...]) -> LayoutReading:
    (one,) = found
    return one


@pytest.mark.parametrize("month", MONTHS)
def test_a_layout_learnt_of_january_reads_every_month(month: int, tmp_path: Path) -> None:
    energy, power = only(read_with(taught(tmp_path), a_bill(tmp_path, month))).suggested
    assert (energy.value, energy.unit, energy.label) == (quantity(month), "kWh", "Electricity, high tariff")
    assert (energy.period, energy.meter) == (period(month), f"4477-{month % 2}")
    assert (power.value, power.unit) == (Decimal(f"{400 + month}.5"), "kW")
    assert energy.confidence > Decimal("0.8")


def test_a_layout_shifted_by_a_line_still_reads(tmp_path: Path) -> None:
    energy, power = only(read_with(taught(tmp_path), a_bill(tmp_path, 5, lower=34))).suggested
    assert (energy.value, power.value) == (quantity(5), Decimal("405.5"))


@pytest.mark.parametrize("issuer", ["Stadtwerke Nordhafen GmbH", "Gasversorgung Südtal AG"])
def test_another_layout_is_left_alone(issuer: str, tmp_path: Path) -> None:
    assert read_with(taught(tmp_path), another_layout(tmp_path, issuer)) == ()


def test_the_same_form_of_another_issuer_is_left_alone(tmp_path: Path) -> None:
    layouts = taught(tmp_path)
    assert (
        read_with(layouts, a_bill(tmp_path, 2, issuer="Gasversorgung Südtal Werk Drei Beteiligung AG")) == ()
    )


def test_another_printed_unit_is_kept_and_doubted(tmp_path: Path) -> None:
    energy, _power = only(read_with(taught(tmp_path), a_bill(tmp_path, 3, unit="MWh"))).suggested
    assert energy.unit == "MWh"
    assert energy.is_disputed


def test_two_prints_that_fit_alike_give_no_suggestion(tmp_path: Path) -> None:
    found = only(read_with(taught(tmp_path), a_bill(tmp_path, 4, second=True)))
    assert [item.value for item in found.suggested] == [Decimal("404.5")]
    assert found.unread == (("Electricity, high tariff", "Two prints fit equally well."),)


def test_where_the_reader_holds_another_value_both_are_told(tmp_path: Path) -> None:
    bill = a_bill(tmp_path, 6)
    page = bill.pages[0]
    figures = tuple(
        replace(f, value=Decimal("721.102")) if f.value == quantity(6) else f for f in page.figures
    )
    energy, _power = only(
        read_with(taught(tmp_path), replace(bill, pages=(replace(page, figures=figures),)))
    ).suggested
    assert energy.is_disputed
    assert energy.figure is not None
    assert (energy.value, energy.figure.value) == (quantity(6), Decimal("721.102"))


def test_a_page_without_words_near_its_figure_teaches_nothing(tmp_path: Path) -> None:
    lone = read_drawn(tmp_path, text((300, 400, "12.345")))
    with pytest.raises(NotTeachableError):
        learn(lone, [print_of(lone, "12.345")])
