"""Writes of the group's documents: what the office states for them, and versions that a job makes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from reports.canonical import canonical
from reports.sbt_contract import DossierContract, PlanContract, ProgressContract
from reports.sbt_sums import TableDoesNotFoot, refuse_loose_delivery, refuse_loose_inventory
from workflow.errors import BadInput, ChangedMeanwhile, Refusal
from workflow.i18n import N_, message
from workflow.opinion.drawing_up import keep
from workflow.opinion.signatures import as_message
from workflow.people.models import Organisation
from workflow.targets.access import today_of
from workflow.targets.dossier_contract import Asked, Contract, dated, fill
from workflow.targets.dossier_delivery import currency_of
from workflow.targets.dossier_fields import CURRENCY
from workflow.targets.dossier_material import Material, facts_of, gather
from workflow.targets.dossier_models import DossierFacts, DossierVersion
from workflow.targets.dossier_rules import DocumentKind, VersionState, code_of
from workflow.unit_of_work import UnitOfWork

MAKE = "workflow.targets.dossier_jobs.make_version"
SOMEBODY_SAVED = message(N_("Somebody saved these facts meanwhile: look at them again before you save."))


def state_facts(
    uow: UnitOfWork, group: Organisation, answers: Mapping[str, str], *, edition: int | None = None
) -> DossierFacts | None:
    """Keep what the office states as the next edition; None when nothing differs from the last.

    `edition` is the one that the person looked at: the second of two to save is told.
    """
    last = facts_of(uow.session, group)
    if edition is not None and edition != (last.edition if last else 0):
        raise ChangedMeanwhile(SOMEBODY_SAVED)
    if last is not None and last.answers == dict(answers):
        return None
    row = DossierFacts(
        owner_org_id=group.id, edition=(last.edition if last else 0) + 1, answers=dict(answers),
        said_by=uow.actor.name, said_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("dossier_facts.state", row, edition=row.edition)
    return row


def ask_version(
    uow: UnitOfWork, group: Organisation, kind: DocumentKind, *, year: int | None = None
) -> DossierVersion:
    """Freeze the contract of a document's next version; a job makes its files.

    `year` is the reporting year of a progress report. Refused while one is being made, when nothing differs from
    the version before, and when a table would not foot.
    """
    before, number = _before(uow, group, kind, year)
    material = gather(uow.session, group, today_of(group, uow.now), uow.actor.name)
    if (kind is DocumentKind.PROGRESS) != (year is not None):
        raise BadInput(N_("Give the reporting year of a progress report."), "year")
    if year is not None and year not in material.held.newest:
        words = message(
            N_("{year} has no inventory here: cite or type it under Base year and years."), year=year
        )
        raise BadInput(words, "year")
    if before is not None and before.state is VersionState.MAKING:
        words = message(N_("{code} is being made: wait for it."), code=before.code)
        uow.refuse_unless(before, "dossier_version.ask", Refusal("G-MAKING", words))
    uow.refuse_unless(group, "dossier_version.ask", _why_two_currencies(material))
    contract = fill(Asked(kind, year, number, before), material)
    if before is not None and not contract.header.changes:
        words = message(N_("Nothing differs from {code}: it stands."), code=before.code)
        uow.refuse_unless(before, "dossier_version.ask", Refusal("G-SAME", words))
    uow.refuse_unless(group, "dossier_version.ask", _why_loose(contract))
    version = DossierVersion(
        owner_org_id=group.id, code=code_of(kind, year, number), kind=kind, year=year, number=number,
        state=VersionState.MAKING, dated=dated(kind, material), contract_sha256=keep(canonical(contract)).sha256,
        asked_by=uow.actor.name, asked_at=uow.now,
    )  # fmt: skip
    uow.session.add(version)
    uow.session.flush()
    uow.record("dossier_version.ask", version, code=version.code, contract_sha256=version.contract_sha256)
    uow.after_commit(MAKE, version.id, subject=version)
    return version


def _before(
    uow: UnitOfWork, group: Organisation, kind: DocumentKind, year: int | None
) -> tuple[DossierVersion | None, int]:
    """The version that the next one replaces, and the next number; numbers of what failed are not used again."""
    series = (
        DossierVersion.owner_org_id == group.id, DossierVersion.kind == kind, DossierVersion.year == year
    )  # fmt: skip
    query = select(DossierVersion).where(*series, DossierVersion.state != VersionState.FAILED)
    before = uow.session.scalar(query.order_by(DossierVersion.number.desc()).limit(1))
    last = uow.session.scalar(select(func.max(DossierVersion.number)).where(*series))
    return before, (last or 0) + 1


def _why_two_currencies(material: Material) -> Refusal | None:
    """Why amounts would be printed under a wrong name: a document has one currency for revenue and levers."""
    stated, used = material.facts.get(CURRENCY), currency_of(material)
    if stated is None or stated == used:
        return None
    words = message(
        N_("Revenue is stated in {stated} and the roadmap counts in {used}: state both in one currency."),
        stated=stated, used=used,
    )  # fmt: skip
    return Refusal("G-CURRENCY", words)


def _why_loose(contract: Contract) -> Refusal | None:
    """Why a document would not be made: its rows do not add up to what is declared."""
    try:
        if isinstance(contract, DossierContract | ProgressContract) and contract.inventory is not None:
            refuse_loose_inventory(contract.inventory)
        if isinstance(contract, DossierContract | PlanContract):
            refuse_loose_delivery(contract.delivery)
    except TableDoesNotFoot as loose:
        return Refusal("G-FOOT", as_message(loose.sentence))
    return None
