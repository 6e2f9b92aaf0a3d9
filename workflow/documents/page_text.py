"""The text of every page that was read, laid down for the search: derived rows that can be made again at any time.

`page_text` holds the text; `page_words` beside it is FTS5 on SQLite and a tsvector with its index on PostgreSQL.
Both are filled with words cut by `workflow.documents.words`, so that they compare alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    event,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, ScopedSession
from workflow.documents.models import DocumentVersion
from workflow.documents.words import Question, for_postgres, for_sqlite, words_of

# Higher when words are cut or pages divided in another way: then every text is laid down anew.
INDEXER = 1
# PostgreSQL keeps at most 256 places of a word and 16,383 in all: a longer page is laid down in parts.
LONGEST_PART = 12_000
MARKER_PAGE = 0
_PUT_PLAIN = text("INSERT INTO page_words (rowid, terms) VALUES (:id, :terms)")
_PUT_PLACED = text("INSERT INTO page_words (rowid, terms) VALUES (:id, CAST(:terms AS tsvector))")
DERIVED = "the search index is derived from what was read; the reading is the record"


class PageText(CaseOwned, Base):
    """The text of one part of one page, from 1; page 0 says that the whole reading was laid down.

    `first_row` is the row of a sheet with which the part begins, counted from 1.
    """

    __tablename__ = "page_text"
    __table_args__ = (UniqueConstraint("document_version_id", "page", "part"),)
    unrecorded = DERIVED

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"))
    page: Mapped[int]
    part: Mapped[int]
    first_row: Mapped[int | None]
    text: Mapped[str]
    reading_sha256: Mapped[str] = mapped_column(String(64))
    indexer: Mapped[int]


def page_words_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that make the words' table: beside the models, because it is no table that they can describe."""
    if dialect == "sqlite":
        # The tokenizer "ascii" leaves every letter beyond ASCII in its word: the words come cut.
        return ("CREATE VIRTUAL TABLE page_words USING fts5(terms, tokenize='ascii')",)
    return (
        "CREATE TABLE page_words (rowid INTEGER PRIMARY KEY REFERENCES page_text (id) ON DELETE CASCADE,"
        " terms TSVECTOR NOT NULL)",
        "CREATE INDEX ix_page_words_terms ON page_words USING gin (terms)",
    )


@event.listens_for(PageText.__table__, "after_create")
def _make_words(_table: Table, connection: Connection, **_how: Any) -> None:
    for statement in page_words_ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(PageText.__table__, "before_drop")
def _drop_words(_table: Table, connection: Connection, **_how: Any) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS page_words")


def matching(dialect: str, question: Question) -> Any:
    """The ids of parts whose words answer a question with wanted terms; to be joined with scoped rows, always."""
    if dialect == "sqlite":
        said = text("page_words MATCH :question").bindparams(question=for_sqlite(question))
    else:
        said = text("terms @@ CAST(:question AS tsquery)").bindparams(question=for_postgres(question))
    return select(text("rowid")).select_from(text("page_words")).where(said)


def forget(session: ScopedSession, version: DocumentVersion, pages: Collection[int] | None = None) -> None:
    """Remove what was laid down of a version, or of some of its pages."""
    which = PageText.document_version_id == version.id
    if pages is not None:
        which = and_(which, PageText.page.in_(pages))
    ids = [{"id": found} for found in session.scalars(select(PageText.id).where(which))]
    if ids:
        session.connection().execute(text("DELETE FROM page_words WHERE rowid = :id"), ids)
        gone = delete(PageText).where(which)
        session.execute(gone, execution_options={"recorded": DERIVED, "synchronize_session": False})


def lay_down_pages(session: ScopedSession, version: DocumentVersion, reading: dict[str, Any]) -> None:
    """Lay down some pages of a long document as soon as they are read; what was there of them goes.

    The whole is laid down anew by its own job once the reading has ended.
    """
    forget(session, version, [page["number"] for page in reading["pages"]])
    lay_down(session, version, parts_of(reading))


def lay_down(session: ScopedSession, version: DocumentVersion, parts: Iterable[Part]) -> None:
    """Write parts of a version's text with their words."""
    rows = [
        PageText(
            case_id=version.case_id, owner_org_id=version.owner_org_id, document_version_id=version.id,
            page=page, part=part, first_row=first_row, text=said,
            reading_sha256=version.reading_sha256 or "", indexer=INDEXER,
        )
        for page, part, first_row, said in parts
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    put = _PUT_PLAIN if is_sqlite else _PUT_PLACED
    cut = _plain_words if is_sqlite else _placed_words
    words = [{"id": row.id, "terms": cut(row.text)} for row in rows if row.text]
    if words:
        session.connection().execute(put, words)
    for row in rows:
        session.expunge(row)


def _plain_words(said: str) -> str:
    return " ".join(word.folded for word in words_of(said))


def _placed_words(said: str) -> str:
    return " ".join(f"'{word.folded}':{place}" for place, word in enumerate(words_of(said), start=1))


Part = tuple[int, int, int | None, str]


def marker() -> Part:
    """The part that says: all of the reading is laid down."""
    return (MARKER_PAGE, 0, None, "")


def parts_of(reading: dict[str, Any]) -> Iterator[Part]:
    """A stored reading as parts of text: page, part from 1, first row of a sheet, and the text in reading order."""
    for page in reading["pages"]:
        held: list[str] = []
        length, part, first = 0, 1, None
        for row, line in _lines(page):
            if held and length + len(line) > LONGEST_PART:
                yield (page["number"], part, first, "\n".join(held))
                held, length, part = [], 0, part + 1
            first = row if not held else first
            held.append(line)
            length += len(line) + 1
        if held:
            yield (page["number"], part, first, "\n".join(held))


def _lines(page: dict[str, Any]) -> Iterator[tuple[int | None, str]]:
    """The lines of a page, none longer than a part; those of a sheet with their row."""
    title = page.get("title")
    if title:
        yield None, clean(title)
    for row, line in _raw_lines(page):
        said = clean(line)
        for at in range(0, len(said), LONGEST_PART):
            yield row, said[at : at + LONGEST_PART]


def _raw_lines(page: dict[str, Any]) -> Iterator[tuple[int | None, str]]:
    if page["words"]:
        for line in printed_lines(page["words"]):
            yield None, " ".join(word[0] for word in line)
        return
    prose = page.get("prose") or []
    yield from ((None, said) for _address, said in prose)
    for table in page["tables"]:
        for number, row in enumerate(table["rows"], start=1):
            cells = [cell[0] for cell in row if cell and cell[0]]
            if cells:
                yield number, "  ".join(cells)
    # What was read before paragraphs were kept has the sentences around its figures.
    if not prose and not page["tables"]:
        yield from ((None, quote) for quote in dict.fromkeys(figure["quote"] for figure in page["figures"]))


def printed_lines(words: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """Words of a page ([text, x0, top, x1, bottom]) in their order, line by line."""
    line: list[list[Any]] = []
    for word in words:
        middle = (word[2] + word[4]) / 2
        if line and not (line[-1][2] <= middle <= line[-1][4] and word[1] >= line[-1][1]):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def clean(said: str) -> str:
    """A text that every database keeps: no NUL, no half characters."""
    return said.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
