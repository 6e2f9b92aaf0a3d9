"""Background work of the group's documents: a version's files are rendered from its frozen contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.fonts import MissingGlyphError
from reports.sbt_commitment import render_commitment
from reports.sbt_dossier import render_dossier
from reports.sbt_forms import render_forms
from reports.sbt_plan import render_plan
from reports.sbt_progress import render_progress
from workflow.errors import BadInput
from workflow.faults import crashpoint
from workflow.opinion.drawing_up import keep
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_machine import DOSSIER_VERSION
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.unit_of_work import reading
from workflow.worker import JobRun

RENDERERS: dict[DocumentKind, Callable[[Any], bytes]] = {
    DocumentKind.LETTER: render_commitment,
    DocumentKind.DOSSIER: render_dossier,
    DocumentKind.PLAN: render_plan,
    DocumentKind.PROGRESS: render_progress,
}


def make_version(run: JobRun, version_id: int) -> None:
    """Render a version's document, of a dossier its workbook too; run twice it stores the same bytes once."""
    with reading(run.actor.scope) as session:
        version = session.get_one(DossierVersion, version_id)
        if version.state is not VersionState.MAKING:
            return
        contract = contract_of(version)
    try:
        document = keep(RENDERERS[version.kind](contract)).sha256
    except MissingGlyphError as error:
        # Another try would lack the same glyph: the version says so and what to do.
        raise BadInput(str(error)) from error
    workbook = keep(render_forms(contract)).sha256 if version.kind is DocumentKind.DOSSIER else None
    crashpoint("dossier.after_store")
    with run.finishing() as uow:
        version = uow.session.get_one(DossierVersion, version_id)
        if version.state is not VersionState.MAKING:
            return
        version.document_sha256, version.workbook_sha256, version.made_at = document, workbook, uow.now
        uow.move(DOSSIER_VERSION, version, "finish", facts=None, sha256=document)


def make_version_gave_up(run: JobRun, version_id: int, reason: str) -> None:
    """Say on the version why it could not be made."""
    with run.step() as uow:
        version = uow.session.get_one(DossierVersion, version_id)
        if version.state is VersionState.MAKING:
            version.problem = reason
            uow.move(DOSSIER_VERSION, version, "fail", facts=None, comment=reason)
