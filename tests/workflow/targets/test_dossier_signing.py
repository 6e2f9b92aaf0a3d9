"""The signatory signs what keeps its gates, with a key of their own; the package is checked as a stranger does."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from reports.authority import fingerprint
from reports.check import check_package
from tests.factories import the_system
from tests.workflow.targets.documents import ask, filled, make, state, version
from tests.workflow.targets.scene import NEAR_TERM, OFFICE, SIGNATORY, SUBMISSION, Scene
from workflow.access import Actor
from workflow.cases import queries as cases
from workflow.documents.storage import store
from workflow.errors import BadInput, NotAllowed, NotYours, RuleViolation
from workflow.opinion.models import Issue, Package
from workflow.opinion.rules import Profile
from workflow.opinion.signatures import read
from workflow.people import sign_in
from workflow.people.keys import authority, make_authority, make_key
from workflow.people.models import Person
from workflow.targets import inventories, recalculation, target_commands
from workflow.targets.dossier_models import DossierVersion, SbtPackage
from workflow.targets.dossier_package import sign_package
from workflow.targets.dossier_page import verdict_on
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.targets.dossier_signing import sign_version
from workflow.targets.inventories import Chosen
from workflow.targets.models import GroupInventory, InventoryCitation
from workflow.targets.rules import ChangeKind
from workflow.unit_of_work import unit_of_work

PASSPHRASE = "correct horse battery"
LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def signed_scene(scene: Scene) -> Scene:
    """The scene with an authority, a key of the signatory, and packages of the cited statements."""
    make_authority(scene.town.house.services.config, scene.town.house.clock.now())
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        make_key(
            uow, scene.town.person(uow, SIGNATORY), role="Chief executive officer", passphrase=PASSPHRASE
        )
    return scene


def actor(scene: Scene, name: str = SIGNATORY, *, is_fresh: bool = True) -> Actor:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = uow.session.get_one(Person, scene.town.people[name])
        return cases.actor_of(uow.session, person, scene.town.house.clock.now().date(), is_fresh=is_fresh)


def lay_packages() -> None:
    """The client's package of every issue, as the body would have built it."""
    with unit_of_work(the_system()) as uow:
        rows = [
            Package(
                case_id=issue.case_id, owner_org_id=issue.owner_org_id, issue_id=issue.id, profile=Profile.CLIENT,
                sha256=sha256(issue.code.encode()).hexdigest(), size=1, manifest_sha256="0" * 64, built_at=uow.now,
            )
            for issue in uow.session.scalars(select(Issue))
        ]  # fmt: skip
        uow.session.add_all(rows)
        uow.record("test.packages", rows[0], covers=rows[1:])


def ready(scene: Scene) -> DossierVersion:
    """A dossier that nothing refuses."""
    filled(scene)
    lay_packages()
    return make(scene)


def sign(scene: Scene, made: DossierVersion, **more: object) -> DossierVersion:
    return sign_version(actor(scene), made.code, passphrase=PASSPHRASE, is_acknowledged=True, **more)  # type: ignore[arg-type]


def refused(scene: Scene, made: DossierVersion, **more: object) -> str:
    with pytest.raises(RuleViolation) as found:
        sign_version(actor(scene), made.code, passphrase=PASSPHRASE, **({"is_acknowledged": True} | more))  # type: ignore[arg-type]
    assert version(made.code).state is VersionState.MADE
    return str(found.value)


def test_the_signature_stands_over_exactly_the_stored_bytes(signed_scene: Scene) -> None:
    made = ready(signed_scene)
    signed = sign(signed_scene, made)
    assert (signed.state, signed.signed_by, signed.document_sha256) == (
        VersionState.SIGNED, SIGNATORY, made.document_sha256,
    )  # fmt: skip
    verdict = verdict_on(signed, LATER)
    assert verdict is not None and verdict.holds, verdict
    assert verdict.organisation == "Halden Precision Group"
    assert signed.workbook_signature_sha256 is not None


def test_no_target_is_signed_on_a_base_year_that_was_typed(signed_scene: Scene) -> None:
    typed = signed_scene.type_year(2021, {"S1": "100", "S2": "200", "S3-1": "300"})
    signed_scene.state_submission()
    signed_scene.begin(typed)
    for kind in (DocumentKind.DOSSIER, DocumentKind.PLAN):
        assert "2021 is not verified: cite it" in refused(signed_scene, make(signed_scene, kind))


def test_a_dossier_without_a_target_is_not_signed(signed_scene: Scene) -> None:
    signed_scene.cite()
    assert "Choose the base year" in refused(signed_scene, make(signed_scene))


def test_a_broken_rule_refuses_the_dossier_and_is_named_with_its_target(signed_scene: Scene) -> None:
    base = signed_scene.cite()
    signed_scene.state_submission()
    signed_scene.begin(base, answers=NEAR_TERM | {"reduction": "0.30"})
    said = refused(signed_scene, make(signed_scene))
    assert "these rules broken" in said and "Abs1 NT-17" in said


def test_missing_inputs_are_signed_for_knowingly_or_not_at_all(signed_scene: Scene) -> None:
    filled(signed_scene)
    unknown = {"is_flag_sector", "flag_emissions"}
    with signed_scene.by(OFFICE) as (uow, group):
        known = {name: said for name, said in SUBMISSION.items() if name not in unknown}
        target_commands.state_submission(uow, group, known)
    made = make(signed_scene)
    assert "lack an input" in refused(signed_scene, made, is_acknowledged=False)
    assert sign(signed_scene, made).acknowledged_by == SIGNATORY


