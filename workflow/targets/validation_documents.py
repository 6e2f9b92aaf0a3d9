"""The documents that a round of a submission hands in: signed versions of the group's own, or files made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.store import Stored
from workflow.documents.kept import KeptFile
from workflow.documents.storage import store
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_queries import differences_between, version_by_code
from workflow.targets.dossier_rules import VersionState
from workflow.targets.validation_commands import file_row
from workflow.targets.validation_models import ValidationFile, ValidationRound, ValidationSubmission
from workflow.targets.validation_reads import held
from workflow.targets.validation_rounds import Difference
from workflow.targets.validation_rules import FileRole, SubmissionState
from workflow.unit_of_work import UnitOfWork

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIGNATURE = "application/pkcs7-signature"


def add_version(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, code: str, *, version: int | None = None
) -> list[ValidationFile]:
    """Add a signed version of one of the group's documents, with its forms and signatures, by their hashes."""
    made = version_by_code(uow.session, group, code)
    if made.state is not VersionState.SIGNED:
        raise BadInput(message(N_("{code} is not signed yet: have it signed first."), code=code), "code")
    return add_documents(uow, row, files_of(made), version=version, version_code=code)


def files_of(made: DossierVersion) -> list[KeptFile]:
    """The files of a version that are there, document first, as they stand in the store."""
    listed = (
        (".docx", made.document_sha256, WORD), (".docx.p7s", made.document_signature_sha256, SIGNATURE),
        (".xlsx", made.workbook_sha256, WORKBOOK), (".xlsx.p7s", made.workbook_signature_sha256, SIGNATURE),
    )  # fmt: skip
    return [
        KeptFile(made.code + ending, Stored(sha256, store().path(sha256).stat().st_size), media_type)
        for ending, sha256, media_type in listed
        if sha256 is not None
    ]


def add_documents(
    uow: UnitOfWork, row: ValidationSubmission, kept: Sequence[KeptFile], *, version: int | None = None,
    version_code: str | None = None,
) -> list[ValidationFile]:  # fmt: skip
    """Add documents to the round that is being prepared; a file that is there already is not added again."""
    uow.expect(row, version)
    if not kept:
        raise BadInput(N_("Choose the file of the dossier."), "files")
    uow.refuse_unless(row, "validation.add_document", _unless_draft(row))
    known = {file.sha256 for file in held(uow.session, row).documents}
    files = [file_row(uow, row, FileRole.DOSSIER, each) for each in kept if each.stored.sha256 not in known]
    if files:
        for file in files:
            file.version_code = version_code
        row.prepared_by, row.prepared_by_id = uow.actor.name, uow.actor.person_id
        uow.session.add_all(files)
        uow.record("validation.add_document", row, covers=files)
    return files


def remove_document(uow: UnitOfWork, row: ValidationSubmission, file: ValidationFile) -> None:
    """Take a document out of the round that is being prepared; its bytes and its record stay."""
    uow.refuse_unless(row, "validation.remove_document", _unless_draft(row))
    if file.submission_id != row.id or file.role is not FileRole.DOSSIER or file.round != row.round:
        raise BadInput(N_("Only a document of this round can be taken out."), "files")
    if file.removed_at is None:
        file.removed_at = uow.now
        uow.record("validation.remove_document", row, covers=[file])


def _unless_draft(row: ValidationSubmission) -> Refusal | None:
    if row.state is SubmissionState.DRAFT:
        return None
    words = row.state.value.replace("_", " ")
    return Refusal("G-STATE", message(N_("This cannot be done while it is {state}."), state=words))


def version_differences(
    before: ValidationRound, after: ValidationRound, versions: Mapping[str, DossierVersion]
) -> Iterator[Difference]:
    """What the group's documents of a later round say otherwise, field by field, from their frozen contracts."""
    was = {made.kind: made for made in _versions_in(before, versions)}
    for now in _versions_in(after, versions):
        earlier = was.get(now.kind)
        if earlier is not None and earlier.code != now.code:
            for change in differences_between(earlier, now):
                yield Difference(f"{now.code} › {change.where}", change.was, change.now)


def _versions_in(round_: ValidationRound, versions: Mapping[str, DossierVersion]) -> list[DossierVersion]:
    codes = {document.get("version") for document in round_.content["documents"]}
    return [made for code, made in sorted(versions.items()) if code in codes]
