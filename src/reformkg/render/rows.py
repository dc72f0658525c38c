"""A table as text: CSV, TSV, JSON, JSON lines, Markdown, HTML; and cut to what is wanted; pure, touches the model only.

CSV, TSV and JSON are for programs: columns by name, values as they are. Markdown, HTML and the CSV for spreadsheets are
for people: headings and words.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from reformkg.errors import UsageError
from reformkg.model import Bilingual, Cell, Column, Rows
from reformkg.render.words import Language, in_words

_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|~"})
_TAB_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_STYLE = (
    "body{font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{border:1px solid #bbb;padding:.3em .6em;text-align:start;vertical-align:top}th{background:#eef1f5}"
    "td.number{text-align:end}@media print{thead{display:table-header-group}tr{break-inside:avoid}}"
)


class Table(Protocol):
    """What can be written row by row: `Rows`, or an answer whose rows are still coming."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""

    @property
    def rows(self) -> Iterable[tuple[Cell, ...]]:
        """The rows, with a cell a column."""


def csv_lines(table: Table, language: Language) -> Iterator[str]:
    """Yield RFC 4180 CSV row by row, the first with the columns' names."""
    yield _csv_line([column.name for column in table.columns])
    yield from (_csv_line([cell_text(cell, language) for cell in row]) for row in table.rows)


def tsv_lines(table: Table, language: Language) -> Iterator[str]:
    r"""Yield tab-separated values line by line, the first with the columns' names; tabs and line ends are \t and \n."""
    yield _tsv_line(column.name for column in table.columns)
    yield from (_tsv_line(cell_text(cell, language) for cell in row) for row in table.rows)


def jsonl_lines(table: Table, language: Language) -> Iterator[str]:
    """Yield one JSON object a line, a line a row."""
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield json.dumps(_object(names, row, language), ensure_ascii=False) + "\n"


def spreadsheet_csv_lines(table: Table, language: Language) -> Iterator[str]:
    """Yield CSV that a spreadsheet program opens as it should: a byte order mark, headings, and nothing it would run.

    A text that begins like a formula is given with an apostrophe before it (OWASP, CSV injection).
    """
    yield "\ufeff" + _csv_line([_inert(in_words(column.heading, language)) for column in table.columns])
    yield from (_csv_line([_spreadsheet(cell, language) for cell in row]) for row in table.rows)


def json_lines(table: Table, language: Language) -> Iterator[str]:
    """Yield a JSON array row by row, one object a row; a missing value is null, a day is ISO 8601."""
    names = [column.name for column in table.columns]
    before = "[\n"
    for row in table.rows:
        written = json.dumps(_object(names, row, language), ensure_ascii=False, indent=1)
        yield before + " " + written.replace("\n", "\n ")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def markdown_lines(table: Table, language: Language) -> Iterator[str]:
    """Yield a Markdown table row by row, with headings in one language."""
    yield _markdown_line(in_words(column.heading, language) for column in table.columns)
    yield _markdown_line("---" for _ in table.columns)
    yield from (_markdown_line(_markdown(cell, language) for cell in row) for row in table.rows)


def html_lines(table: Table, language: Language, title: str) -> Iterator[str]:
    """Yield a page with the table and nothing else in it row by row, readable from disk without a network."""
    head = "".join(
        f'<th scope="col">{html.escape(in_words(column.heading, language))}</th>' for column in table.columns
    )
    named = html.escape(title)
    yield (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{named}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<table>\n<caption>{named}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
    )
    yield from (f"<tr>{''.join(_html(cell, language) for cell in row)}</tr>\n" for row in table.rows)
    yield "</tbody>\n</table>\n</body>\n</html>\n"


def rows_csv(rows: Rows, language: Language) -> str:
    """Return RFC 4180 CSV whose first line names the columns."""
    return "".join(csv_lines(rows, language))


def rows_markdown(rows: Rows, language: Language) -> str:
    """Return a Markdown table with headings in one language."""
    return "".join(markdown_lines(rows, language))


