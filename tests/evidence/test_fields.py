"""Labelled facts on bills and certificates, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evidence.fields import Piece, fields_in


def facts(*rows: Sequence[str]) -> list[tuple[str, str]]:
    pieces = [
        [Piece(words, float(place), place + 1.0, 1, None) for place, words in enumerate(row)] for row in rows
    ]
    return [(field.name, field.value) for field in fields_in(pieces, "dmy")]


@pytest.mark.parametrize(
    ("printed", "fact"),
    [
        ("Meter No.: HIK-M1", ("meter", "HIK-M1")),
        ("电能表编号：3205001234", ("meter", "3205001234")),
        ("户 号：3205 8800 1723", ("account", "320588001723")),
        ("Multiplier: 1,000", ("multiplier", "1000")),
        ("倍率：1000", ("multiplier", "1000")),
        ("上次示数：14,690.10", ("reading_start", "14690.10")),
        ("本次示数 15432.10", ("reading_end", "15432.10")),
        ("Valid until: 31 October 2021", ("valid_to", "2021-10-31")),
        ("有效期至：2021年10月31日", ("valid_to", "2021-10-31")),
        ("受益方：海登互连", ("beneficiary", "海登互连")),
        ("Beneficiary: Halden Interconnect Co., Ltd", ("beneficiary", "Halden Interconnect Co., Ltd")),
        ("发票号码：30410114", ("invoice_number", "30410114")),
        ("纳税人识别号：91320583MADEMHK01X", ("uscc", "91320583MADEMHK01X")),
        ("Tax number 91320583MADEMHK01X", ("uscc", "91320583MADEMHK01X")),
        ("用热单位：海登互连（昆山）有限公司", ("buyer", "海登互连（昆山）有限公司")),
        ("开票日期：2021年02月08日", ("issue_date", "2021-02-08")),
        ("用电地址：江苏省昆山市示范路88号", ("site", "江苏省昆山市示范路88号")),
        ("Supply address: 88 Demo Road, Kunshan", ("site", "88 Demo Road, Kunshan")),
        ("Verbrauchsstelle: Musterweg 5, 99999 Ort", ("site", "Musterweg 5, 99999 Ort")),
    ],
)
def test_a_fact_stands_after_its_label(printed: str, fact: tuple[str, str]) -> None:
    assert fact in facts([printed])


def test_a_number_alone_is_no_site() -> None:
    assert facts(["Lieferstelle: 10432 77"]) == []


def test_a_fact_stands_in_the_cell_beside_its_label() -> None:
    assert facts(["Beneficiary", "Halden Interconnect"]) == [("beneficiary", "Halden Interconnect")]


def test_a_consignee_and_a_waste_generator_are_whom_a_paper_is_for() -> None:
    assert facts(["Consignee 收货单位", "Halden Interconnect"]) == [("buyer", "Halden Interconnect")]
    assert facts(["移出单位", "海登互连（昆山）有限公司"]) == [("buyer", "海登互连（昆山）有限公司")]


def test_facts_stand_under_the_headers_of_a_table_row_by_row() -> None:
    found = facts(
        ["表号", "上次示数", "本次示数", "倍率"], ["M1", "1.5", "2.5", "1000"], ["M2-B", "3", "4", "800"]
    )
    assert ("reading_start", "1.5") in found
    assert ("reading_end", "4") in found
    assert [value for name, value in found if name == "multiplier"] == ["1000", "800"]


def test_a_billing_period_gives_its_first_and_last_day() -> None:
    found = facts(["Billing period", "01/01/2021 - 31/01/2021"])
    assert found == [("period_start", "2021-01-01"), ("period_end", "2021-01-31")]


def test_a_range_of_certificates_is_one_fact() -> None:
    found = facts(["Certificate numbers: 0000-0073-0001 - 0000-0073-4500"])
    assert found == [("certificate", "0000-0073-0001 - 0000-0073-4500")]


def test_a_label_without_a_value_gives_nothing() -> None:
    assert facts(["Meter No.:"], ["The meter number is on the plate."]) == []
