"""Steps 11 to 13: decision, signatures, issue, packages, the public status."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from demo.opinion import FIRST_NUMBER, PASSPHRASES
from demo.stage import DIRECTOR
from reports.authority import fingerprint, open_authority
from reports.check import Verdict, check_package
from tests.journeys.town import Town
from tests.journeys.worked_case.people import (
    CASE,
    CODE,
    EXPERT,
    LEAD,
    MANAGER,
    OF_A_SISTER,
    PREPARER,
)
from workflow.access import system_actor
from workflow.cases.queries import body_of, case_by_code
from workflow.opinion import commands
from workflow.unit_of_work import unit_of_work

NUMBER = "NA-2022-0041"
LOCAL_HEADER = 30


def step_11_issue(town: Town) -> None:
    """The decision takes the number; issue waits for both signatures and for the decision maker."""
    town.at("2022-11-24")
    with unit_of_work(system_actor("demo", DIRECTOR)) as uow:
        body = body_of(uow.session, case_by_code(uow.session, CODE))
        commands.open_series(uow, body, year=2022, first=FIRST_NUMBER)
    manager, lead = town.visit(MANAGER), town.visit(LEAD)
    lead.get(f"{CASE}/opinion").push(f"{CASE}/opinion/decision", 403, text="mine")
    manager.get(f"{CASE}/opinion").send(
        "opinion/decision", text="The evidence supports both conclusions.", opinion_date="2022-11-24"
    )
    manager.sees(f"{NUMBER}/0")
    manager.get(CASE).push(f"{CASE}/move/issue", 409).sees("G-SIGN")
    manager.get("/status/" + NUMBER, 404)
    town.at("2022-11-25")
    for visitor, action in ((lead, "sign/lead"), (manager, "sign/signatory")):
        visitor.freshly().get(f"{CASE}/opinion/sign").send(action, passphrase=PASSPHRASES[visitor.name])
        visitor.sees("signed", "holds")
    lead.push(f"{CASE}/move/issue", 403)
    manager.get(CASE).send("move/issue").sees("issued")
    town.settle()


def download(town: Town, who: str, address: str) -> Path:
    """A package in a file of its own."""
    path = town.config.folder / f"{who.split(maxsplit=1)[0]}-{address.replace('/', '-')}.zip"
    path.write_bytes(town.visit(who).download(f"{CASE}/package/{address}.zip"))
    return path


def verdict(town: Town, package: Path) -> Verdict:
    """What the offline check says, with this installation's root trusted."""
    root = fingerprint(open_authority(town.config.keys_folder).root)
    return check_package(package, root, town.clock.now())


def step_12_packages(town: Town) -> None:
    """The client's package is intact, valid, trusted, complete; one byte changed names its file."""
    town.visit(PREPARER).get(f"{CASE}/package").sees(f"{NUMBER}/0")
    client = download(town, PREPARER, "0/client")
    found = verdict(town, client)
    assert found.holds, found
    assert not check_package(client, None, town.clock.now()).trusted.holds
    with zipfile.ZipFile(client) as package:
        names = package.namelist()
        report = max((n for n in names if n.endswith(".pdf")), key=lambda n: package.getinfo(n).file_size)
        told = b"".join(package.read(n) for n in names if n.endswith((".json", ".jsonl")))
    assert b"Strategic" not in told or b"plating" not in told, "the risk work left the body"
    damaged = verdict(town, changed(client, report))
    assert not damaged.intact.holds
    assert damaged.files == (report,)
    town.visit(EXPERT).get(f"{CASE}/package")
    town.visit(OF_A_SISTER).download(f"{CASE}/package/0/client.zip", 404)
    town.visit(PREPARER).download(f"{CASE}/package/0/accreditation.zip", 403)
    assert verdict(town, download(town, LEAD, "0/public")).holds


def changed(package: Path, member: str) -> Path:
    """A copy of a package in which one byte in the middle of one file is another."""
    copy, content = package.with_name("changed.zip"), bytearray(package.read_bytes())
    with zipfile.ZipFile(package) as opened:
        item = opened.getinfo(member)
    assert item.compress_type == zipfile.ZIP_STORED
    start = item.header_offset + LOCAL_HEADER + len(item.filename.encode())
    content[start + item.file_size // 2] ^= 1
    copy.write_bytes(content)
    return copy


def step_13_status(town: Town) -> None:
    """By number alone the status and nothing else; with the prefix of the QR code what the document says."""
    stranger = town.stranger().get(f"/status/{NUMBER}").sees(NUMBER, "valid", "rev 0")
    stranger.misses("52,267.92", "unmodified", "reasonable", "Kunshan", "2021-01-01")
    prefix = _prefix(town)
    stranger.get(f"/status/{NUMBER}?h={prefix}").sees("valid", "2021-01-01", "reasonable", "limited")
    stranger.sees("unmodified", "52,267.92", "SHA-256 of the contract", "5.00 %", "10.00 %")
    wrong = ("0" if prefix[0] != "0" else "1") + prefix[1:]
    stranger.get(f"/status/{NUMBER}?h={wrong}").sees("valid").misses("52,267.92")
    stranger.get("/status/NA-2022-0999", 404).sees("not known")


def _prefix(town: Town) -> str:
    """The prefix that the document's code carries, as the package tab links it."""
    return town.visit(LEAD).get(f"{CASE}/package").link(r"/status/.*h=").split("h=")[1]


def content_of(package: Path, name: str) -> bytes:
    """One file of a package."""
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as opened:
        return opened.read(name)
