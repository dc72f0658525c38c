"""OpenDocument texts (.odt, ISO/IEC 26300): paragraphs with the numbers that their lists show, and tables.

Running heads, notes, comments, deleted words and the table of contents are left out. Touches lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reformkg.errors import ReadError
from reformkg.read.blocks import Block, Content, GridCell, Paragraph, Table, flat_text, too_many_cells
from reformkg.read.limits import Limits
from reformkg.read.markers import open_document_number, with_marker
from reformkg.read.markup import xml_part
from reformkg.read.package import Package, open_package

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _STYLE = f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}", f"{{{_NS}style:1.0}}"
_OFFICE, _DRAW = f"{{{_NS}office:1.0}}", f"{{{_NS}drawing:1.0}}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LEFT_OUT = {
    f"{_TEXT}{name}"
    for name in (
        "tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index", "note",
        "sequence-decls", "variable-decls", "user-field-decls", "ruby-text", "bibliography", "hidden-paragraph",
        "hidden-text",
    )
} | {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}event-listeners"}  # fmt: skip
_DEEPEST = 200
_MOST_SPACES = 100


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of an OpenDocument text.

    Raises:
        ReadError: it is damaged, locked, or larger than the limits.
    """
    package = open_package(data, limits)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError("it is locked with a password", remedy="Save it without the password")
    root = xml_part(package, "content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReadError("the OpenDocument file holds no text", remedy="Give a text document (.odt)")
    return Content(tuple(_Reader(_Lists(package, root), limits).blocks(body, _At(), 0)))


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    prefix: str
    suffix: str
    shown: int
    start: int


@dataclass(frozen=True, slots=True)
class _At:
    """Where in its lists a paragraph stands: the list's style and level, and whether it opens an item."""

    style: str = ""
    level: int = 0
    opens: bool = False
    key: int = 0


class _Lists:
    """The list styles, and the counters of the lists and of the numbered headings."""

    def __init__(self, package: Package, content: etree._Element) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._list_of: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._counters: dict[int, dict[int, int]] = {}
        roots = [content]
        if "styles.xml" in package:
            roots.insert(0, xml_part(package, "styles.xml"))
        for root in roots:
            for style in root.iter(f"{_TEXT}list-style", f"{_TEXT}outline-style"):
                name = style.get(f"{_STYLE}name", "") if style.tag == f"{_TEXT}list-style" else _OUTLINE
                for level in style:
                    self._add(name, level)
            for style in root.iter(f"{_STYLE}style"):
                self._parents[style.get(f"{_STYLE}name", "")] = style.get(f"{_STYLE}parent-style-name", "")
                if own := style.get(f"{_STYLE}list-style-name"):
                    self._list_of[style.get(f"{_STYLE}name", "")] = own

    def _add(self, name: str, level: etree._Element) -> None:
        if level.tag not in (f"{_TEXT}list-level-style-number", f"{_TEXT}outline-level-style"):
            return
        self._levels[(name, _whole(level.get(f"{_TEXT}level"), 1))] = _Level(
            number_format=level.get(f"{_STYLE}num-format", ""),
            prefix=level.get(f"{_STYLE}num-prefix", ""),
            suffix=level.get(f"{_STYLE}num-suffix", ""),
            shown=_whole(level.get(f"{_TEXT}display-levels"), 1),
            start=_whole(level.get(f"{_TEXT}start-value"), 1),
        )

    def style_of(self, paragraph_style: str) -> str:
        """Return the list style that a paragraph style brings, or ""."""
        return self._list_of.get(paragraph_style, "")

    def is_contents(self, paragraph_style: str) -> bool:
        """Tell whether a paragraph is a line of a table of contents, by its style."""
        names = paragraph_style, self._parents.get(paragraph_style, "")
        return any(name.startswith("Contents_20_") for name in names)

    def marker(self, style: str, level: int, key: int, start: int | None) -> str:
        """Count an item at `level` of the list `key` and return its marker; "" where the style shows none."""
        shown = self._levels.get((style, level))
        if shown is None:
            return ""
        counters = self._counters.setdefault(key, {})
        counters[level] = start if start is not None else counters.get(level, shown.start - 1) + 1
        for deeper in [each for each in counters if each > level]:
            del counters[deeper]
        if not shown.number_format:
            return (shown.prefix + shown.suffix).strip()
        numbers = []
        for each in range(max(1, level - shown.shown + 1), level + 1):
            own = self._levels.get((style, each), shown)
            if own.number_format:
                numbers.append(open_document_number(own.number_format, counters.get(each, own.start)))
        return f"{shown.prefix}{'.'.join(numbers)}{shown.suffix}".strip()


_OUTLINE = "\x00outline"
_OUTLINE_KEY = -1


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else default


@dataclass(slots=True)
class _Reader:
    lists: _Lists
    limits: Limits
    keys: dict[str, int] = field(default_factory=dict)
    last_of_style: dict[str, int] = field(default_factory=dict)
    next_key: int = 0

    def blocks(self, parent: etree._Element, at: _At, depth: int) -> Iterator[Block]:
        """Yield the paragraphs and tables of a body, a section, a list, a cell or a box, in order."""
        if depth > _DEEPEST:
            raise ReadError("its parts are nested too deeply", remedy="Save it anew without nested lists and tables")
        for node in parent:
            if node.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(node, at, depth)
                at = _At(at.style, at.level, False, at.key)
            elif node.tag == f"{_TEXT}list":
                yield from self._list(node, at, depth)
            elif node.tag == f"{_TABLE}table":
                yield self._table(node, depth)
            elif node.tag not in _LEFT_OUT:
                yield from self.blocks(node, at, depth + 1)

    def _list(self, node: etree._Element, at: _At, depth: int) -> Iterator[Block]:
        style = node.get(f"{_TEXT}style-name") or at.style
        level = at.level + 1
        key = at.key if at.level else self._key(node, style)
        for item in node:
            if item.tag in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                opens = item.tag == f"{_TEXT}list-item"
                yield from self.blocks(item, _At(style, level, opens, key), depth + 1)

    def _key(self, node: etree._Element, style: str) -> int:
        """Return the counters of a list: its own, or those of the list that it says it goes on with."""
        continued = node.get(f"{_TEXT}continue-list")
        if continued in self.keys:
            key = self.keys[continued]
        elif node.get(f"{_TEXT}continue-numbering") == "true" and style in self.last_of_style:
            key = self.last_of_style[style]
        else:
            self.next_key += 1
            key = self.next_key
        if own := node.get(_XML_ID):
            self.keys[own] = key
        self.last_of_style[style] = key
        return key

    def _paragraph(self, node: etree._Element, at: _At, depth: int) -> Iterator[Block]:
        if self.lists.is_contents(node.get(f"{_TEXT}style-name", "")):
            return
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _collect(node, pieces, boxes)
        text = "".join(pieces).strip(" \t\r\n")
        if text or not boxes:
            marker = self._marker(node, at) if text else ""
            yield Paragraph(with_marker(marker, text) if marker else text)
        for box in boxes:
            yield from self.blocks(box, _At(), depth + 1)

    def _marker(self, node: etree._Element, at: _At) -> str:
        if at.opens:
            item = node.getparent()
            start = item.get(f"{_TEXT}start-value") if item is not None else None
            style = at.style or self.lists.style_of(node.get(f"{_TEXT}style-name", ""))
            return self.lists.marker(style, at.level, at.key, _whole(start, 1) if start else None)
        if node.tag == f"{_TEXT}h" and not at.level and node.get(f"{_TEXT}is-list-header") != "true":
            return self.lists.marker(_OUTLINE, _whole(node.get(f"{_TEXT}outline-level"), 1), _OUTLINE_KEY, None)
        return ""

    def _table(self, table: etree._Element, depth: int) -> Table:
        cells: list[GridCell] = []
        row = heading_rows = count = 0
        for tr, is_heading in _rows(table, False, 0):
            repeated = _whole(tr.get(f"{_TABLE}number-rows-repeated"), 1)
            column = 0
            own: list[GridCell] = []
            for td in tr:
                if td.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                width = _whole(td.get(f"{_TABLE}number-columns-repeated"), 1)
                if td.tag == f"{_TABLE}table-cell":
                    text = flat_text(self.blocks(td, _At(), depth + 1))
                    spans = (
                        _whole(td.get(f"{_TABLE}number-rows-spanned"), 1),
                        _whole(td.get(f"{_TABLE}number-columns-spanned"), 1),
                    )
                    copies = max(width, 1) if text else 1
                    count += copies * spans[0] * spans[1]
                    if count > self.limits.cells:
                        raise too_many_cells(self.limits)
                    own += [GridCell(row, column + each, text, *spans) for each in range(copies)]
                column += width
            filled = any(cell.text for cell in own)
            if filled:
                count += len(own) * (repeated - 1)
                if count > self.limits.cells:
                    raise too_many_cells(self.limits)
                cells += [
                    GridCell(row + n, c.column, c.text, c.row_span, c.column_span) for n in range(repeated) for c in own
                ]
            heading_rows += repeated if is_heading and heading_rows == row else 0
            row += repeated if filled else 1
        return Table(tuple(cells), heading_rows=heading_rows)


def _rows(parent: etree._Element, heading: bool, depth: int) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table, with whether they are its heading."""
    for node in parent:
        if node.tag == f"{_TABLE}table-row":
            yield node, heading
        elif (
            node.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group")
            and depth < _DEEPEST
        ):
            yield from _rows(node, heading or node.tag == f"{_TABLE}table-header-rows", depth + 1)


def _collect(paragraph: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """Gather the visible text of a paragraph, and the boxes that hang on it."""
    pieces.append(_plain(paragraph.text))
    stack: list[etree._Element | str] = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        stack.append(_plain(node.tail))
        if node.tag in _LEFT_OUT:
            continue
        if node.tag == f"{_DRAW}text-box":
            boxes.append(node)
        elif node.tag == f"{_TEXT}s":
            pieces.append(" " * min(_whole(node.get(f"{_TEXT}c"), 1), _MOST_SPACES))
        elif node.tag == f"{_TEXT}tab":
            pieces.append(" ")
        elif node.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        else:
            pieces.append(_plain(node.text))
            stack.extend(reversed(node))


def _plain(text: str | None) -> str:
    """Return text with white space collapsed, as OpenDocument has it."""
    return " ".join(text.split(" ")).replace("\n", " ").replace("\t", " ") if text else ""
