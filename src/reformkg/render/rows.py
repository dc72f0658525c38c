"""A table as text: CSV, JSON and Markdown; pure, touches the model only.

CSV and JSON are for programs: columns by name, values as they are. Markdown is for people: headings and words.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reformkg.errors import UsageError
from reformkg.model import Bilingual, Cell, Rows
from reformkg.render.words import Language, in_words

_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|~"})


def rows_csv(rows: Rows, language: Language) -> str:
    """Return RFC 4180 CSV whose first line names the columns."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(column.name for column in rows.columns)
    writer.writerows([cell_text(cell, language) for cell in row] for row in rows.rows)
    return output.getvalue()


def rows_json(rows: Rows, language: Language) -> str:
    """Return a JSON array with one object a row; a missing value is null, a day is ISO 8601."""
    names = [column.name for column in rows.columns]
    table = [dict(zip(names, (_json(cell, language) for cell in row), strict=True)) for row in rows.rows]
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def rows_markdown(rows: Rows, language: Language) -> str:
    """Return a Markdown table with headings in one language."""
    lines = [
        [in_words(column.heading, language) for column in rows.columns],
        ["---"] * len(rows.columns),
        *([_markdown(cell, language) for cell in row] for row in rows.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


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


def _markdown(cell: Cell, language: Language) -> str:
    """Return a value with nothing in it that Markdown or HTML acts on, on one line."""
    return "<br>".join(" ".join(line.split()).translate(_ESCAPED) for line in cell_text(cell, language).splitlines())
