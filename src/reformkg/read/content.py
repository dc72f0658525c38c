"""What a format's reader hands back, and how that becomes raw text with places; touches the standard library only.

Readers of structured formats know where a paragraph ends and what a cell is. That is written down in the form that
layout mending takes as certain: a paragraph begins with an indent of two characters, a table row is a line of cells
between bars.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reformkg.model import Bilingual
from reformkg.read.blocks import Content, Paragraph, Table, too_long, too_many_cells
from reformkg.read.grid import Slot, cell_text, grid_of, lines_of, rejoined
from reformkg.read.limits import Limits

PARAGRAPH = "\n\u3000\u3000"
"""Before a paragraph whose beginning is certain: the indent with which an official paragraph begins."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From `offset` of the raw text on, the text stands at `place`."""

    offset: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class RawText:
    """Text ready for the mending of its layout, with the places it came from, ascending."""

    text: str
    marks: tuple[Mark, ...]
    encoding: str | None = None


def compose(content: Content, limits: Limits) -> RawText:
    """Return the raw text of `content` with the place of each paragraph, page turn and cell.

    Raises:
        ReadError: there are more characters or cells than the limits.
    """
    writer = _Writer(limits, content.recognised)
    for block in rejoined(content.blocks, limits):
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        else:
            writer.table(block)
    return RawText("".join(writer.pieces), tuple(writer.marks), content.encoding)


@dataclass(slots=True)
class _Writer:
    limits: Limits
    recognised: frozenset[int] = frozenset()
    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0

    def put(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > self.limits.characters:
            raise too_long(self.limits)

    def mark(self, place: Bilingual) -> None:
        self.marks.append(Mark(self.length, place))

    def paragraph(self, block: Paragraph) -> None:
        text = block.text.replace("\t", " ")
        if not text.strip():
            return
        self.paragraphs += 1
        self.put(PARAGRAPH)
        if block.page is None:
            self.mark(Bilingual(f"第{self.paragraphs}段", f"paragraph {self.paragraphs}"))
            self.put(text)
            return
        position = 0
        for offset, page in (*((0, block.page),), *block.turns):
            self.put(text[position:offset])
            position = offset
            self.mark(_page(page, recognised=page in self.recognised))
        self.put(text[position:])

    def table(self, block: Table) -> None:
        grid = grid_of(block, self.limits)
        self.cells += sum(map(len, grid))
        if self.cells > self.limits.cells:
            raise too_many_cells(self.limits)
        if not grid:
            return
        if len(grid[0]) == 1:
            for row in grid:
                self.paragraph(Paragraph(row[0].text, block.page))
            return
        self.tables += 1
        for line in lines_of(grid, block):
            self._row(line, block)

    def _row(self, line: list[Slot], block: Table) -> None:
        if len(line) == 1:
            self.paragraph(Paragraph(line[0].text, block.page))
            return
        texts = [cell_text(slot.text) for slot in line]
        if not any(texts):
            return
        outer = not texts[0] or not texts[-1]
        self.put("\n| " if outer else "\n")
        for index, (slot, text) in enumerate(zip(line, texts, strict=True)):
            if index:
                self.put(" | ")
            self.mark(_cell(block, self.tables, slot))
            self.put(text)
        if outer:
            self.put(" |")


def _page(number: int, *, recognised: bool = False) -> Bilingual:
    if recognised:
        return Bilingual(f"第{number}页（文字识别）", f"page {number} (recognised)")
    return Bilingual(f"第{number}页", f"page {number}")


def _cell(table: Table, number: int, slot: Slot) -> Bilingual:
    row, column = table.first_row + slot.row, table.first_column + slot.column
    if table.sheet is not None:
        return Bilingual(
            f"工作表“{table.sheet}”第{row}行第{column}列", f"sheet “{table.sheet}”, row {row}, column {column}"
        )
    place = Bilingual(f"表{number}第{row}行第{column}列", f"table {number}, row {row}, column {column}")
    number_of_page = slot.page or table.page
    if number_of_page is None:
        return place
    page = _page(number_of_page)
    return Bilingual(page.zh + place.zh, f"{page.en}, {place.en}")
