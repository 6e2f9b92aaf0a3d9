"""Pages of the GHG statement: versions, lines, differences, exports; preparing, signing and submitting."""

from __future__ import annotations

from flask import g

from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.ghg_statement import queries
from workflow.ghg_statement.models import StatementVersion
from workflow.unit_of_work import UnitOfWork
from workflow.web import blueprint

bp = blueprint("ghg_statement", "/cases/<reference>/statement")


def case_of(uow: UnitOfWork) -> Case:
    """The case of this request, loaded for writing."""
    return cases.case_by_code(uow.session, g.case.code)


def version_of(uow: UnitOfWork, number: int) -> StatementVersion:
    """A version of the case that the person may see, loaded for writing."""
    return queries.version(uow.session, case_of(uow), number, g.actor)


from workflow.ghg_statement.routes import preparing, reading  # noqa: E402, F401  they register their views
