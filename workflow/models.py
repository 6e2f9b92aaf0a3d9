"""All tables in one import, for migrations and tests."""

from workflow import audit, jobs
from workflow.cases import entity_models as entity_cases
from workflow.cases import models as cases
from workflow.consolidation import models as consolidation
from workflow.documents import models as documents
from workflow.documents import page_text
from workflow.evaluation import models as evaluation
from workflow.figures import models as figures
from workflow.figures.grid import models as month_grid
from workflow.findings import models as findings
from workflow.ghg_statement import models as ghg_statement
from workflow.opinion import models as opinion
from workflow.people import models as people
from workflow.planning import models as planning
from workflow.programme import milestone_models as milestones
from workflow.programme import models as programme
from workflow.targets import dossier_models as dossiers
from workflow.targets import models as targets
from workflow.targets import roadmap_models as roadmap
from workflow.targets import validation_models as validation

__all__ = [
    "audit", "cases", "consolidation", "documents", "dossiers", "entity_cases", "evaluation", "figures", "findings",
    "ghg_statement", "jobs", "milestones", "month_grid", "opinion", "page_text", "people", "planning",
    "programme", "roadmap", "targets", "validation",
]  # fmt: skip
