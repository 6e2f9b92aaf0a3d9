"""Fills the contracts of letter, dossier, plan and progress report from the group's rows, and reads them back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from methods.target_rules import load_rule_set
from reports.canonical import from_json
from reports.parts import Organisation as NamedOrganisation
from reports.sbt_contract import (
    Annexes,
    AttachedFile,
    BoardApproval,
    CommitmentContract,
    CompanyFacts,
    DossierContract,
    Maintenance,
    PlanContract,
    ProgressContract,
    Route,
    SbtHeader,
    SignOff,
    SubmissionRequest,
    SupplierRow,
)
from workflow.opinion.signatures import read
from workflow.programme.rules import Place
from workflow.targets.dossier_delivery import delivery_of, realised_of
from workflow.targets.dossier_differences import differences
from workflow.targets.dossier_fields import exclusions_of, part_of
from workflow.targets.dossier_inventory import (
    LOCATION,
    basis_of,
    bioenergy_of,
    flag_share_of,
    screening_of,
    table_of,
)
from workflow.targets.dossier_material import Material
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_progress import disclosed, shifts_of, targets_in
from workflow.targets.dossier_rules import DocumentKind
from workflow.targets.dossier_targets import blocks_of, coverage_of, reach_of, rules_of

Contract = CommitmentContract | DossierContract | PlanContract | ProgressContract
CONTRACTS: dict[DocumentKind, type[Any]] = {
    DocumentKind.LETTER: CommitmentContract,
    DocumentKind.DOSSIER: DossierContract,
    DocumentKind.PLAN: PlanContract,
    DocumentKind.PROGRESS: ProgressContract,
}


def contract_of(version: DossierVersion) -> Any:
    """The frozen contract of a version, read back from the store."""
    return from_json(CONTRACTS[version.kind], read(version.contract_sha256))


@dataclass(frozen=True)
class Asked:
    """Which version of which document is asked for, and the one that it replaces."""

    kind: DocumentKind
    year: int | None
    number: int
    before: DossierVersion | None


def fill(asked: Asked, material: Material) -> Contract:
    """The contract of a version, naming its differences to the one before."""
    kind, before = asked.kind, asked.before
    header = _header(asked, material)
    sign_off = _sign_off(kind, material)
    if kind is DocumentKind.LETTER:
        filled: Contract = part_of(
            CommitmentContract, material.facts, header=header, company=_company(material), sign_off=sign_off
        )
    elif kind is DocumentKind.DOSSIER:
        filled = _dossier(material, header, sign_off)
    elif kind is DocumentKind.PLAN:
        filled = part_of(
            PlanContract, material.facts, header=header, sign_off=sign_off, targets=blocks_of(material),
            delivery=delivery_of(material), approval=part_of(BoardApproval, material.facts),
            realised=realised_of(material),
        )  # fmt: skip
    else:
        assert asked.year is not None
        filled = _progress(material, header, sign_off, asked.year)
    if before is None:
        return filled
    changed = differences(contract_of(before), filled)
    return replace(filled, header=replace(header, changes=changed))


def _header(asked: Asked, material: Material) -> SbtHeader:
    group, before = material.group, asked.before
    sets = dict.fromkeys(row.rule_set_id for row in material.targets)
    return SbtHeader(
        group=NamedOrganisation(
            name=group.name, address=group.address or "", registration=group.registration_id or "",
            local_name=group.name_local or str(material.facts.get("company-local_name", "")),
        ),
        version=str(asked.number),
        dated=dated(asked.kind, material),
        prepared_by=material.prepared_by,
        rule_sets=() if asked.kind is DocumentKind.LETTER else tuple(load_rule_set(each).title for each in sets),
        replaces=str(before.number) if before else "",
    )  # fmt: skip


def dated(kind: DocumentKind, material: Material) -> date:
    """The civil day that a document bears: today; a letter that was sent bears the day of its sending (CM-01)."""
    sent = material.submission.get("commitment_letter")
    return sent if kind is DocumentKind.LETTER and isinstance(sent, date) else material.today


def _sign_off(kind: DocumentKind, material: Material) -> SignOff:
    """Who signs; a letter that was sent was signed by then, targets bear the day of their internal approval."""
    if kind is DocumentKind.LETTER:
        return part_of(SignOff, material.facts, signed_on=material.submission.get("commitment_letter"))
    days = [row.approved_on for row in material.targets]
    known = [day for day in days if day is not None]
    return part_of(
        SignOff, material.facts, approved_on=max(known) if known and len(known) == len(days) else None
    )


def _company(material: Material) -> CompanyFacts:
    """Section 2; the legal name is the organisation's own where nobody stated another."""
    staff = material.submission.get("staff")
    stated = part_of(
        CompanyFacts,
        material.facts,
        staff=None if staff is None else int(str(staff)),
        flag_share=flag_share_of(material),
    )
    local = stated.local_name or material.group.name_local or ""
    return replace(stated, legal_name=stated.legal_name or material.group.name, local_name=local)


def _request(material: Material) -> SubmissionRequest:
    small = material.submission.get("uses_sme_route")
    route = None if small is None else Route.SMALL if small else Route.STANDARD
    reaches = tuple(dict.fromkeys(reach_of(row.kind) for row in material.targets))
    return part_of(SubmissionRequest, material.facts, route=route, reaches=reaches)


def _dossier(material: Material, header: SbtHeader, sign_off: SignOff) -> DossierContract:
    return DossierContract(
        header=header,
        sign_off=sign_off,
        request=_request(material),
        company=_company(material),
        basis=basis_of(material),
        inventory=table_of(material),
        exclusions=exclusions_of(material.facts),
        bioenergy=bioenergy_of(material),
        screening=screening_of(material),
        targets=blocks_of(material),
        coverage=coverage_of(material),
        delivery=delivery_of(material),
        maintenance=part_of(Maintenance, material.facts),
        rules=rules_of(material),
        annexes=Annexes(
            approval=part_of(BoardApproval, material.facts),
            statements=material.statements,
            suppliers=tuple(
                SupplierRow(name=row.name, site=row.site or "")
                for row in material.entities
                if row.place is Place.VALUE_CHAIN
            ),
            files=(AttachedFile(title="Dossier forms and calculation sheets", path="forms.xlsx"),),
        ),
    )


def _progress(material: Material, header: SbtHeader, sign_off: SignOff, year: int) -> ProgressContract:
    base = material.base_values
    approach = str(material.submission.get("scope_2_approach", LOCATION))
    return part_of(
        ProgressContract, material.facts, header=header, sign_off=sign_off, reporting_year=year,
        inventory=table_of(material, reporting_year=year), targets=blocks_of(material),
        progress=targets_in(material, year), realised=realised_of(material, year),
        shifts=shifts_of(material), disclosure=disclosed(material, year),
        base_total=base.total((1, 2, 3), approach) if base else None,
        statements=material.statements_of(material.held.newest.get(year)),
    )  # fmt: skip
