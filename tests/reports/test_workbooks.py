import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from reports.evaluation_sheet import render_evaluation_sheet
from reports.evidence_index import render_evidence_index, render_evidence_table
from reports.findings_log import render_findings_log
from tests.office import recalculated
from tests.reports.reading_back import flat, fonts_of
from tests.reports.worked_body import EVIDENCE
from tests.reports.worked_contract import HEADER
from tests.reports.worked_evaluation import EVALUATION, LEDGER
from tests.reports.worked_findings import FINDINGS


def _open(raw: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=values)


@pytest.fixture(scope="module")
def evaluation() -> bytes:
    return render_evaluation_sheet(HEADER, EVALUATION, LEDGER)


@pytest.fixture(scope="module")
def log() -> bytes:
    return render_findings_log(HEADER, FINDINGS, EVALUATION, LEDGER)


def _formulas(raw: bytes) -> list[tuple[str, str]]:
    return [
        (sheet.title, cell.coordinate)
        for sheet in _open(raw)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize("which", ["evaluation", "log"])
def test_libreoffice_calculates_every_formula_to_the_value_written_beside_it(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    raw = request.getfixturevalue(which)
    live, written = recalculated(raw, tmp_path), _open(raw, values=True)
    places = _formulas(raw)

    assert len(places) > 20
    for sheet, place in places:
        expected = written[sheet][place].value
        found = live[sheet][place].value
        if isinstance(expected, str):
            assert found == expected, (sheet, place)
        else:
            # Fifteen digits: a spreadsheet calculates in binary.
            assert abs(D(str(found)) - D(str(expected))) < D("1e-9"), (sheet, place)


def _fact(raw: bytes, sheet: str, label: str) -> object:
    for row in _open(raw, values=True)[sheet].iter_rows(values_only=True):
        if row[0] == label:
            return row[3]
    raise AssertionError(f"{label} is not on {sheet}")


@pytest.mark.parametrize(
    ("sheet", "label", "expected"),
    [
        ("A location v2", "Total of the group, D", 24883.32),
        ("A location v2", "Threshold, t CO2e", 1244.17),
        ("A market v2", "Total of the group, D", 22268.82),
        ("B location v2", "Total of the group, D", 27384.60),
        ("B location v2", "Threshold, t CO2e", 2738.46),
        ("B location v2", "Net of all uncorrected", 111.42),
        ("A location v1", "Net of all uncorrected", -116.77),
        ("A location v1", "Gross of all uncorrected", 877.88),
        ("A market v1", "Net of all uncorrected", -988.27),
        ("A market v1", "Gross of all uncorrected", 1749.38),
        ("A market v1", "Total of the group, D", 21280.55),
        ("A market v1", "Gross passes the threshold (flag)", "yes"),
        ("A market v1", "Net or largest passes the threshold", "no"),
    ],
)
def test_the_evaluation_gives_the_numbers_of_the_worked_case(
    evaluation: bytes, sheet: str, label: str, expected: object
) -> None:
    assert _fact(evaluation, sheet, label) == expected


def test_the_total_of_each_group_is_a_live_sum_over_the_ledger(evaluation: bytes) -> None:
    summed = [
        cell.value
        for run in EVALUATION
        for row in _open(evaluation)[f"{run.group} {run.basis.value} {run.version}"].iter_rows()
        for cell in row
        if row[0].value == "Total of the group, D" and cell.column == 4
    ]

    assert len(summed) == len(EVALUATION)
    assert all(str(formula).startswith("=SUMIFS(Ledger!") for formula in summed)


def test_the_ledger_totals_are_those_of_statement_and_report(log: bytes) -> None:
    rows = {row[1]: row for row in _open(log, values=True)["Ledger"].iter_rows(values_only=True)}

    assert rows["Total, location-based"][5:9] == (52151.15, -116.77, 0, 52267.92)
    assert rows["Total, market-based"][5:9] == (48665.15, -988.27, 0, 49653.42)


def test_the_log_holds_every_finding_and_every_round(log: bytes) -> None:
    book = _open(log)

    assert [row[0] for row in book["Findings"].iter_rows(min_row=2, values_only=True)] == [
        finding.code for finding in FINDINGS
    ]
    assert book["Rounds"].max_row - 1 == sum(len(finding.rounds) for finding in FINDINGS)


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(evil: str) -> None:
    finding = replace(FINDINGS[0], title=evil, gap=evil)

    sheet = _open(render_findings_log(HEADER, (finding,)))["Findings"]

    assert (sheet["D2"].data_type, sheet["D2"].value) == ("s", evil)
    assert sheet["D2"].quotePrefix
    table = render_evidence_table((replace(EVIDENCE[0], title=evil),)).decode("utf-8-sig")
    (row,) = list(csv.DictReader(io.StringIO(table)))
    assert row["title"] == f"'{evil}"


def test_control_characters_do_not_stop_the_log() -> None:
    finding = replace(FINDINGS[0], title="bell\x07 and\x00 nothing")

    assert _open(render_findings_log(HEADER, (finding,)))["Findings"]["D2"].value == "bell and nothing"


def test_the_same_facts_give_the_same_bytes_whatever_the_clock(evaluation: bytes, log: bytes) -> None:
    assert render_evaluation_sheet(HEADER, EVALUATION, LEDGER) == evaluation
    assert render_findings_log(HEADER, FINDINGS, EVALUATION, LEDGER) == log
    with zipfile.ZipFile(io.BytesIO(log)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert re.findall(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml")) == [b"2000-01-01T"] * 2


def test_the_evidence_table_holds_every_document_with_hash_and_counts() -> None:
    rows = list(csv.DictReader(io.StringIO(render_evidence_table(EVIDENCE).decode("utf-8-sig"))))

    assert [row["code"] for row in rows] == [f"E-{number:03}" for number in range(1, 26)]
    assert rows[22]["title"] == "组织边界图（含核心供应商环与各楼层计量点平面布置说明）"
    assert rows[1]["sha256"] == "02" * 32
    assert (rows[1]["lines"], rows[1]["findings"], rows[1]["read right"]) == ("L-019", "F-001", "24")


def test_the_evidence_index_prints_every_hash_whole() -> None:
    pdf = render_evidence_index(HEADER, EVIDENCE)

    assert all(row.sha256 in flat(pdf) for row in EVIDENCE)
    assert all(fonts_of(pdf).values())
    assert render_evidence_index(HEADER, EVIDENCE) == pdf
