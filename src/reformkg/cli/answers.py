"""How answers are cut, put into a form and printed: tables, rows that are still coming, and triples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from reformkg.cli.console import deliver, rows_text, say, write
from reformkg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reformkg.model import Bilingual, Rows
    from reformkg.query import Stream
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


_STREAMED = (RowsFormat.CSV, RowsFormat.TSV, RowsFormat.JSON_LINES)
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
        return self.table in _STREAMED and not self.excel


def print_answer(rows: Rows, printing: Printing, title: str) -> None:
    """Print a table in its form, and say on standard error how the question was understood.

    Raises:
        UsageError: the form is none of a table, or a workbook would go to a terminal.
        RenderError: the file cannot be written.
    """
    deliver(_written(rows, printing, title), printing.output)
    _say_all(rows.notes, printing.language)


def print_stream(answer: Stream, shape: Shape, printing: Printing, empty: Bilingual | None) -> int:
    """Print rows as they come, without holding them; return how many there were.

    Args:
        answer: the rows, taken once.
        shape: of which the sorting is not looked at.
        printing: in a form that is `streamed`.
        empty: what it means when there are no rows.

    Raises:
        UsageError: a column is not there.
        RenderError: the file cannot be written.
    """
    from reformkg.render import rows as forms

    lines_of = {
        RowsFormat.CSV: forms.csv_lines,
        RowsFormat.TSV: forms.tsv_lines,
        RowsFormat.JSON_LINES: forms.jsonl_lines,
    }[printing.table]
    shaped = shape.of_stream(answer)
    table = replace(shaped, rows=islice(shaped.rows, shape.limit))
    lines = _delivered(lines_of(table, printing.language), printing.output)
    count = lines if printing.table is RowsFormat.JSON_LINES else lines - 1
    more = count == shape.limit and next(shaped.rows, None) is not None
    notes = (*answer.notes, *((empty,) if empty and not count else ()), *((_cut(count),) if more else ()))
    _say_all(notes, printing.language)
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


def _delivered(lines: Iterator[str], output: Path | None) -> int:
    """Print lines as they come, or write them to a file; return how many there were."""
    if output is not None and str(output) != "-":
        held = list(lines)
        deliver("".join(held), output)
        return len(held)
    count = 0
    for line in lines:
        write(line)
        count += 1
    return count


def _cut(count: int) -> Bilingual:
    from reformkg.model import Bilingual

    return Bilingual(f"只列出前{count}行，其后还有更多", f"cut after row {count}; there are more")


def _say_all(notes: tuple[Bilingual, ...], language: Language) -> None:
    from reformkg.render.words import in_words

    for note in notes:
        say(in_words(note, language))


def _written(rows: Rows, printing: Printing, title: str) -> str | bytes:
    from reformkg.render import rows as forms
    from reformkg.render.workbook import rows_xlsx

    plain: dict[RowsFormat, Callable[[Rows, Language], str]] = {
        RowsFormat.TABLE: rows_text,
        RowsFormat.CSV: forms.rows_spreadsheet_csv if printing.excel else forms.rows_csv,
        RowsFormat.TSV: forms.rows_tsv,
        RowsFormat.JSON: forms.rows_json,
        RowsFormat.JSON_LINES: forms.rows_jsonl,
        RowsFormat.MARKDOWN: forms.rows_markdown,
    }
    titled: dict[RowsFormat, Callable[[Rows, Language, str], str | bytes]] = {
        RowsFormat.HTML: forms.rows_html,
        RowsFormat.WORKBOOK: rows_xlsx,
    }
    if printing.table in plain:
        return plain[printing.table](rows, printing.language)
    return titled[printing.table](rows, printing.language, title)
