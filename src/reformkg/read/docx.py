"""Word documents (.docx and its kin, ISO/IEC 29500): paragraphs with the numbers that Word shows, and tables.

What Word shows besides the text is left out: running heads, footnotes, comments, deleted and hidden words, the table of
contents. Touches lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reformkg.errors import ReadError
from reformkg.read.blocks import Block, Content, GridCell, Paragraph, Table, flat_text
from reformkg.read.limits import Limits
from reformkg.read.markers import with_marker, word_number
from reformkg.read.markup import parse_xml, xml_part
from reformkg.read.package import Package, open_package

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_MAIN}}}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = {*(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")), _CHOICE}
_DEEPEST = 200
_WIDEST = 200


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of a Word document.

    Raises:
        ReadError: it is damaged, locked, or larger than the limits.
    """
    package = open_package(data, limits)
    name = "word/document.xml"
    if name not in package:
        name = next((each for each in package.names if each.endswith("/document.xml") and "/" in each), name)
    root = _part(package, name)
    body = root.find(f"{_W}body")
    if body is None:
        raise ReadError("the Word document has no body", remedy="Get the file again, or save it anew")
    styles = _Styles(package)
    return Content(tuple(_Reader(styles, _Numbering(package, styles)).blocks(body, 0)))


def _part(package: Package, name: str) -> etree._Element:
    """Return a part parsed; documents in the strict form are taken as if in the usual one."""
    root = xml_part(package, name)
    if root.nsmap.get(root.prefix) == _STRICT.decode():
        return parse_xml(etree.tostring(root).replace(_STRICT, _MAIN.encode()), name)
    return root


def _value(parent: etree._Element | None, *path: str) -> str | None:
    """Return the w:val of the element at `path`, "" where it has none, None where there is no such element."""
    node = parent
    for step in path:
        node = node.find(_W + step) if node is not None else None
    return None if node is None else node.get(f"{_W}val", "")


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _on(parent: etree._Element | None, *path: str) -> bool:
    value = _value(parent, *path)
    return value is not None and value not in ("0", "false", "off")


class _Styles:
    """The paragraph styles: their numbering, their names, whether they hide their text."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, etree._Element] = {}
        self.default: str | None = None
        if "word/styles.xml" not in package:
            return
        for style in _part(package, "word/styles.xml").iterfind(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            self._styles[key] = style
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
                self.default = key

    def chain(self, key: str | None) -> Iterator[tuple[str, etree._Element]]:
        """Yield the style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while key is not None and key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = _value(self._styles[key], "basedOn")

    def name(self, key: str | None) -> str:
        """Return the style's name in small letters."""
        return (_value(self._styles.get(key or ""), "name") or "").lower()


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    text: str
    restart: int | None
    legal: bool


@dataclass(slots=True)
class _List:
    """An abstract numbering with its counters, which all lists made from it share."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class _Numbering:
    """Counts the numbered paragraphs as Word does, and gives each its marker."""

    def __init__(self, package: Package, styles: _Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._started: set[tuple[str, int]] = set()
        self._own_levels: dict[tuple[str, int], _Level] = {}
        self._level_of_style: dict[tuple[str, str], int] = {}
        if "word/numbering.xml" in package:
            self._load(_part(package, "word/numbering.xml"))

    def _load(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        for abstract in root.iterfind(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId", "")
            levels = {}
            for level in abstract.iterfind(f"{_W}lvl"):
                index = _number(level.get(f"{_W}ilvl"), 0)
                levels[index] = _level(level)
                if style := _value(level, "pStyle"):
                    self._level_of_style[(key, style)] = index
            self._lists[key] = _List(levels)
            if link := _value(abstract, "numStyleLink"):
                linked[key] = link
        for num in root.iterfind(f"{_W}num"):
            key = num.get(f"{_W}numId", "")
            self._of[key] = _value(num, "abstractNumId") or ""
            for override in num.iterfind(f"{_W}lvlOverride"):
                index = _number(override.get(f"{_W}ilvl"), 0)
                if (start := _value(override, "startOverride")) is not None:
                    self._overrides[(key, index)] = _number(start, 1)
                if (own := override.find(f"{_W}lvl")) is not None:
                    self._own_levels[(key, index)] = _level(own)
        for key, style in linked.items():
            target = next((_value(node, "pPr", "numPr", "numId") for _, node in self._styles.chain(style)), None)
            if target and (source := self._lists.get(self._of.get(target, ""))):
                self._lists[key] = source

    def marker(self, properties: etree._Element | None, style: str | None) -> str:
        """Return the marker of a paragraph and count it; "" where it has none."""
        number, level = self._place(properties, style)
        listed = self._lists.get(self._of.get(number or "", ""))
        if number is None or listed is None:
            return ""
        shown = self._own_levels.get((number, level)) or listed.levels.get(level)
        if shown is None:
            return ""
        self._count(listed, number, level, shown)
        return self._written(listed, number, shown)

    def _place(self, properties: etree._Element | None, style: str | None) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph, its own or those of its style."""
        own = properties.find(f"{_W}numPr") if properties is not None else None
        number, level = _value(own, "numId"), _value(own, "ilvl")
        if number is None:
            for key, node in self._styles.chain(style or self._styles.default):
                numbering = node.find(f"{_W}pPr/{_W}numPr")
                if numbering is None or (number := _value(numbering, "numId")) is None:
                    continue
                by_style = self._level_of_style.get((self._of.get(number, ""), key))
                level = level or _value(numbering, "ilvl") or (None if by_style is None else str(by_style))
                break
        return (None if number in (None, "", "0") else number), _number(level, 0)

    def _count(self, listed: _List, number: str, level: int, shown: _Level) -> None:
        start = self._overrides.get((number, level))
        if start is not None and (number, level) not in self._started:
            self._started.add((number, level))
            listed.counters[level] = start
        else:
            listed.counters[level] = listed.counters.get(level, shown.start - 1) + 1
        for deeper in [deeper for deeper in listed.counters if deeper > level]:
            restart = listed.levels[deeper].restart if deeper in listed.levels else None
            if restart is None or (restart and level < restart):
                del listed.counters[deeper]

    def _written(self, listed: _List, number: str, shown: _Level) -> str:
        marker = shown.text
        for index in range(9):
            if f"%{index + 1}" not in marker:
                continue
            other = self._own_levels.get((number, index)) or listed.levels.get(index)
            count = listed.counters.get(index, other.start if other else 1)
            number_format = "decimal" if shown.legal or other is None else other.number_format
            marker = marker.replace(f"%{index + 1}", word_number(number_format, count))
        return "" if shown.number_format == "bullet" else marker.strip()


