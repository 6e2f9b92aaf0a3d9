"""A real browser from the commitment letter to the published target: made, signed, checked, approved, decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import Place, send, served

# The first to come waits for the demo to be replayed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
OFFICE, SIGNATORY, PASSPHRASE = "Sofia Marques", "Tone Vik", "demo-group-2022"
LETTER, DOSSIER, TARGET, SUBMISSION = "letter-2", "dossier-2", "Abs3", "/targets/validation/2"


def test_a_target_goes_from_the_commitment_letter_to_its_publication(
    copied_folder: Path, browser: Any, tmp_path: Path
) -> None:
    with served(copied_folder) as place:
        office, signatory = place.page_of(browser, OFFICE), place.page_of(browser, SIGNATORY)
        _state_a_fact(place, office)
        _make_and_sign(place, office, signatory, "letter", LETTER)
        _commit(place, office, tmp_path)
        _build(place, office)
        _approve_target(place, signatory)
        _make_and_sign(place, office, signatory, "dossier", DOSSIER)
        _hand_in_and_approve(place, office, signatory)
        _submit(place, office)
        _ask_and_answer(office)
        _decide_and_publish(place, office)
        _look_at_the_milestones(place, office)


def _state_a_fact(place: Place, office: Any) -> None:
    """A new version is made only of what differs: the company moved since the demo's letter."""
    office.goto(place.base + "/targets/documents/facts")
    send(office, "/documents/facts", **{"company-address": "Havnegata 3, 1767 Halden, Norway"})


def _make_and_sign(place: Place, office: Any, signatory: Any, kind: str, code: str) -> None:
    """The office has a version made; the signatory finds it in My work, signs in once more, and signs it."""
    office.goto(place.base + "/targets/documents")
    send(office, "/documents/new", kind=kind)
    place.settle()
    place.sign_in(signatory, SIGNATORY)
    signatory.click(f"a[href='/targets/documents/{code}'] >> nth=0")
    # Of the dossier's rules some lack an input: that is signed for knowingly.
    knowing = {"acknowledged": True} if kind == "dossier" else {}
    send(signatory, f"{code}/sign", passphrase=PASSPHRASE, **knowing)
    said = signatory.inner_text("main")
    assert "the signature holds" in said, said


def _commit(place: Place, office: Any, folder: Path) -> None:
    """Keep the signed letter as the office downloads it; the commitment runs 24 months from its day."""
    office.goto(f"{place.base}/targets/documents/{LETTER}")
    with office.expect_download() as waiting:
        office.click("a[href$='/document.docx']")
    letter = folder / "letter.docx"
    waiting.value.save_as(letter)
    office.click("nav >> text=Validation")
    office.click("text=Note the letter")
    office.set_input_files("#letter-file", letter)
    send(office, "/validation/letter", on="2022-11-30")
    assert "2024-11-30" in office.inner_text("main"), office.inner_text("main")


def _build(place: Place, office: Any) -> None:
    """The results of the rules change while it is typed, before anything is saved."""
    office.goto(place.base + "/targets")
    send(office, "/targets/new", kind="absolute", name="Scopes 1 and 2 by 2032")
    for name, value in (("target_year", "2032"), ("excluded_from_target", "0"), ("credits_counted", "0")):
        office.fill(f"#{name}", value)
    office.fill("#avoided_counted", "0")
    office.select_option("#scopes", "1,2")
    office.select_option("#method_is_current", "yes")
    office.select_option("#is_flag_target", "no")
    office.fill("#reduction", "20")
    broken = "#pre-check li:has-text('NT-17')"
    office.wait_for_selector(f"{broken}:has-text('fail')")
    office.fill("#reduction", "50.4")
    office.wait_for_selector(f"{broken}:has-text('pass')")
    send(office, f"/targets/{TARGET}")
    assert "0 broken" in office.inner_text("#pre-check")


def _approve_target(place: Place, signatory: Any) -> None:
    signatory.goto(place.base)
    signatory.click(f"a[href='/targets/{TARGET}'] >> nth=0")
    send(signatory, f"{TARGET}/moves/approve")
    assert "internally approved" in signatory.inner_text(".titleline")


def _hand_in_and_approve(place: Place, office: Any, signatory: Any) -> None:
    office.goto(place.base + "/targets/validation")
    office.check(f"#target-{TARGET}")
    send(office, "/validation/begin", kind="new")
    send(office, "/documents", code=DOSSIER)
    send(office, "moves/hand_in")
    place.sign_in(signatory, SIGNATORY)
    signatory.click("text=Approve the submission to SBTi")
    send(signatory, "moves/approve")
    assert "internally approved" in signatory.inner_text(".titleline")


def _submit(place: Place, office: Any) -> None:
    """Submitted, screened, contracted and assessed, each noted with its file."""
    office.goto(place.base)
    office.click("text=Submit it to SBTi and note the receipt")
    _note(office, "submit", "receipt", text="SBTi-2")
    _note(office, "screen", text="complete")
    _note(office, "sign_contract", "contract")
    _note(office, "assess")
    assert "assessment" in office.inner_text(".titleline")


def _note(office: Any, move: str, file: str | None = None, **typed: str) -> None:
    """Note a move of the submission on the page that is open."""
    office.click(f"#move-{move} summary")
    if file:
        content = f"{file}: fictional, of a test.".encode()
        office.set_input_files(
            f"#file-{move}", {"name": f"{file}.txt", "mimeType": "text/plain", "buffer": content}
        )
    send(office, f"moves/{move}", **typed)


def _ask_and_answer(office: Any) -> None:
    send(office, "/queries", criterion="C15", text="Why 50.4 % and not 42 %?")
    assert "2022-12-02" in office.inner_text("#Q-1")
    send(office, "queries/1/answer", text="Twelve years are counted.")
    send(office, "queries/1/close")
    assert "Twelve years are counted." in office.inner_text("#Q-1")


def _decide_and_publish(place: Place, office: Any) -> None:
    _note(office, "accept", "decision letter", text="Decision 2022-11-30: approved")
    _note(office, "publish", "dashboard", text="https://example.org/targets")
    assert "published" in office.inner_text(".titleline")
    office.click(f"main >> text={TARGET} >> nth=0")
    assert "published" in office.inner_text(".titleline")


def _look_at_the_milestones(place: Place, office: Any) -> None:
    """The programme closed by the same files."""
    for code, file in (("M9", "decision letter.txt"), ("M10", "dashboard.txt")):
        office.goto(f"{place.base}/programme/milestones/{code}")
        assert "done" in office.inner_text(".titleline"), code
        assert file in office.inner_text("#units-table"), code
