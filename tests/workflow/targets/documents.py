"""What the tests of the group's documents share: a group with targets, facts of its office, versions that are made."""

from __future__ import annotations

from sqlalchemy import select

from tests.factories import the_system
from tests.workflow.targets.scene import NEAR_TERM, OFFICE, SCOPE_3, Scene
from workflow import worker
from workflow.jobs import Job, JobState
from workflow.targets import dossier_commands
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_rules import DocumentKind
from workflow.unit_of_work import reading

FACTS = {
    "company-legal_name": "Halden Precision Group Co., Ltd", "company-country": "China", "company-isic": "2610",
    "company-lei": "5493001KJTIIGC8Y1R12", "company-revenue": "153946", "currency": "CNY",
    "company-contacts": "Paula Office; Head of the project office; office@halden.example",
    "company-fossil_share": "0", "basis-standards": "ISO 14064-1:2018, GHG Protocol",
    "exclusions": "Back-up generators of sales offices; 1; 4.20; no fuel records", "maintenance-threshold": "0.05",
    "sign_off-name": "Greta Signer", "sign_off-title": "Chief executive officer",
    "letter-choice": "near-term targets", "letter-consents": "yes",
}  # fmt: skip


def filled(scene: Scene, *, facts: bool = True, **inclusion: str) -> int:
    """A verified base year with two targets that keep every rule, and the office's facts; gives the base year."""
    base = scene.cite(**inclusion)
    scene.state_submission()
    scene.begin(base, answers=NEAR_TERM)
    scene.begin(base, answers=SCOPE_3, name="Scope 3 by 2030")
    if facts:
        state(scene)
    return base


def state(scene: Scene, **changes: str) -> None:
    with scene.by(OFFICE) as (uow, group):
        dossier_commands.state_facts(
            uow, group, FACTS | {k.replace("__", "-"): v for k, v in changes.items()}
        )


def ask(scene: Scene, kind: DocumentKind = DocumentKind.DOSSIER, year: int | None = None) -> str:
    """Ask for a version; gives its code."""
    with scene.by(OFFICE) as (uow, group):
        return dossier_commands.ask_version(uow, group, kind, year=year).code


def run_jobs() -> list[JobState]:
    """Run every job that waits; gives how they ended."""
    with reading(the_system().scope) as session:
        waiting = list(session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)))
    for job_id in waiting:
        worker.run_job(job_id)
    with reading(the_system().scope) as session:
        return list(session.scalars(select(Job.state).where(Job.id.in_(waiting)).order_by(Job.id)))


def make(scene: Scene, kind: DocumentKind = DocumentKind.DOSSIER, year: int | None = None) -> DossierVersion:
    """Ask for a version and have it made."""
    code = ask(scene, kind, year)
    run_jobs()
    return version(code)


def version(code: str) -> DossierVersion:
    with reading(the_system().scope) as session:
        return session.scalars(select(DossierVersion).where(DossierVersion.code == code)).one()