def _level(node: etree._Element) -> _Level:
    restart = _value(node, "lvlRestart")
    number_format = _value(node, "numFmt")
    if number_format is None:  # Word 2010 wraps formats that older programs do not know
        number_format = next((each.get(f"{_W}val", "") for each in node.iter(f"{_W}numFmt")), "decimal")
    return _Level(
        start=_number(_value(node, "start"), 1),
        number_format=number_format,
        text=_value(node, "lvlText") or "",
        restart=None if restart is None else _number(restart, 0),
        legal=_on(node, "isLgl"),
    )


class _Reader:
    def __init__(self, styles: _Styles, numbering: _Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """Yield the paragraphs and tables of a body, a cell or a box, in order."""
        if depth > _DEEPEST:
            raise ReadError("its parts are nested too deeply", remedy="Save it anew without nested tables and frames")
        for node in parent:
            if node.tag == f"{_W}p":
                yield from self._paragraph(node, depth)
            elif node.tag == f"{_W}tbl":
                yield self._table(node, depth)
            elif node.tag in _WRAPPERS and not _is_contents(node):
                yield from self.blocks(_first_choice(node), depth + 1)

    def _paragraph(self, node: etree._Element, depth: int) -> Iterator[Block]:
        properties = node.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        if self._styles.name(style).startswith(("toc ", "table of ")):
            return
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _collect(node, pieces, boxes)
        text = "".join(pieces).strip(" \t\r\n")
        if text or not boxes:
            marker = self._numbering.marker(properties, style) if text else ""
            yield Paragraph(with_marker(marker, text) if marker else text)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Table:
        cells: dict[tuple[int, int], GridCell] = {}
        open_above: dict[int, tuple[int, int]] = {}
        heading_rows = 0
        for index, row in enumerate(_through(table, f"{_W}tr")):
            properties = row.find(f"{_W}trPr")
            if heading_rows == index and _on(properties, "tblHeader"):
                heading_rows += 1
            column = _number(_value(properties, "gridBefore"), 0)
            for cell in _through(row, f"{_W}tc"):
                own = cell.find(f"{_W}tcPr")
                width = max(1, min(_number(_value(own, "gridSpan"), 1), _WIDEST))
                merged = _value(own, "vMerge")
                above = open_above.get(column)
                if merged is not None and merged != "restart" and above is not None:
                    top = cells[above]
                    cells[above] = GridCell(*above, top.text, index - above[0] + 1, top.column_span)
                else:
                    text = flat_text(self.blocks(cell, depth + 1))
                    cells[(index, column)] = GridCell(index, column, text, 1, width)
                    open_above[column] = (index, column)
                column += width
        return Table(tuple(cells.values()), heading_rows=heading_rows)


def _through(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of a tag, those inside content controls as well."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _through(node, tag)


def _first_choice(node: etree._Element) -> etree._Element:
    return node[0] if node.tag == _CHOICE and len(node) else node


def _is_contents(node: etree._Element) -> bool:
    gallery = node.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


_SKIPPED = {
    f"{_W}{name}"
    for name in (
        "pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "sdtPr", "sdtEndPr",
        "commentReference", "footnoteReference", "endnoteReference", "footnoteRef", "annotationRef", "softHyphen",
        "lastRenderedPageBreak",
    )
}  # fmt: skip


def _collect(paragraph: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """Gather the visible text of a paragraph, and the text boxes that hang on it."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag in _SKIPPED:
            continue
        if tag in (f"{_W}t", f"{_MATH}t"):
            pieces.append(node.text or "")
        elif tag == f"{_W}tab":
            pieces.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n" if node.get(f"{_W}type", "textWrapping") == "textWrapping" else "")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif tag == f"{_W}sym":
            pieces.append(_symbol(node))
        elif tag == f"{_W}txbxContent":
            boxes.append(node)
        elif tag == _CHOICE:
            stack.extend(list(node)[:1])
        elif not (tag == f"{_W}r" and _hidden(node)):
            stack.extend(reversed(node))


def _hidden(run: etree._Element) -> bool:
    return _on(run.find(f"{_W}rPr"), "vanish")


def _symbol(node: etree._Element) -> str:
    """Return a sign given by its code; codes in the private area of a symbol font name no sign."""
    try:
        code = int(node.get(f"{_W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""
