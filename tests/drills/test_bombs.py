"""Fault 27: ten bombs lie in the queue before ten bills; the bills are read all the same, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.drills.drill import UNDER_WAY, Drill, a_bill
from tests.evidence.test_bombs import a_flate_bomb, a_form_bomb, a_slow_page
from tests.servers import wait_until
from workflow.documents.rules import DocumentState

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.timeout(1200)]
HELD_UP = 60.0
# Each bomb has its whole time in the slow lane; the bills wait for none of it.
ALL_BOMBS = 900.0
NAMED = {
    DocumentState.READ, DocumentState.READ_IN_PART, DocumentState.NEEDS_ATTENTION, DocumentState.REFUSED,
    DocumentState.ERROR,
}  # fmt: skip


def seconds_until_read(drill: Drill, bills: list[bytes]) -> float:
    """How long it takes until the last of these bills, sent one after the other, is read."""
    began = time.monotonic()
    codes = [drill.send_until_acknowledged(f"bill {n}.pdf", bill).code for n, bill in enumerate(bills)]
    wait_until(lambda: all(drill.state_of(code) not in UNDER_WAY for code in codes), ALL_BOMBS, "the bills")
    assert {drill.state_of(code) for code in codes} == {DocumentState.READ}
    return time.monotonic() - began


@pytest.mark.parametrize("make", [a_form_bomb, a_flate_bomb, a_slow_page])
def test_ten_bombs_hold_up_ten_bills_by_less_than_a_minute(
    drill: Drill, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    alone = seconds_until_read(drill, [a_bill() for _ in range(10)])
    bomb: bytes = make(tmp_path / "bomb.pdf").read_bytes()
    sent = [drill.send_until_acknowledged(f"bomb {n}.pdf", b"%s\n%% %d" % (bomb, n)).code for n in range(10)]
    behind = seconds_until_read(drill, [a_bill() for _ in range(10)])
    # Before anything is asserted: what is still read would be taken for a fault of its own at the end.
    wait_until(lambda: all(drill.state_of(code) in NAMED for code in sent), ALL_BOMBS, "the bombs")
    assert behind - alone <= HELD_UP
