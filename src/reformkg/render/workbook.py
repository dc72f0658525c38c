"""Tables as an Excel workbook that an office would keep and print; touches XlsxWriter only."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reformkg.errors import RenderError
from reformkg.model import Bilingual, Cell, Rows
from reformkg.render.rows import cell_text
from reformkg.render.words import Language, in_words

_LONGEST: Final = 32_767
"""Characters that a cell can hold (Excel specifications and limits)."""
_MOST_ROWS: Final = 1_048_575
"""Rows below the headings that a sheet can hold."""
_LONGEST_NAME: Final = 31
"""Characters that the name of a sheet can hold."""
_FIRST_YEAR: Final = 1900
"""Excel counts days from this year on; an earlier day stays a text."""
_MEASURED: Final = 500
"""Rows that the widths of columns are taken from."""
_NARROWEST: Final = 6
_WIDEST: Final = 60
_PAGE_WIDTH: Final = 200
"""Columns of text that a printed A4 page takes in landscape at some 70 %, still readable."""
_LINE_HEIGHT: Final = 15.0
_TALLEST: Final = 409.0
"""Points that a row can be high (Excel specifications and limits)."""
_A4: Final = 9
_MADE: Final = datetime(2000, 1, 1)
"""A fixed day of making: the same tables give the same bytes."""
_CELL: Final = MappingProxyType({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"})
_OPTIONS: Final = MappingProxyType(
    {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name on the tab and its table.

    Attributes:
        colours: the fill, as `#RRGGBB`, of cells with these words.
        frozen: how many columns on the left stay in view.
    """

    name: Bilingual
    rows: Rows
    colours: Mapping[Bilingual, str] = field(default_factory=dict)
    frozen: int = 0


def workbook(sheets: Sequence[Sheet], language: Language, title: str = "") -> bytes:
    """Return an .xlsx file: headings that stay in view, repeat on each printed page and filter; A4 landscape.

    Days are dates and numbers are numbers; every text is written as text, so that none is run as a formula or followed
    as a link. A text longer than a cell can hold is cut and ends in ….

    Args:
        sheets: at least one; their names are cut to what Excel allows and told apart.
        language: of headings and words.
        title: the workbook's title property and the head of each printed page.

    Raises:
        RenderError: a table has more rows than a sheet can hold.
    """
    output = io.BytesIO()
    with Workbook(output, dict(_OPTIONS)) as book:
        book.set_properties({"title": title, "created": _MADE})
        names: set[str] = set()
        for sheet in sheets:
            name = _tab(in_words(sheet.name, language), names)
            if len(sheet.rows.rows) > _MOST_ROWS:
                raise RenderError(f"a sheet holds {_MOST_ROWS} rows at most", where=name, remedy="Write CSV instead")
            page = _Page(book, book.add_worksheet(name), sheet, language)
            page.write()
            page.lay_out(title)
    return output.getvalue()


def rows_xlsx(rows: Rows, language: Language, title: str) -> bytes:
    """Return a workbook with the one table.

    Raises:
        RenderError: the table has more rows than a sheet can hold.
    """
    return workbook([Sheet(Bilingual(title, title), rows)], language, title)


def display_width(text: str) -> int:
    """Return how many columns the widest line takes up where a Chinese character takes two (UAX #11)."""
    return max(
        (sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line) for line in text.splitlines()),
        default=0,
    )


class _Page:
    """A worksheet and the formats of its cells."""

    def __init__(self, book: Workbook, page: Worksheet, sheet: Sheet, language: Language) -> None:
        self._page, self._sheet, self._language = page, sheet, language
        self._heading = book.add_format({**_CELL, "bold": True, "bg_color": "#E8EEF4"})
        self._body = book.add_format(dict(_CELL))
        self._day = book.add_format({**_CELL, "num_format": "yyyy-mm-dd", "align": "left"})
        self._filled: dict[Bilingual, Format] = {
            words: book.add_format({**_CELL, "bg_color": colour}) for words, colour in sheet.colours.items()
        }

    def write(self) -> None:
        rows = self._sheet.rows
        headings = [in_words(column.heading, self._language) for column in rows.columns]
        widths = _shared([self._width(place, heading) for place, heading in enumerate(headings)], _PAGE_WIDTH)
        for place, heading in enumerate(headings):
            self._page.write_string(0, place, heading, self._heading)
            self._page.set_column(place, place, widths[place])
        for line, row in enumerate(rows.rows, 1):
            # Programs differ in whether they fit heights by themselves, so that they are reckoned here.
            self._page.set_row(line, _height([cell_text(cell, self._language) for cell in row], widths))
            for place, cell in enumerate(row):
                self._cell(line, place, cell)

    def lay_out(self, title: str) -> None:
        page, rows = self._page, self._sheet.rows
        page.freeze_panes(1, self._sheet.frozen)
        page.autofilter(0, 0, max(len(rows.rows), 1), max(len(rows.columns) - 1, 0))
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_header(f"&L{_page_head(title)}&R&A")
        page.set_footer("&C&P / &N")

    def _cell(self, line: int, place: int, cell: Cell) -> None:
        if cell is None:
            self._page.write_blank(line, place, None, self._body)
        elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            self._page.write_number(line, place, float(cell), self._body)
        elif isinstance(cell, date) and cell.year > _FIRST_YEAR:
            self._page.write_datetime(line, place, cell, self._day)
        else:
            text = cell_text(cell, self._language)
            short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            style = self._filled.get(cell, self._body) if isinstance(cell, Bilingual) else self._body
            self._page.write_string(line, place, short, style)

    def _width(self, place: int, heading: str) -> int:
        """Return the width that a column would like; behind a heading stands the arrow of its filter."""
        cells = (row[place] for row in self._sheet.rows.rows[:_MEASURED])
        widest = max((display_width(cell_text(cell, self._language)) for cell in cells), default=0)
        return max(widest + 2, display_width(heading) + 4, _NARROWEST)


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """Return widths for the columns, the wide ones made equally narrow as far as it takes for all to have room.

    A column of long passages, which wants more than four times that, is twice as wide as the others.
    """
    for most in range(_WIDEST, _NARROWEST, -1):
        widths = [2 * most if want > 4 * most else min(want, most) for want in wanted]
        if sum(widths) <= room:
            return widths
    return [min(want, _NARROWEST) for want in wanted]


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height in points of a row whose texts are wrapped at the widths."""
    lines = (
        sum(max(1, math.ceil(display_width(line) / (width - 2))) for line in text.splitlines())
        for text, width in zip(texts, widths, strict=True)
    )
    return min(max(1, *lines, 1) * _LINE_HEIGHT, _TALLEST)


def _page_head(text: str) -> str:
    """Return text for the head of a printed page, where & begins a code; Excel takes 255 characters in all."""
    return text[:100].replace("&", "&&")


def _tab(name: str, taken: set[str]) -> str:
    """Return the name without what Excel forbids in one, short enough, and unlike those before it."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:_LONGEST_NAME] or "1"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    taken.add(found.casefold())
    return found
