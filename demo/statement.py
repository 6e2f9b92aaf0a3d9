"""HIK's GHG statement: version 1 as draft and submitted, version 2 with the corrections; report items."""

from __future__ import annotations

from datetime import date

from demo import cast
from demo.stage import Stage
from workflow.documents.commands import receive_document
from workflow.documents.rules import DocumentKind, Origin
from workflow.documents.storage import store
from workflow.errors import BadInput
from workflow.ghg_statement import commands, queries
from workflow.ghg_statement.import_file import read_inventory
from workflow.ghg_statement.inventory import Expected
from workflow.ghg_statement.rules import ReportItemState
from workflow.limits import WEB

PERIOD = (date(2021, 1, 1), date(2021, 12, 31))
GWP_SET = "AR6-27.9"
PRESENT, NOT_HERE = ReportItemState.PRESENT, ReportItemState.NOT_APPLICABLE
ITEMS: dict[str, tuple[ReportItemState, str, str | None]] = {
    "R-a": (PRESENT, "HIK makes connectors for industry at one plant in Kunshan, with a sales office in the same city.", None),
    "R-b": (PRESENT, "Liu Yan, EHS department, prepares the inventory; Zhang Min, general manager, is responsible for it.", None),
    "R-c": (PRESENT, "1 January to 31 December 2021.", None),
    "R-d": (PRESENT, "Operational control: the plant and the sales office, 100 % included.", None),
    "R-e": (PRESENT, "Categories 1 to 4. Significance by magnitude, influence and data quality; categories 5 and 6 are not significant: components without own energy use.", None),
    "R-f": (PRESENT, "Direct emissions are stated per gas in t CO₂e, rounded once per category.", None),
    "R-g": (PRESENT, "No biomass is burnt; biogenic CO₂ is zero.", None),
    "R-h": (NOT_HERE, "", "There are no removals."),
    "R-i": (PRESENT, "Categories 5 and 6 are excluded as not significant, as explained under R-e.", None),
    "R-j": (PRESENT, "Indirect emissions are stated per category 2, 3 and 4.", None),
    "R-k": (PRESENT, "The base year is 2021; this is the base-year inventory.", None),
    "R-l": (PRESENT, "This is the first inventory by this procedure; there is no earlier year to compare.", None),
    "R-m": (PRESENT, "Activity data times factor times GWP; measured energy and mass, supplier factors for purchased materials.", None),
    "R-n": (PRESENT, "There is no change of method, this being the first year.", None),
    "R-o": (PRESENT, "Factors are DEMO values in the style of the Chinese guidelines; each line names its own.", None),
    "R-p": (PRESENT, "Uncertainty is largest for purchased plastics and commuting; it is stated per category.", None),
    "R-q": (PRESENT, "Error propagation with half 95 % intervals; the results stand in the tables.", None),
    "R-r": (PRESENT, "The report is prepared in accordance with ISO 14064-1:2018.", None),
    "R-s": (PRESENT, "Verified by a third party: categories 1 and 2 reasonable, categories 3 and 4 limited assurance.", None),
    "R-t": (PRESENT, "GWP values of the IPCC's sixth assessment report, 100 years, set AR6-27.9.", None),
    "8-a": (PRESENT, "Departments enter their data each month; EHS checks them against bills and receipts; the general manager approves.", None),
    "8-b": (PRESENT, "Bills, receipts and workbooks are kept for ten years in the EHS archive.", None),
    "8-c": (PRESENT, "Estimates above 1 % of the total are replaced by metered or supplier-specific data first; the list is reviewed each January.", None),
}  # fmt: skip


def hand_in(
    stage: Stage, code: str, number: int, *, by: str, file_code: str, changed: str | None = None
) -> None:
    """Import the client's workbook, describe the report and hand the version in as a draft."""
    file = stage.files[file_code]
    with stage.on(by, code) as (uow, case):
        with file.path.open("rb") as stream:
            stored = store().put(stream, WEB.upload_bytes)
        receive_document(
            uow, case, name=file.name, stored=stored, title=file.title, kind=DocumentKind.GHG_REPORT,
            origin=Origin.CLIENT, code=file_code, entity_name=cast.HIK, period_start=PERIOD[0],
            period_end=PERIOD[1],
        )  # fmt: skip
    stage.settle()
    with stage.on(by, code) as (uow, case):
        version = commands.start_version(
            uow, case, title="GHG statement 2021", dated=uow.now.date(), gwp_set=GWP_SET,
            period_start=PERIOD[0], period_end=PERIOD[1], what_changed=changed,
        )  # fmt: skip
        inventory = read_inventory(file.path, file.name, Expected(GWP_SET, *PERIOD))
        if inventory.errors:
            raise BadInput(str(inventory.errors[0]))
        commands.import_lines(uow, version, inventory.lines)
        for key, (state, text, reason) in ITEMS.items():
            commands.describe_report_item(uow, version, key, state=state, text=text, reason=reason)
        commands.hand_in_draft(uow, version, document_code=file_code)
    stage.settle()


def sign_and_submit(stage: Stage, code: str, number: int, *, preparer: str, approver: str) -> None:
    """The approver signs over the hash, the preparer submits and declares the document sets complete."""
    with stage.on(approver, code) as (uow, case):
        version = queries.version(uow.session, case, number)
        assert version.sha256 is not None
        commands.sign_version(uow, version, shown_sha256=version.sha256)
    with stage.on(preparer, code) as (uow, case):
        version = queries.version(uow.session, case, number)
        commands.submit_version(uow, version)
        for source in queries.sources_of(uow.session, case, version):
            commands.declare_complete(uow, version, source)
    stage.settle()
