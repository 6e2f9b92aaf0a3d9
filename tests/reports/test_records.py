from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reports.contract import Attestation, Person, contract_hash
from reports.records import Record, RecordFact, RecordKind, RecordSection, RecordTable, render_record
from tests.reports.reading_back import flat, fonts_of
from tests.reports.worked_contract import HEADER

ACT = Attestation(
    person=Person(name="Zhang Min", role="General manager"),
    at=datetime(2022, 11, 10, 8, 0, tzinfo=UTC),
    over_sha256="3c" * 32,
    manner="Act in the product after a fresh sign-in",
)


TABLE = RecordTable(titles=("Source", "t CO2e"), shares=(70, 30), rows=(("S11", "24,715.50"),), right=(1,))


def a_record(kind: RecordKind = RecordKind.REPRESENTATION) -> Record:
    """Return a letter with every kind of part, signed by one and awaited from another."""
    return Record(
        kind=kind,
        header=HEADER,
        title="Representation letter on the GHG statement v2",
        lead="We confirm what follows to the verification body.",
        sections=(
            RecordSection(
                title="What we confirm",
                paragraphs=("The statement is complete.",),
                items=("All sources are disclosed.", "Access was given."),
                facts=(
                    RecordFact(label="Uncorrected", value="F-005, +111.42 t CO2e", mark="refused"),
                    RecordFact(label="File", value="3c" * 32, is_raw=True),
                    RecordFact(label="Left empty", value=""),
                ),
                table=RecordTable(
                    titles=("Source", "t CO2e"), shares=(70, 30), rows=(("S11", "24,715.50"),), right=(1,)
                ),
            ),
        ),
        attestations=(ACT,),
        awaited=("Jonas Lind",),
    )


@pytest.mark.parametrize("kind", list(RecordKind))
def test_each_kind_of_record_is_printed_with_head_and_case(kind: RecordKind) -> None:
    words = flat(render_record(a_record(kind)))

    assert kind.value in words
    assert "C-2022-0001" in words
    assert "NA-2022-0041 rev 0" in words


def test_every_part_is_read_back() -> None:
    words = flat(render_record(a_record()))

    shown = ("The statement is complete.", "All sources are disclosed.", "F-005, +111.42 t CO₂e", "24,715.50")
    for part in (*shown, "We confirm what follows", "3c" * 32):
        assert part in words


def test_a_signing_act_is_printed_and_an_awaited_one_is_said_to_be_missing() -> None:
    words = flat(render_record(a_record()))

    assert "Zhang Min, General manager, 2022-11-10 08:00 UTC" in words
    assert "Jonas Lind: not signed yet" in words


def test_the_foot_carries_the_hash_of_the_content() -> None:
    record = a_record()

    assert f"SHA-256 {contract_hash(record)}" in flat(render_record(record))


def test_a_draft_says_so_on_its_page() -> None:
    assert "DRAFT" in flat(render_record(a_record(), is_draft=True))
    assert "DRAFT" not in flat(render_record(a_record()))


def test_a_record_without_content_is_refused() -> None:
    with pytest.raises(ValueError, match="no content"):
        render_record(replace(a_record(), sections=()))


def test_the_same_record_gives_the_same_bytes_with_embedded_fonts() -> None:
    pdf = render_record(a_record())

    assert render_record(a_record()) == pdf
    assert all(fonts_of(pdf).values())
