import io
from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from pathlib import Path

import pdfplumber
import pytest

from reports.completeness import ELEMENT_NAMES, IncompleteError, missing_elements
from reports.contract import (
    Conclusion,
    EmissionSummary,
    Matter,
    Organisation,
    Person,
    StatementContract,
    VerificationBody,
    contract_hash,
)
from reports.pages import signature_places
from reports.trace_pages import render_trace_pages
from reports.verification_statement import SIGNATURE_FIELDS, render_verification_statement
from tests.reports.reading_back import destinations, first_page, flat, fonts_of, outside_links
from tests.reports.worked_contract import GROUP_A, GROUP_B, HASH, STATEMENT, TRACE

NOBODY = Person(name="", role="")
EMPTIED = {
    1: {"title": " "},
    2: {"addressee": ""},
    3: {"number": ""},
    4: {"sites": ()},
    5: {"ghg_statement": None},
    6: {"party_duties": ()},
    7: {"criteria": ()},
    8: {"verification_standard": ""},
    9: {"objectives": ()},
    10: {"nature": None},
    11: {"groups": ()},
    12: {"groups": (replace(GROUP_A, threshold=D(0)),)},
    13: {"summary": None},
    14: {"verifier_duties": ()},
    15: {"evidence_work": ()},
    16: {"groups": (replace(GROUP_A, conclusion=None),)},
    17: {"groups": (replace(GROUP_A, conclusion=Conclusion.MODIFIED),)},
    18: {"opinion_date": None},
    19: {"body": VerificationBody(name="N", address="A", accreditation_number="", accreditation_scope="S")},
    20: {"authorised_signatory": NOBODY},
    21: {"reviewer": NOBODY},
    22: {"restriction": ""},
}
# What of each element must be read back from the page.
SHOWN = {
    1: "Verification statement on the GHG statement 2021 of Halden Interconnect (Kunshan) Co., Ltd",
    2: "the group office of Halden Precision Group",
    3: "NA-2022-0041 rev 0",
    4: "Manufacture of electrical connectors: stamping, plating and moulding",
    5: "GHG report 2021, v2, dated 7 November 2022, 1 January 2021 to 31 December 2021",
    6: "Halden Interconnect (Kunshan) Co., Ltd is the responsible party. It answers for preparing",
    7: "ISO 14064-1:2018; the GHG inventory procedure of Halden Precision Group, edition 2",
    8: "The verification was done according to ISO 14064-3:2019.",
    9: "Categories 1 to 4 of ISO 14064-1",
    10: "The data are historical",
    11: "limited assurance",
    12: "10 % of the total of the group (27,384.60 t CO₂e), which is 2,738.46 t CO₂e",
    13: "biogenic CO₂ 0.00 t CO₂, removals 0.00 t CO₂e",
    14: "Norrland Assurance AS is the verification body. It answers for",
    15: "the procedures are narrower in kind and extent than for reasonable assurance",
    16: "In our opinion, categories 1 and 2 of the GHG statement v2 of Halden Interconnect (Kunshan)",
    17: "unmodified",
    18: "Date of the opinion: 25 November 2022",
    19: "DEMO-VV-014",
    20: "Jonas Lind Lead verifier, Norrland Assurance AS Authorised signatory, Norrland Assurance AS",
    21: "Amara Okafor, Independent reviewer, reviewed this opinion before its issue: 22 November 2022",
    22: "For the addressee and the intended users named in the agreement.",
}
NUMBERS = (
    *("1,304.93", "23,578.39", "20,963.89", "2,381.10", "25,003.50", "24,883.32", "27,384.60", "52,267.92"),
    *("49,653.42", "1,244.17", "2,738.46", "22,500.39", "19,885.89", "24,715.50", "8,707.50", "16,008.00"),
    *(
        "892.79",
        "48.54",
        "54.09",
        "139.84",
        "113.83",
        "55.84",
        "1,078.00",
        "903.00",
        "1,003.60",
        "474.50",
        "288.00",
    ),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_verification_statement(STATEMENT)


@pytest.mark.parametrize("number", sorted(ELEMENT_NAMES))
def test_an_empty_element_is_named_and_refuses_the_statement(number: int) -> None:
    emptied = replace(STATEMENT, **EMPTIED[number])  # type: ignore[arg-type]

    assert number in missing_elements(emptied)
    with pytest.raises(IncompleteError, match=rf"{number} \({ELEMENT_NAMES[number][:10]}"):
        render_verification_statement(emptied)


def test_the_complete_statement_misses_nothing() -> None:
    assert missing_elements(STATEMENT) == []


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_each_element_is_read_back_from_the_page(pdf: bytes, number: int) -> None:
    assert SHOWN[number] in flat(pdf)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_number_of_the_worked_case_is_read_back(pdf: bytes, number: str) -> None:
    assert number in flat(pdf)


def test_the_first_page_says_conclusion_level_and_totals_before_anything_else(pdf: bytes) -> None:
    page = first_page(pdf)

    places = [
        page.index(word)
        for word in ("unmodified", "reasonable assurance", "52,267.92", "Opinion", "Addressee")
    ]

    assert places == sorted(places)


def test_head_and_foot_carry_number_page_and_the_whole_contract_hash_on_every_page(pdf: bytes) -> None:
    words = flat(pdf)

    assert words.count(f"SHA-256 {HASH}") == 3
    assert all(f"NA-2022-0041 rev 0 · page {page} of 3" in words for page in (1, 2, 3))
    assert words.count("https://status.norrland.example/s/NA-2022-0041") == 3


def test_the_same_contract_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_verification_statement(STATEMENT) == pdf


def test_another_contract_gives_another_hash_in_the_foot() -> None:
    other = replace(STATEMENT, scope="Categories 1 to 4")

    assert contract_hash(other) != HASH
    assert f"SHA-256 {contract_hash(other)}" in flat(render_verification_statement(other))


def test_all_fonts_are_embedded(pdf: bytes) -> None:
    fonts = fonts_of(pdf)

    assert all(fonts.values())
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"NotoSans", "NotoSansSC"}


