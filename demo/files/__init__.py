"""Draws every document of the demo as a real file, the same bytes each time, and says what it must yield."""

from __future__ import annotations

from pathlib import Path

from demo.files import (
    bills,
    certificates,
    energy_bills,
    fapiao,
    ledgers,
    letters,
    purchases,
    receipts,
    site_visit,
    surveys,
)
from demo.files.demo_file import DemoFile, ExpectedField, ExpectedFigure
from demo.files.fonts import prepare_fonts
from demo.files.inventories import draw_inventory
from demo.files.second_entity import draw_documents_of_second_entity, draw_draft_of_third_entity
from demo.files.statement_lines import (
    LINES_V1,
    LINES_V2,
    SECOND_ENTITY_LINES,
    THIRD_ENTITY_LINES,
    GasFactor,
    StatementLine,
    SubLine,
)

__all__ = [
    "LINES_V1",
    "LINES_V2",
    "SECOND_ENTITY_LINES",
    "THIRD_ENTITY_LINES",
    "DemoFile",
    "ExpectedField",
    "ExpectedFigure",
    "GasFactor",
    "StatementLine",
    "SubLine",
    "draw_all",
    "draw_inventory",
    "draw_second_entity",
    "draw_third_entity",
]


def draw_all(folder: Path) -> dict[str, DemoFile]:
    """Draw E-001 to E-025 of the worked case into `folder` (made when absent), by code.

    E-021 and E-022 are the client's drafted workbooks; the signed reports are the product's own renditions.
    """
    fonts = prepare_fonts(_font_folder(folder))
    files = (
        bills.draw_bills_of_meter_one(folder, fonts),
        bills.draw_bills_of_meter_two(folder, fonts),
        bills.draw_bill_of_july(folder, fonts),
        fapiao.draw_electricity_invoices(folder, fonts),
        energy_bills.draw_gas_bills(folder, fonts),
        certificates.draw_calibration(folder, fonts),
        fapiao.draw_diesel_invoices(folder, fonts),
        ledgers.draw_fuel_card_statement(folder, fonts),
        ledgers.draw_refrigerant_log(folder),
        surveys.draw_attendance_report(folder),
        energy_bills.draw_steam_settlements(folder, fonts),
        ledgers.draw_freight_ledger(folder),
        surveys.draw_commuting_survey(folder),
        surveys.draw_travel_report(folder, fonts),
        receipts.draw_goods_receipts(folder),
        letters.draw_footprint_letters(folder, fonts),
        purchases.draw_waste_manifests(folder, fonts),
        certificates.draw_redemptions(folder, fonts),
        purchases.draw_purchase_ledger(folder),
        site_visit.draw_site_visit(folder, fonts),
        draw_inventory(folder, 1),
        draw_inventory(folder, 2),
        letters.draw_boundary_chart(folder, fonts),
        letters.draw_representation_letter(folder, fonts),
        receipts.draw_delivery_notes(folder, fonts),
    )
    return {file.code: file for file in files}


def draw_second_entity(folder: Path) -> tuple[dict[str, DemoFile], tuple[StatementLine, ...]]:
    """Draw the documents of Halden Cable, by the codes of its own case, with its statement's lines."""
    files = draw_documents_of_second_entity(folder, prepare_fonts(_font_folder(folder)))
    return {file.code: file for file in files}, SECOND_ENTITY_LINES


def draw_third_entity(folder: Path) -> tuple[dict[str, DemoFile], tuple[StatementLine, ...]]:
    """Draw the draft inventory of Halden Stamping (Wuhu), by the code of its own case, with its lines."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = draw_draft_of_third_entity(folder)
    return {draft.code: draft}, THIRD_ENTITY_LINES


def _font_folder(folder: Path) -> Path:
    """Where the fonts of a folder of drawn files are kept: inside it, hidden from who looks for documents."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / ".fonts"
