"""The demo's fictional organisations and people, and the cards by which a visitor becomes one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.access import Role
from workflow.people import commands, keys
from workflow.people.models import DemoCard, Organisation, Person
from workflow.people.rules import CompetenceArea, OrganisationKind
from workflow.unit_of_work import UnitOfWork

NORRLAND = "Norrland Assurance AS"
GROUP = "Halden Precision Group"
HIK = "Halden Interconnect (Kunshan) Co., Ltd"
HCD = "Halden Cable (Dongguan) Co., Ltd"
HSW = "Halden Stamping (Wuhu) Co., Ltd"
SUPPLIER = "Taihe Copper Co., Ltd"
ACCREDITATION = "Demo Accreditation Service"
OPERATOR = "Operator of this demo"
SINCE = date(2020, 1, 1)
TRAINED = date(2019, 3, 1)
TRAINED_UNTIL = date(2026, 12, 31)

# Chinese public holidays of 2022 on weekdays, with the make-up workdays, as the group's calendars count them.
HOLIDAYS_CHINA = ("2022-09-12", "2022-10-03", "2022-10-04", "2022-10-05", "2022-10-06", "2022-10-07")
MAKEUP_CHINA = ("2022-10-08", "2022-10-09")


@dataclass(frozen=True)
class Played:
    """One person of the demo: where, with which roles, and what the sign-in card says."""

    name: str
    organisation: str
    roles: tuple[Role, ...]
    card: str
    note: str | None = None
    passphrase: str | None = None
    name_local: str | None = None
    language: str = "en"
    competences: tuple[CompetenceArea, ...] = ()
    signs_as: str | None = None

    @property
    def email(self) -> str:
        return self.name.lower().replace(" ", ".") + "@demo.invalid"


C = CompetenceArea
CAST: tuple[Played, ...] = (
    Played(
        "Ingrid Solberg", NORRLAND, (Role.VERIFIER,), "Lead verifier", "leads all cases",
        "demo-lead-2022", competences=(C.PROGRAMME, C.QUANTIFICATION, C.DATA_AUDITING, C.TEAM_LEADING),
        signs_as="lead verifier",
    ),
    Played(
        "Chen Wei", NORRLAND, (Role.VERIFIER,), "Verification team member", name_local="陈伟",
        competences=(C.QUANTIFICATION, C.DATA_AUDITING),
    ),
    Played("Rafael Ortiz", NORRLAND, (Role.VERIFIER,), "Technical expert", competences=(C.SECTOR,)),
    Played(
        "Amara Okafor", NORRLAND, (Role.VERIFIER,), "Independent reviewer",
        competences=(C.PROGRAMME, C.QUANTIFICATION, C.TEAM_LEADING, C.REVIEW),
    ),
    Played(
        "Jonas Lind", NORRLAND, (Role.BODY_MANAGER,), "Body manager, decision maker, authorised signatory",
        passphrase="demo-signatory-2022", signs_as="authorised signatory",  # noqa: S106  printed on the card
    ),
    Played(
        "Mei Sato", NORRLAND, (Role.VERIFIER,), "Verifier, not cleared for HIK",
        "declared a consultancy of 2021", competences=(C.QUANTIFICATION, C.DATA_AUDITING),
    ),
    Played("Liu Yan", HIK, (Role.PREPARER,), "Prepares HIK's inventory", name_local="刘燕"),
    Played("Zhang Min", HIK, (Role.APPROVER,), "Approves and signs for HIK", name_local="张敏"),
    Played(
        "Deng Jie", HCD, (Role.PREPARER,), "Prepares HCD's inventory", "has findings to answer",
        name_local="邓洁",
    ),
    Played("Huang Rong", HCD, (Role.APPROVER,), "Approves and signs for HCD", name_local="黄荣"),
    Played("Qian Li", HSW, (Role.PREPARER,), "Prepares HSW's inventory", "has requests to answer",
           name_local="钱丽"),
    Played("Sun Hao", HSW, (Role.APPROVER,), "Approves and signs for HSW", name_local="孙浩"),
    Played("Sofia Marques", GROUP, (Role.GROUP_OFFICE,), "Project office of the group"),
    Played("Gunnar Aas", GROUP, (Role.PREPARER,), "Prepares the group's statement"),
    Played(
        "Tone Vik", GROUP, (Role.APPROVER,), "Approves and signs for the group",
        passphrase="demo-group-2022", signs_as="Chief executive officer",  # noqa: S106  printed on the card
    ),
    Played("Ragna Moe", GROUP, (Role.BOARD_MEMBER,), "Member of the group's board", "reads programme and targets"),
    Played("Elin Berg", ACCREDITATION, (Role.ACCREDITATION_READER,), "Accreditation body, reads the whole file"),
    Played("Kari Holm", OPERATOR, (Role.OPERATOR,), "Operator of the installation"),
)  # fmt: skip


def register_organisations(uow: UnitOfWork) -> dict[str, Organisation]:
    """Register the demo's organisations."""
    add = commands.add_organisation
    china: dict[str, Any] = {
        "holidays": list(HOLIDAYS_CHINA),
        "makeup_workdays": list(MAKEUP_CHINA),
        "zone": "Asia/Shanghai",
    }
    operator = add(uow, OPERATOR, OrganisationKind.OPERATOR)
    body = add(
        uow, NORRLAND, OrganisationKind.BODY, address="Fjordgata 1, 9999 Norrland", zone="Europe/Oslo",
        accreditation_number="DEMO-VV-014", number_prefix="NA",
        accreditation_scope="Verification of organisational greenhouse-gas statements, manufacturing (demo)",
    )  # fmt: skip
    group = add(uow, GROUP, OrganisationKind.GROUP, address="1 Demo Square, Halden")
    hik = add(
        uow, HIK, OrganisationKind.SUBSIDIARY, parent=group, name_local="海登互连（昆山）有限公司",
        registration_id="91320583MADEMHK01X", address="88 Demo Road, Kunshan, Jiangsu, China", **china,
    )  # fmt: skip
    hcd = add(
        uow, HCD, OrganisationKind.SUBSIDIARY, parent=group, name_local="海登线缆（东莞）有限公司",
        registration_id="91441900MADEMHC02Y", address="12 Demo Street, Dongguan, Guangdong, China", **china,
    )  # fmt: skip
    hsw = add(
        uow, HSW, OrganisationKind.SUBSIDIARY, parent=group, name_local="海登冲压（芜湖）有限公司",
        registration_id="91340200MADEMHS03W", address="5 Demo Avenue, Wuhu, Anhui, China", **china,
    )  # fmt: skip
    supplier = add(uow, SUPPLIER, OrganisationKind.SUPPLIER, name_local="泰和铜业有限公司", **china)
    accreditation = add(uow, ACCREDITATION, OrganisationKind.ACCREDITATION_BODY)
    all_of_them = (operator, body, group, hik, hcd, hsw, supplier, accreditation)
    return {organisation.name: organisation for organisation in all_of_them}


def register_people(uow: UnitOfWork, organisations: dict[str, Organisation]) -> dict[str, Person]:
    """Register everybody with roles, competences and keys, and lay out their cards."""
    people: dict[str, Person] = {}
    for place, played in enumerate(CAST):
        home = organisations[played.organisation]
        person = commands.add_person(
            uow, home, played.name, played.email, name_local=played.name_local, language=played.language
        )
        for role in played.roles:
            commands.give_role(uow, person, home, role, since=SINCE, reason="demo")
        for area in played.competences:
            commands.add_competence(
                uow, person, area, evidence="training record (demo)", valid_from=TRAINED,
                valid_to=TRAINED_UNTIL,
            )  # fmt: skip
        if played.passphrase and played.signs_as:
            keys.make_key(uow, person, role=played.signs_as, passphrase=played.passphrase)
        uow.session.add(
            DemoCard(
                person_id=person.id, position=place, role_words=played.card, note=played.note,
                passphrase=played.passphrase,
            )
        )  # fmt: skip
        people[played.name] = person
    return people