def rows_html(rows: Rows, language: Language, title: str) -> str:
    """Return a page with the table and nothing else in it, readable from disk without a network."""
    return "".join(html_lines(rows, language, title))


def chosen(rows: Rows, names: Sequence[str]) -> Rows:
    """Return the columns with these names, in this order.

    Raises:
        UsageError: a column is not there.
    """
    places = {column.name: place for place, column in enumerate(rows.columns)}
    for name in names:
        if name not in places:
            raise UsageError(
                "there is no such column", where=name or "--columns", remedy=f"Take some of {','.join(places)}"
            )
    wanted = [places[name] for name in names]
    return replace(
        rows,
        columns=tuple(rows.columns[place] for place in wanted),
        rows=tuple(tuple(row[place] for place in wanted) for row in rows.rows),
    )


def sorted_by(rows: Rows, names: Sequence[str]) -> Rows:
    """Return the rows in the order of these columns, the first counting most; `-due` is the other way round.

    Empty cells come last either way; rows that are alike in the columns keep their order.

    Raises:
        UsageError: a column is not there.
    """
    places = {column.name: place for place, column in enumerate(rows.columns)}
    table = list(rows.rows)
    for name in reversed(names):
        place = places.get(name.removeprefix("-"))
        if place is None:
            raise UsageError(
                "there is no such column", where=name or "--sort", remedy=f"Take some of {','.join(places)}"
            )
        filled = [row for row in table if row[place] is not None]
        filled.sort(key=lambda row: _order(row[place]), reverse=name.startswith("-"))
        table = [*filled, *(row for row in table if row[place] is None)]
    return replace(rows, rows=tuple(table))


def limited(rows: Rows, most: int) -> Rows:
    """Return no more than the first so many rows, with a note of how many there are where some are left out."""
    if len(rows.rows) <= most:
        return rows
    note = Bilingual(f"共{len(rows.rows)}行，只列出前{most}行", f"the first {most} of {len(rows.rows)} rows")
    return replace(rows, rows=rows.rows[:most], notes=(*rows.notes, note))


def cell_text(cell: Cell, language: Language) -> str:
    """Return a value as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return in_words(Bilingual("是", "yes") if cell else Bilingual("否", "no"), language)
    if isinstance(cell, Bilingual):
        return in_words(cell, language)
    return str(cell)


def _json(cell: Cell, language: Language) -> str | int | float | bool | None:
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell_text(cell, language)


def _csv_line(values: Iterable[str]) -> str:
    output = io.StringIO()
    csv.writer(output, lineterminator="\r\n").writerow(values)
    return output.getvalue()


def _tsv_line(values: Iterable[str]) -> str:
    return "\t".join(value.translate(_TAB_ESCAPED) for value in values) + "\n"


def _markdown_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _object(
    names: Sequence[str], row: tuple[Cell, ...], language: Language
) -> dict[str, str | int | float | bool | None]:
    return dict(zip(names, (_json(cell, language) for cell in row), strict=True))


def _order(cell: Cell) -> tuple[bool, Decimal, str]:
    """Return what a cell is sorted by: numbers before words, dates by their ISO form."""
    if isinstance(cell, bool | int | Decimal):
        return False, Decimal(cell), ""
    return True, Decimal(0), cell.zh if isinstance(cell, Bilingual) else str(cell)


def _spreadsheet(cell: Cell, language: Language) -> str:
    return cell_text(cell, language) if isinstance(cell, int | Decimal) else _inert(cell_text(cell, language))


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text


def _html(cell: Cell, language: Language) -> str:
    text = "<br>".join(map(html.escape, cell_text(cell, language).splitlines()))
    numeric = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
    return f'<td class="number">{text}</td>' if numeric else f"<td>{text}</td>"


def _markdown(cell: Cell, language: Language) -> str:
    """Return a value with nothing in it that Markdown or HTML acts on, on one line."""
    return "<br>".join(" ".join(line.split()).translate(_ESCAPED) for line in cell_text(cell, language).splitlines())
