"""The README says what the data say."""

from __future__ import annotations

from tests.readme_tables import README, tables, written


def test_the_readmes_tables_are_the_products_own_data() -> None:
    text = README.read_text()
    assert all(f"<!-- {name} -->" in text for name in tables())
    assert written(text) == text, "run: python -m tests.readme_tables"
