"""The materiality meter draws the numbers it is given, to scale, and says them too."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.templates.conftest import Draw

GROUP_B = {
    "id": "b",
    "title": "Group B",
    "basis": "location-based",
    "total": Decimal("27384.60"),
    "threshold_percent": Decimal(10),
    "threshold": Decimal("2738.46"),
    "performance_percent": Decimal("7.5"),
    "performance": Decimal("2053.85"),
    "net": Decimal("111.42"),
    "net_percent": Decimal("0.407"),
    "gross": Decimal("111.42"),
    "gross_percent": Decimal("0.407"),
    "projected": Decimal("111.42"),
    "projected_percent": Decimal("0.407"),
    "tip": {"code": "F-005", "url": "/F-005"},
}


def width(html: str, kind: str) -> float:
    found = re.search(rf'<rect class="{kind}" x="56" y="\d+" width="([\d.]+)"', html)
    assert found
    return float(found.group(1))


def test_bars_are_to_scale(draw: Draw) -> None:
    group = {
        **GROUP_B,
        "net_percent": Decimal(3),
        "gross_percent": Decimal(6),
        "projected_percent": Decimal(0),
    }
    html = draw("{{ drawing.meter(m) }}", m=group)
    assert width(html, "gross") == 2 * width(html, "net")


def test_a_wholly_projected_misstatement_is_all_hatched(draw: Draw) -> None:
    html = draw("{{ drawing.meter(m) }}", m=GROUP_B)
    assert width(html, "net") == 0
    assert 'class="projected of-net"' in html


def test_the_tip_is_a_link_to_the_finding_that_put_it_there(draw: Draw) -> None:
    html = draw("{{ drawing.meter(m) }}", m=GROUP_B)
    assert 'href="/F-005"' in html


def test_a_bar_beyond_three_thresholds_is_cut_with_an_arrow(draw: Draw) -> None:
    group = {**GROUP_B, "net_percent": Decimal(444), "gross_percent": Decimal(444)}
    html = draw("{{ drawing.meter(m) }}", m=group)
    assert 'class="net" d="M736' in html
    assert "444.00" in html


def test_every_number_stands_in_the_table_too(draw: Draw) -> None:
    html = draw("{{ drawing.meter(m) }}", m=GROUP_B)
    table = html[html.index("<table") :]
    for number in ("+111.42", "0.407", "2,738.46", "2,053.85", "7.500"):
        assert number in table
