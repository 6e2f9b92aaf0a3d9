"""Faults 16 and 17: the disk is full or fails; what cannot be kept is not acknowledged, the rest goes on."""

from __future__ import annotations

import pytest

from tests.drills.drill import Drill, a_bill
from tests.drills.folders import CASE

pytestmark = pytest.mark.drill


@pytest.mark.parametrize("step", ["store.after_write", "store.after_fsync"])
def test_a_full_disk_is_told_in_words_and_leaves_no_file(drill: Drill, step: str) -> None:
    step = {"store.after_fsync": "upload.after_fsync"}.get(step, step)
    drill.arm(f"{step}=full")
    content = a_bill()
    answer = drill.party.upload([("bill.pdf", content)])
    assert (answer.status, "too little free space" in answer.text) == (507, True)
    assert drill.party.get(f"/cases/{CASE}/evidence").status == 200
    drill.send_until_acknowledged("bill.pdf", content)


def test_a_disk_that_fails_is_no_receipt_and_reading_pages_goes_on(drill: Drill) -> None:
    drill.arm("store.after_write=broken")
    content = a_bill()
    assert drill.party.upload([("bill.pdf", content)]).status == 500
    assert drill.party.get(f"/cases/{CASE}/evidence").status == 200
    drill.send_until_acknowledged("bill.pdf", content)
