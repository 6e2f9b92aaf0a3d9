"""Writes of the operator: set-up of a new installation, organisations, jobs to be sent again."""

from __future__ import annotations

import secrets
from pathlib import Path

from workflow.access import Role
from workflow.config import Config
from workflow.documents.index_jobs import INDEX_ALL_JOB
from workflow.errors import BadInput
from workflow.i18n import N_
from workflow.jobs import Job, queue_again
from workflow.people import commands as people
from workflow.people import sign_in
from workflow.people.keys import make_authority
from workflow.people.models import Organisation, Person
from workflow.people.queries import is_anybody_there
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork, services


def set_up_code(config: Config) -> Path:
    """The file with the code that the first person types; only who can read the machine's disk knows it."""
    path = config.folder / "set-up-code"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(4) + "\n")
    return path


def set_up(
    uow: UnitOfWork, *, code: str, operator: str, name: str, email: str, password: str, body: str,
    number_prefix: str,
) -> Person:  # fmt: skip
    """Make operator, first verification body and first person, who is both operator and body manager."""
    path = set_up_code(services().config)
    if is_anybody_there(uow.session):
        raise BadInput(N_("This installation is set up already: sign in."))
    if not secrets.compare_digest(path.read_text().strip().encode(), code.strip().encode()):
        raise BadInput(N_("This is not the code in the file set-up-code of the data folder."), "code")
    runs = people.add_organisation(uow, operator, OrganisationKind.OPERATOR)
    verifies = people.add_organisation(uow, body, OrganisationKind.BODY, number_prefix=number_prefix)
    person = people.add_person(uow, verifies, name, email)
    sign_in.set_password(uow, person, password)
    people.give_role(uow, person, runs, Role.OPERATOR, reason="set-up")
    people.give_role(uow, person, verifies, Role.BODY_MANAGER, reason="set-up")
    make_authority(services().config, uow.now)
    path.unlink()
    return person


def add_organisation(
    uow: UnitOfWork, name: str, kind: OrganisationKind, parent: Organisation | None
) -> Organisation:
    """Register an organisation of the installation."""
    return people.add_organisation(uow, name, kind, parent=parent)


def send_again(uow: UnitOfWork, job: Job) -> None:
    """Let a failed job run again from its beginning."""
    queue_again(uow.session, job.id, uow.now)
    sign_in.log_security(uow, "job.send_again", job=job.id, name=job.name)


def index_all(uow: UnitOfWork) -> None:
    """Have the text of every document laid down for the search where it is lacking."""
    uow.after_commit(INDEX_ALL_JOB, is_merged=True)
    sign_in.log_security(uow, "text.index_all")
