"""CSV files are read by their own encoding, separator and decimal sign, and asked about where they show none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from evidence.readers import read
from evidence.reading import Figure, Reading, ReadLimits
from evidence.separators import SEPARATOR_DOUBT
from evidence.text import decoded


def read_csv(path: Path, content: bytes) -> Reading:
    (path / "a.csv").write_bytes(content)
    return read(path / "a.csv", ReadLimits(), "csv")


def only(path: Path, content: bytes) -> Figure:
    (figure,) = read_csv(path, content).figures
    return figure


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("月份,用电量(千瓦时)\n1月,12000.5\n", "gbk"),
        ("月份,用电量(千瓦时)\n1月,12000.5\n", "utf-8"),
        ("月份,用电量(千瓦时)\n1月,12000.5\n", "utf-8-sig"),
        ("月份,用电量(千瓦时)\n1月,12000.5\n", "utf-16"),
        ("Zähler,Verbrauch (m³)\nGerät Öl,12000.5\n", "cp1252"),
        ("Août – quantité,m³\nété,12000.5\n", "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text: str, encoding: str, tmp_path: Path) -> None:
    assert decoded(text.encode(encoding)) == text
    assert only(tmp_path, text.encode(encoding)).value == Decimal("12000.5")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_from_the_rows(separator: str, tmp_path: Path) -> None:
    rows = [["Month", "kWh", "Note"], ["Jan", "1234", "a"], ["Feb", "2345", "b"]]
    content = "\n".join(separator.join(row) for row in rows).encode()
    assert [(f.raw, f.unit, f.cell) for f in read_csv(tmp_path, content).figures] == [
        ("1234", "kWh", "CSV!B2"),
        ("2345", "kWh", "CSV!B3"),
    ]


def test_a_preamble_does_not_hide_the_separator(tmp_path: Path) -> None:
    content = b"Export, made on demand, of meter A\n\nMonth;kWh\nJan;1.234,5\nFeb;1.000,0\n"
    assert [(str(f.value), f.unit, f.label) for f in read_csv(tmp_path, content).figures] == [
        ("1234.5", "kWh", "Jan"),
        ("1000.0", "kWh", "Feb"),
    ]


def test_a_first_line_that_names_the_separator_is_obeyed_and_no_cell(tmp_path: Path) -> None:
    figure = only(tmp_path, b"sep=|\nMonth|kWh, net\nJan|1234\n")
    assert (figure.raw, figure.cell) == ("1234", "CSV!B3")


def test_one_number_that_shows_the_sign_settles_the_others(tmp_path: Path) -> None:
    figures = read_csv(tmp_path, b"Month;kWh\nJan;1.234\nFeb;2.345,50\n").figures
    assert [(str(f.value), f.doubts) for f in figures] == [("1234", ()), ("2345.50", ())]


@pytest.mark.parametrize(("separator", "value"), [(";", "1234"), ("\t", "1.234")])
def test_a_sign_that_nothing_settles_is_asked(separator: str, value: str, tmp_path: Path) -> None:
    figure = only(tmp_path, f"Month{separator}kWh\nJan{separator}1.234\n".encode())
    assert (str(figure.value), figure.doubts) == (value, (SEPARATOR_DOUBT,))
    assert figure.confidence < Decimal("0.7")


def test_a_line_of_one_column_is_read(tmp_path: Path) -> None:
    assert [f.raw for f in read_csv(tmp_path, b"kWh\n12\n13\n").figures] == ["12", "13"]


def test_text_is_read_to_its_limit_and_refused_one_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"kWh\n12\n")
    assert read(tmp_path / "a.csv", ReadLimits(characters=7), "csv").status == "ok"
    refused = read(tmp_path / "a.csv", ReadLimits(characters=6), "csv")
    assert (refused.status, "6 characters" in (refused.reason or "")) == ("refused", True)
