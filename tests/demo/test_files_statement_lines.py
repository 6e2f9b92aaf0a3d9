"""The statements of the demo: each line's tonnes follow from its quantity, its factors and its GWP."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from demo.files import LINES_V1, LINES_V2, SECOND_ENTITY_LINES, THIRD_ENTITY_LINES, StatementLine


def recalculated(line: StatementLine) -> Decimal:
    if line.sub_lines:
        return sum((sub.quantity * sub.factor.value for sub in line.sub_lines), Decimal(0))
    amount = line.quantity * (line.conversion or 1)
    tonnes = Decimal(0)
    for factor in line.factors:
        scale = Decimal(1000) if factor.unit.startswith("kg") else Decimal(1)
        tonnes += amount * factor.value * factor.gwp / scale
    return tonnes


@pytest.mark.parametrize(
    "line", [*LINES_V1, *LINES_V2, *SECOND_ENTITY_LINES, *THIRD_ENTITY_LINES], ids=lambda line: line.source
)
def test_a_line_is_quantity_times_factor_times_gwp(line: StatementLine) -> None:
    assert recalculated(line).quantize(Decimal("0.01"), ROUND_HALF_UP) == line.tonnes


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LINES_V1, {1: "1238.71", 2: "23527.84", 3: "2381.10", 4: "25003.50"}),
        (LINES_V2, {1: "1304.93", 2: "23578.39", 3: "2381.10", 4: "25003.50"}),
    ],
    ids=["v1", "v2"],
)
def test_the_categories_total_as_in_the_specification(
    lines: tuple[StatementLine, ...], expected: dict[int, str]
) -> None:
    for category, tonnes in expected.items():
        assert sum(line.tonnes for line in lines if line.category == category) == Decimal(tonnes)


def test_the_market_based_value_leaves_the_certificates_out() -> None:
    market = [line.market_tonnes for lines in (LINES_V1, LINES_V2) for line in lines if line.source == "S06"]
    assert market == [Decimal("18963.84"), Decimal("19885.89")]


def test_version_two_adds_the_forklifts_after_the_septic_tank() -> None:
    assert [line.source for line in LINES_V2][4:7] == ["S05", "S13", "S06"]
