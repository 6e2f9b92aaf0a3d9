"""The cells between a page's rules are those that pdfplumber finds, found without comparing every pair."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from evidence.pdf_tables import cells_of


def an_edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """A rule as the table finder takes it."""
    way = "v" if x0 == x1 else "h"
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": way}


@pytest.mark.parametrize("seed", range(8))
def test_cells_are_those_of_pdfplumber_whatever_rules_are_missing(seed: int) -> None:
    dice = random.Random(seed)
    upright = [
        an_edge(x, y, x, y + dice.choice((20, 40))) for x in range(0, 90, 15) for y in range(0, 80, 20)
    ]
    level = [an_edge(x, y, x + dice.choice((15, 45)), y) for x in range(0, 90, 15) for y in range(0, 100, 20)]
    edges = dice.sample(upright, 18) + dice.sample(level, 24)

    crossings = edges_to_intersections(edges, 3.0, 3.0)

    assert cells_of(crossings) == intersections_to_cells(crossings)
    assert cells_of(crossings)
