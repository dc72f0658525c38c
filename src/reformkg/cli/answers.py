"""How answers are cut, put into a form and printed: tables, rows that are still coming, and triples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from reformkg.cli.console import deliver, deliver_parts, rows_text, say
from reformkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reformkg.model import Bilingual, Cell, Rows, Stream
    from reformkg.query import Query
    from reformkg.render.rows import Table
    from reformkg.render.words import Language


class RowsFormat(StrEnum):
    """The forms in which a table is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSON_LINES = "jsonl"
    MARKDOWN = "md"
    HTML = "html"
    WORKBOOK = "xlsx"


class AnswerFormat(StrEnum):
    """The forms in which the answer to any query is printed: those of tables, and two of triples."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSON_LINES = "jsonl"
    MARKDOWN = "md"
    HTML = "html"
    WORKBOOK = "xlsx"
    TURTLE = "ttl"
    N_TRIPLES = "nt"


_WHOLE = (RowsFormat.TABLE, RowsFormat.WORKBOOK)
"""Forms that need all rows before the first is written: widths of columns are taken from them."""
_TRIPLES = (AnswerFormat.TURTLE, AnswerFormat.N_TRIPLES)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which part of an answer is shown, and in which order; the names of columns stand between commas."""

    columns: str | None = None
    sort: str | None = None
    limit: int | None = None

    def of(self, rows: Rows) -> Rows:
        """Return that part of a table.

        Raises:
            UsageError: a column is not there.
        """
        from reformkg.render.rows import chosen, limited, sorted_by

        rows = sorted_by(rows, self.sort.split(",")) if self.sort else rows
        rows = chosen(rows, self.columns.split(",")) if self.columns else rows
        return limited(rows, self.limit) if self.limit else rows

    def of_stream(self, answer: Stream) -> Stream:
        """Return the wanted columns of an answer whose rows are still coming; neither sorted nor limited.

        Raises:
            UsageError: a column is not there.
        """
        from reformkg.model import Rows
        from reformkg.render.rows import chosen

        if not self.columns:
            return answer
        wanted = chosen(Rows(answer.columns, ()), self.columns.split(",")).columns
        places = [answer.columns.index(column) for column in wanted]
        return replace(answer, columns=wanted, rows=(tuple(row[place] for place in places) for row in answer.rows))


@dataclass(frozen=True, slots=True)
class Printing:
    """The form of an answer, and where it goes."""

    form: AnswerFormat
    output: Path | None
    language: Language
    excel: bool = False

    @property
    def table(self) -> RowsFormat:
        """The form as one of a table.

        Raises:
            UsageError: it is a form of triples.
        """
        if self.form in _TRIPLES:
            raise UsageError(
                "the answer has no triples, which this form is for",
                where=f"--format {self.form}",
                remedy=f"Write a CONSTRUCT or DESCRIBE query, or take {', '.join(RowsFormat)}",
            )
        return RowsFormat(self.form)

    @property
    def streamed(self) -> bool:
        """Whether the rows can be printed as they come."""
        return self.table not in _WHOLE


def print_answer(rows: Rows, printing: Printing, title: str) -> None:
    """Print a table in its form, and say on standard error how the question was understood.

    Raises:
        UsageError: the form is none of a table, or a workbook would go to a terminal.
        RenderError: the file cannot be written.
    """
    deliver(_written(rows, printing, title), printing.output)
    _say_all(rows.notes, printing.language)


def print_stream(answer: Stream, shape: Shape, printing: Printing, query: Query) -> int:
    """Print rows as they come, without holding them; return how many there were.

    Args:
        answer: the rows, taken once.
        shape: of which the sorting is not looked at.
        printing: in a form that is `streamed`.
        query: whose name is the title, and that says what it means when there are no rows.

    Raises:
        UsageError: a column is not there.
        RenderError: the file cannot be written.
    """
    shaped = shape.of_stream(answer)
    count = 0

    def counted() -> Iterator[tuple[Cell, ...]]:
        nonlocal count
        for row in islice(shaped.rows, shape.limit):
            count += 1
            yield row

    deliver_parts(_parts(replace(shaped, rows=counted()), printing, query.name), printing.output)
    more = count == shape.limit and next(shaped.rows, None) is not None
    empty = (query.empty,) if query.empty and not count else ()
    _say_all((*answer.notes, *empty, *((_cut(count),) if more else ())), printing.language)
    return count


def print_triples(text: str, printing: Printing) -> None:
    """Print triples that are written as Turtle or N-Triples, the latter in the same order each time.

    Raises:
        RenderError: the file cannot be written.
    """
    if printing.form is AnswerFormat.N_TRIPLES:
        text = "".join(f"{line}\n" for line in sorted(filter(None, text.split("\n"))))
    deliver(text, printing.output)


def expect_triples(form: AnswerFormat, shape: Shape, excel: bool) -> None:
    """Check that what is asked of an answer in triples can be done.

    Raises:
        UsageError: it is a form of a table, or asks for what only tables have.
    """
    if form not in _TRIPLES:
        raise UsageError(
            "the query gives triples, and this is a form of tables",
            where=f"--format {form}",
            remedy=f"Take {' or '.join(_TRIPLES)}, or write a SELECT query",
        )
    if excel or shape != Shape():
        raise UsageError(
            "triples have no rows and columns",
            where="reformkg query",
            remedy="Leave out --columns, --sort, --limit and --excel",
        )


def _cut(count: int) -> Bilingual:
    from reformkg.model import Bilingual

    return Bilingual(f"只列出前{count}行，其后还有更多", f"cut after row {count}; there are more")


def _say_all(notes: tuple[Bilingual, ...], language: Language) -> None:
    from reformkg.render.words import in_words

    for note in notes:
        say(in_words(note, language))


def _parts(table: Table, printing: Printing, title: str) -> Iterator[str]:
    """Return a table in one of the forms that are written row by row."""
    from reformkg.render import rows as forms

    if printing.table is RowsFormat.HTML:
        return forms.html_lines(table, printing.language, title)
    lines_of = {
        RowsFormat.CSV: forms.spreadsheet_csv_lines if printing.excel else forms.csv_lines,
        RowsFormat.TSV: forms.tsv_lines,
        RowsFormat.JSON: forms.json_lines,
        RowsFormat.JSON_LINES: forms.jsonl_lines,
        RowsFormat.MARKDOWN: forms.markdown_lines,
    }[printing.table]
    return lines_of(table, printing.language)


def _written(rows: Rows, printing: Printing, title: str) -> str | bytes:
    if printing.table is RowsFormat.TABLE:
        return rows_text(rows, printing.language)
    if printing.table is RowsFormat.WORKBOOK:
        from reformkg.render.workbook import rows_xlsx

        return rows_xlsx(rows, printing.language, title)
    return "".join(_parts(rows, printing, title))
