"""Which Scope code belongs to which ISO category."""

from __future__ import annotations

import pytest

from workflow.ghg_statement.rules import refuse_scope_code


def test_category_six_has_no_scope_number_and_carries_a_dash() -> None:
    assert refuse_scope_code(6, "-") is None
    refused = refuse_scope_code(6, "S3-1")
    assert refused is not None
    assert [str(sentence) for sentence in refused] == [
        "Category 6 has no GHG Protocol number.",
        "Write a dash.",
    ]


def test_visitor_transport_may_carry_a_dash_too() -> None:
    assert refuse_scope_code(3, "-") is None


@pytest.mark.parametrize(("category", "code"), [(2, "S2"), (3, "S3-4"), (4, "S3-1"), (5, "S3-11")])
def test_a_code_of_its_category_is_taken(category: int, code: str) -> None:
    assert refuse_scope_code(category, code) is None


def test_a_code_of_another_category_is_refused() -> None:
    assert refuse_scope_code(1, "S2") is not None
    assert refuse_scope_code(1, "-") is not None
