"""Tables as an Excel workbook that an office would keep and print; touches XlsxWriter only.

Rows go to temporary files as they are added, so that a workbook may be larger than memory.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from reformkg.errors import RenderError
from reformkg.model import Bilingual, Cell, Column, Rows
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
    {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
)


@dataclass(frozen=True, slots=True)
class Head:
    """A sheet without its rows.

    Attributes:
        name: what stands on its tab.
        colours: the fill, as `#RRGGBB`, of cells with these words.
        frozen: how many columns on the left stay in view.
    """

    name: Bilingual
    columns: tuple[Column, ...]
    colours: Mapping[Bilingual, str] = field(default_factory=dict)
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its head, and its rows, which have a cell a column."""

    head: Head
    rows: Iterable[tuple[Cell, ...]]


class Book:
    """An .xlsx file in the making: headings that stay in view, repeat on each printed page and filter; A4 landscape.

    Days are dates and numbers are numbers; every text is written as text, so that none is run as a formula or followed
    as a link. A text longer than a cell can hold is cut and ends in ….
    """

    def __init__(self, heads: Iterable[Head], language: Language, title: str = "") -> None:
        """Begin a workbook.

        Args:
            heads: of its sheets, at least one; their names are cut to what Excel allows and told apart.
            language: of headings and words.
            title: the workbook's title property and the head of each printed page.
        """
        self._output = io.BytesIO()
        self._book = Workbook(self._output, dict(_OPTIONS))
        self._book.set_properties({"title": title, "created": _MADE})
        self._title = title
        names: set[str] = set()
        self.pages = tuple(
            Page(self._book, _tab(in_words(head.name, language), names), head, language) for head in heads
        )

    def data(self) -> bytes:
        """End the workbook and return it."""
        for page in self.pages:
            page.end(self._title)
        self._book.close()
        return self._output.getvalue()


def workbook(sheets: Sequence[Sheet], language: Language, title: str = "") -> bytes:
    """Return a workbook of sheets whose rows are at hand, as `Book` makes it.

    Raises:
        RenderError: a table has more rows than a sheet can hold.
    """
    book = Book((sheet.head for sheet in sheets), language, title)
    for page, sheet in zip(book.pages, sheets, strict=True):
        for row in sheet.rows:
            page.add(row)
    return book.data()


def rows_xlsx(rows: Rows, language: Language, title: str) -> bytes:
    """Return a workbook with the one table.

    Raises:
        RenderError: the table has more rows than a sheet can hold.
    """
    return workbook([Sheet(Head(Bilingual(title, title), rows.columns), rows.rows)], language, title)


def display_width(text: str) -> int:
    """Return how many columns the widest line takes up where a Chinese character takes two (UAX #11)."""
    return max(
        (sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line) for line in text.splitlines()),
        default=0,
    )


class Page:
    """A sheet of a workbook in the making."""

    def __init__(self, book: Workbook, name: str, head: Head, language: Language) -> None:
        self._page, self._name, self._head, self._language = book.add_worksheet(name), name, head, language
        self._heading = book.add_format({**_CELL, "bold": True, "bg_color": "#E8EEF4"})
        self._body = book.add_format(dict(_CELL))
        self._day = book.add_format({**_CELL, "num_format": "yyyy-mm-dd", "align": "left"})
        self._filled: dict[Bilingual, Format] = {
            words: book.add_format({**_CELL, "bg_color": colour}) for words, colour in head.colours.items()
        }
        self._waiting: list[tuple[Cell, ...]] = []
        self._widths: list[int] | None = None
        self._rows = 0

    def add(self, row: tuple[Cell, ...]) -> None:
        """Add a row; the first ones wait until the widths of the columns can be told.

        Raises:
            RenderError: the sheet can hold no more rows.
        """
        if self._widths is not None:
            self._write(row, self._widths)
            return
        self._waiting.append(row)
        if len(self._waiting) == _MEASURED:
            self._begin()

    def end(self, title: str) -> None:
        """Write what waits, and lay the sheet out for reading and printing; `title` heads its printed pages."""
        if self._widths is None:
            self._begin()
        page = self._page
        page.freeze_panes(1, self._head.frozen)
        page.autofilter(0, 0, max(self._rows, 1), max(len(self._head.columns) - 1, 0))
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_header(f"&L{_page_head(title)}&R&A")
        page.set_footer("&C&P / &N")

    def _begin(self) -> None:
        headings = [in_words(column.heading, self._language) for column in self._head.columns]
        widths = _shared([self._width(place, heading) for place, heading in enumerate(headings)], _PAGE_WIDTH)
        for place, heading in enumerate(headings):
            self._page.write_string(0, place, heading, self._heading)
            self._page.set_column(place, place, widths[place])
        for row in self._waiting:
            self._write(row, widths)
        self._widths = widths
        self._waiting.clear()

    def _write(self, row: tuple[Cell, ...], widths: Sequence[int]) -> None:
        if self._rows == _MOST_ROWS:
            raise RenderError(f"a sheet holds {_MOST_ROWS} rows at most", where=self._name, remedy="Write CSV instead")
        self._rows += 1
        # Programs differ in whether they fit heights by themselves, so that they are reckoned here.
        self._page.set_row(self._rows, _height([cell_text(cell, self._language) for cell in row], widths))
        for place, cell in enumerate(row):
            self._cell(self._rows, place, cell)

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
        cells = (row[place] for row in self._waiting)
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
