"""A number finds the unit that stands in its row, its header, its corner, its section or its caption."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.units_printed import is_money, unit_after, unit_in_description, unit_named
from tests.evidence.drawing import Draw, a_table, read_page, text, the_figure

YEARS = ("2021", "2020")


def a_page_of_years(unit_at: str, head: str = "Source") -> tuple[Draw, ...]:
    table = a_table(100, (head, *YEARS), [("Heat", "1,250", "1,310")], at=(60, 300, 400))
    return text((60, 90, unit_at)), table


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("Greenhouse gas emissions by source (t CO2e)", "t CO2e"),
        ("Table 3: Use of energy (MWh)", "MWh"),
        ("Tabelle 1: Emissionen (t CO2e)", "t CO2e"),
        ("Emissionen nach Quelle (in Tsd. t CO2e)", "Tsd. t CO2e"),
        ("Émissions par source (en milliers de tonnes CO2e)", "milliers de tonnes CO2e"),
    ],
)
def test_a_caption_over_the_table_lends_its_unit(tmp_path: Path, caption: str, unit: str) -> None:
    page = read_page(tmp_path, *a_page_of_years(caption))
    assert the_figure(page, "1,250").unit == unit


def test_the_corner_of_the_header_lends_its_unit(tmp_path: Path) -> None:
    page = read_page(tmp_path, *a_page_of_years("Sources of heat", head="Source, t CO2e"))
    assert the_figure(page, "1,310").unit == "t CO2e"


def test_of_two_tables_beside_one_another_each_has_the_unit_of_its_own_corner(tmp_path: Path) -> None:
    left = a_table(100, ("t CO2e", *YEARS), [("Heat", "1,250", "1,310")], at=(40, 150, 200))
    right = a_table(100, ("MWh", *YEARS), [("Power", "7,250", "7,310")], at=(320, 430, 490))
    page = read_page(tmp_path, left, right)
    assert (the_figure(page, "1,250").unit, the_figure(page, "7,310").unit) == ("t CO2e", "MWh")


def test_a_second_header_line_of_units_is_read_under_the_years(tmp_path: Path) -> None:
    table = a_table(
        100, ("", *YEARS), [("", "kt CO2e", "MWh"), ("Heat", "1,250", "1,310")], at=(60, 300, 400)
    )
    page = read_page(tmp_path, table)
    assert (the_figure(page, "1,250").unit, the_figure(page, "1,310").unit) == ("kt CO2e", "MWh")


def test_a_unit_centred_over_a_group_of_columns_holds_for_each_of_them(tmp_path: Path) -> None:
    table = a_table(
        110, ("Source", *YEARS, *YEARS), [("Heat", "11", "12", "13", "14")], at=(60, 250, 320, 400, 470)
    )
    page = read_page(tmp_path, text((285, 106, "MWh"), (436, 106, "t CO2e")), table)
    assert [the_figure(page, raw).unit for raw in ("11", "12", "13", "14")] == [
        "MWh",
        "MWh",
        "t CO2e",
        "t CO2e",
    ]


def test_a_section_line_changes_the_unit_for_the_rows_below_it(tmp_path: Path) -> None:
    head = text((300, 100, "2020"), (400, 100, "2021"))
    first = text((60, 120, "Emissions (t CO2e)"), (70, 135, "Heat"), (300, 135, "51"), (400, 135, "52"))
    second = text((60, 155, "Energy (MWh)"), (70, 170, "Power"), (300, 170, "61"), (400, 170, "62"))
    page = read_page(tmp_path, head, first, second)
    assert (the_figure(page, "52").unit, the_figure(page, "61").unit) == ("t CO2e", "MWh")


def test_a_description_that_goes_on_below_its_row_names_the_unit(tmp_path: Path) -> None:
    head = ("Menge", "Produkt", "Preis")
    table = a_table(100, head, [("3,00", "Gestaltung", "160,00 €")], at=(60, 130, 330))
    page = read_page(tmp_path, table, text((133, 137, "(Stunde): ein Entwurf")))
    assert the_figure(page, "3,00").unit == "Stunde"


@pytest.mark.parametrize(
    "label", ["Electricity, MWh", "Strom – MWh", "Use of electricity in MWh", "Valeurs en MWh"]
)
def test_a_label_that_ends_in_a_unit_names_it(label: str) -> None:
    assert unit_in_description(label) == "MWh"


def test_french_words_after_en_are_no_unit() -> None:
    assert unit_named("en l'absence de mesure") is None


def test_a_change_in_percent_lends_no_percent_to_the_years_beside_it(tmp_path: Path) -> None:
    head = ("Source", *YEARS, "Change in %")
    page = read_page(
        tmp_path, a_table(100, head, [("Heat", "1,250", "1,310", "4.8")], at=(60, 230, 310, 390))
    )
    assert (the_figure(page, "1,250").unit, the_figure(page, "4.8").unit) == (None, "%")


def test_a_price_in_cents_is_money_per_unit() -> None:
    assert unit_after("31,25 ct/kWh", 5) == ("ct/kWh", 12)
    assert is_money("ct/kWh")


def test_a_scaled_unit_keeps_its_scale() -> None:
    assert unit_named("Umsatz in Mio. EUR") == "Mio. EUR"
    assert unit_named("in thousand tonnes CO2e") == "thousand tonnes CO2e"


def test_a_german_table_without_a_certain_number_groups_by_the_dot(tmp_path: Path) -> None:
    table = a_table(100, ("Quelle", "2021", "2020"), [("Fernwärme", "81.515", "56.985")], at=(60, 300, 400))
    page = read_page(tmp_path, text((60, 90, "Emissionen nach Quelle (t CO2e)")), table)
    assert the_figure(page, "81.515").value == 81515


def test_a_range_beside_a_value_is_no_part_of_the_label(tmp_path: Path) -> None:
    head = ("Source", "2021", "95 %", "2020")
    table = a_table(100, head, [("Heat", "633.2", "(632.5–634.1)", "796.2")], at=(60, 200, 270, 390))
    page = read_page(tmp_path, table)
    assert the_figure(page, "796.2").label == "Heat"
    assert {figure.raw for figure in page.figures} >= {"633.2", "796.2"}
    assert "95" not in {figure.raw for figure in page.figures}


@pytest.mark.parametrize(
    "words", ["as outlined in sections 6 and 7", "direct emissions of scope 1", "see clause 9"]
)
def test_what_a_text_refers_to_is_no_quantity(tmp_path: Path, words: str) -> None:
    assert read_page(tmp_path, text((60, 100, words))).figures == ()