def test_the_subscript_and_long_chinese_names_are_read_back(pdf: bytes) -> None:
    words = flat(pdf)

    assert "t CO₂e" in words
    assert "CO2e" not in words
    assert "哈尔登互连精密电子连接器（昆山经济技术开发区）有限责任公司" in words
    assert "昆山市场与客户服务中心办公室（含样品展示厅与" in words


def test_both_signature_places_are_found_on_the_page_that_names_the_signers(pdf: bytes) -> None:
    places = signature_places(pdf)

    assert set(places) == set(SIGNATURE_FIELDS)
    assert all(
        place.page == 2 and place.right - place.left > 200 and place.top - place.bottom > 60
        for place in places.values()
    )
    assert places["LeadVerifier"].right < places["AuthorisedSignatory"].left


def test_each_line_and_sum_links_to_a_named_place_on_the_trace_pages(pdf: bytes) -> None:
    links = outside_links(pdf)

    assert {path for path, _ in links} == {"../16-trace/trace-pages.pdf"}
    assert {name for _, name in links} >= {f"line.L-0{number}" for number in range(13, 26)} | {
        "total",
        "category.1",
    }
    assert {name for _, name in links} <= destinations(render_trace_pages(TRACE))


def test_a_draft_is_marked_unsigned_and_may_lack_what_the_decision_brings() -> None:
    draft = replace(STATEMENT, number="", revision=None, opinion_date=None, reviewed_on=None)

    pdf = render_verification_statement(draft, is_draft=True)

    assert signature_places(pdf) == {}
    assert "DRAFT, not signed" in flat(pdf)
    assert "no number yet · opinion: not yet dated" in flat(pdf)


def test_a_draft_still_refuses_a_missing_conclusion() -> None:
    draft = replace(STATEMENT, groups=(replace(GROUP_A, conclusion=None), GROUP_B))

    with pytest.raises(IncompleteError, match="16"):
        render_verification_statement(draft, is_draft=True)


def test_a_revision_without_the_statement_it_replaces_is_refused() -> None:
    assert missing_elements(replace(STATEMENT, revision=1)) == [22]
    whole = replace(
        STATEMENT, revision=1, replaces="NA-2022-0041/0", replacement_reason="Steam factor corrected."
    )
    assert "This statement replaces NA-2022-0041/0. Steam factor corrected." in flat(
        render_verification_statement(whole)
    )


def _with(conclusion: Conclusion, *matters: Matter) -> StatementContract:
    return replace(STATEMENT, groups=(replace(GROUP_A, conclusion=conclusion, matters=matters), GROUP_B))


STEAM = Matter(text="the steam factor", amount=D("-1274.00"), share=D("0.0512"))


def test_a_modified_conclusion_says_except_for_with_amount_and_share() -> None:
    words = flat(render_verification_statement(_with(Conclusion.MODIFIED, STEAM)))

    assert "edition 2, except for the steam factor, −1,274.00 t CO₂e (5.12 % of group A)." in words


def test_an_adverse_conclusion_says_why_and_by_how_much() -> None:
    words = flat(render_verification_statement(_with(Conclusion.ADVERSE, STEAM)))

    assert "Because of the steam factor, −1,274.00 t CO₂e (5.12 % of group A), categories 1 and 2" in words
    assert "are not materially correct" in words


def test_a_disclaimer_issues_no_opinion_on_its_group_only() -> None:
    words = flat(
        render_verification_statement(_with(Conclusion.DISCLAIMER, Matter(text="purchased materials")))
    )

    assert (
        "We could not obtain sufficient evidence on purchased materials; we therefore issue no "
        "opinion on group A." in words
    )
    assert "nothing came to our notice" in words


def test_no_sentence_says_certified_guarantee_or_iso_approved(pdf: bytes) -> None:
    words = flat(pdf).lower()

    assert not any(word in words for word in ("certified", "guarantee", "iso approved"))
    sources = "".join(path.read_text() for path in Path("reports").glob("*.py")).lower()
    assert not any(word in sources for word in ("guarantee", "iso approved"))


def test_very_long_names_stay_inside_the_page() -> None:
    long_name = "昆山" * 60 + " " + "Interconnect" * 20
    party = Organisation(name=long_name, address=long_name)
    pdf = render_verification_statement(replace(STATEMENT, organisation=party, responsible_party=party))

    assert _rightmost(pdf) <= 595 - 50


def test_huge_totals_stay_inside_their_columns() -> None:
    summary = STATEMENT.summary
    assert isinstance(summary, EmissionSummary)
    huge = replace(summary, total=D("123456789012345.67"), market_total=D("-123456789012345.67"))
    pdf = render_verification_statement(replace(STATEMENT, summary=huge))

    assert "123,456,789,012,345.67" in flat(pdf)
    assert "−123,456,789,012,345.67" in flat(pdf)


def _rightmost(pdf: bytes) -> float:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return max(char["x1"] for page in document.pages for char in page.chars if char["top"] > 60)