def test_an_open_recalculation_refuses(signed_scene: Scene) -> None:
    base = filled(signed_scene)
    made = make(signed_scene)
    with signed_scene.by(OFFICE) as (uow, _group):
        inventory = uow.session.get_one(GroupInventory, base)
        total = sum(Decimal(row[1]) for row in inventory.values)
        recalculation.note_change(
            uow, inventory, kind=ChangeKind.DIVESTMENT, scope=1, tonnes=-total / 10,
            happened_on=signed_scene.town.house.clock.now().date(), reason="sale",
        )  # fmt: skip
    assert "Settle the recalculation of the base year first: 1 open" in refused(signed_scene, made)


def test_a_base_year_that_was_cited_anew_asks_for_another_version(signed_scene: Scene) -> None:
    filled(signed_scene)
    made = make(signed_scene)
    with signed_scene.by(OFFICE) as (uow, group):
        cited = uow.session.scalars(select(InventoryCitation)).one()
        inventories.cite_year(uow, group, 2021, [Chosen(cited.case_code, 0, Decimal("0.9"))])
    assert "cited anew since this version was made" in refused(signed_scene, made)


def test_only_the_newest_version_is_signed(signed_scene: Scene) -> None:
    first = ready(signed_scene)
    state(signed_scene, company__country="Norway")
    ask(signed_scene)
    assert "dossier-2 came after this version" in refused(signed_scene, first)


def test_a_letter_is_signed_before_any_base_year_is_verified(signed_scene: Scene) -> None:
    state(signed_scene)
    assert sign(signed_scene, make(signed_scene, DocumentKind.LETTER)).state is VersionState.SIGNED


def test_an_old_sign_in_a_missing_key_and_a_wrong_passphrase_sign_nothing(signed_scene: Scene) -> None:
    made = ready(signed_scene)
    with pytest.raises(RuleViolation, match="needs a fresh sign-in"):
        sign_version(
            actor(signed_scene, is_fresh=False), made.code, passphrase=PASSPHRASE, is_acknowledged=True
        )
    with pytest.raises(BadInput):
        sign_version(actor(signed_scene), made.code, passphrase="wrong", is_acknowledged=True)
    with pytest.raises(NotAllowed):
        sign_version(actor(signed_scene, OFFICE), made.code, passphrase=PASSPHRASE, is_acknowledged=True)
    assert version(made.code).state is VersionState.MADE


def test_a_deputy_does_not_sign_for_the_signatory(signed_scene: Scene) -> None:
    made = ready(signed_scene)
    deputy = replace(actor(signed_scene), on_behalf_of=SIGNATORY, name="Dina Deputy")
    with pytest.raises(RuleViolation, match="A deputy does not sign"):
        sign_version(deputy, made.code, passphrase=PASSPHRASE, is_acknowledged=True)


def test_another_group_finds_no_version(signed_scene: Scene) -> None:
    ready(signed_scene)
    with pytest.raises((NotYours, NotAllowed)):
        sign_version(actor(signed_scene, "Rolf Rival"), "dossier-1", passphrase=PASSPHRASE)


@pytest.fixture
def package(signed_scene: Scene) -> SbtPackage:
    """A package with letter, dossier and plan."""
    filled(signed_scene)
    lay_packages()
    for kind in (DocumentKind.LETTER, DocumentKind.DOSSIER, DocumentKind.PLAN):
        sign(signed_scene, make(signed_scene, kind))
    return sign_package(actor(signed_scene), passphrase=PASSPHRASE)


def test_the_package_holds_in_all_four_facts_and_cites_statements_by_hash(package: SbtPackage) -> None:
    path = store().path(package.sha256)
    verdict = check_package(path, fingerprint(authority().root), LATER)
    assert verdict.holds, verdict
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        cited = archive.read("statements.json").decode()
        dossier = archive.read("dossier.docx")
    assert {"dossier.docx.p7s", "commitment-letter.docx", "reduction-plan.docx", "forms.xlsx.p7s"} <= names
    assert {"rule-results.json", "data/dossier.json", "manifest.json", "check.py"} <= names
    assert "NA-2022-0041" in cited and sha256(b"NA-2022-0041/0").hexdigest() in cited
    assert sha256(dossier).hexdigest() == version("dossier-1").document_sha256


def test_a_flipped_byte_of_the_package_is_named(package: SbtPackage, tmp_path: Path) -> None:
    content = bytearray(read(package.sha256))
    at = bytes(content).index(b"rule-results.json") + 60
    content[at] ^= 1
    broken = tmp_path / "broken.zip"
    broken.write_bytes(content)
    verdict = check_package(broken, fingerprint(authority().root), LATER)
    assert not verdict.intact.holds
    assert "rule-results.json" in verdict.files


def test_the_seal_of_the_installation_signs_nothing_of_it(package: SbtPackage) -> None:
    verdict = check_package(store().path(package.sha256), fingerprint(authority().root), LATER)
    said = " ".join(str(sentence) for sentence in verdict.valid.sentences)
    assert SIGNATORY in said and "sealed" not in said


def test_the_same_documents_make_no_second_package(signed_scene: Scene, package: SbtPackage) -> None:
    with pytest.raises(RuleViolation, match="holds these very documents"):
        sign_package(actor(signed_scene), passphrase=PASSPHRASE)


def test_a_package_is_gathered_around_a_signed_dossier_whose_statements_have_a_hash(
    signed_scene: Scene,
) -> None:
    filled(signed_scene)
    with pytest.raises(RuleViolation, match="Sign a dossier first"):
        sign_package(actor(signed_scene), passphrase=PASSPHRASE)
    sign(signed_scene, make(signed_scene))
    with pytest.raises(RuleViolation, match="package of NA-2022-0041/0 is not there to be cited"):
        sign_package(actor(signed_scene), passphrase=PASSPHRASE)
