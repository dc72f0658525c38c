"""OFD files (GB/T 33190-2016, the Chinese standard for electronic documents): text by its place on the pages.

Templates, which hold running heads, and signatures, which hold seals, are left out. Touches lxml, and
pdfplumber's table finder.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from reformkg.errors import ReadError
from reformkg.read.blocks import Content, too_long
from reformkg.read.limits import Limits
from reformkg.read.markup import xml_part
from reformkg.read.package import Package, open_package
from reformkg.read.page_layout import Box, Cells, Glyph, Page, blocks

_A4 = (210.0, 297.0)
_ASCENT = 0.88
_REAL = r"-?(?:\d+(?:\.\d*)?|\.\d+)"
_NUMBER = re.compile(_REAL)
_STEP = re.compile(rf"g\s+(\d{{1,7}})\s+({_REAL})|({_REAL})")
_POINT = re.compile(rf"([MLSCQBA])\s+({_REAL})\s+({_REAL})|(C)(?=\s|$)")
_TOLERANCE = 1.0
_MOST_EDGES = 20_000
_LONGEST_BOX = 200


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of an OFD file.

    Raises:
        ReadError: it is damaged, locked, without text, or larger than the limits.
    """
    package = open_package(data, limits)
    if "Encryptions.xml" in package:
        raise ReadError("it is encrypted", remedy="Save it without encryption")
    pages: list[Page] = []
    for body in _all(xml_part(package, "OFD.xml"), "DocBody"):
        root = _text(body, "DocRoot")
        if root:
            pages.extend(_pages(package, root.lstrip("/"), len(pages), limits))
    if not any(page.glyphs for page in pages):
        raise ReadError(
            "the OFD file holds no text: its pages are pictures",
            remedy="Give the text form of the document, or recognise the text first",
        )
    return Content(tuple(blocks(pages)))


def _all(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the descendants of a name, in whatever namespace (writers differ in it)."""
    return node.iter(f"{{*}}{name}")


def _text(node: etree._Element, name: str) -> str | None:
    found = next(_all(node, name), None)
    return found.text.strip() if found is not None and found.text else None


def _pages(package: Package, root: str, before: int, limits: Limits) -> Iterator[Page]:
    document = xml_part(package, root)
    common = _box(_text(document, "PhysicalBox")) or (0.0, 0.0, *_A4)
    pages = next(_all(document, "Pages"), None)
    count = 0
    for number, entry in enumerate(() if pages is None else _all(pages, "Page"), before + 1):
        if number > limits.pages:
            raise ReadError(f"it has more than {limits.pages:,} pages", remedy="Split it, or raise REFORMKG_READ_PAGES")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(root), entry.get("BaseLoc", "")))
        page = xml_part(package, place.lstrip("/"))
        area = _box(_text(page, "PhysicalBox")) or common
        glyphs = tuple(glyph for each in _all(page, "TextObject") for glyph in _glyphs(each))
        count += len(glyphs)
        if count > limits.characters:
            raise too_long(limits)
        yield Page(number, area[2], area[3], glyphs, tuple(_tables(page)))


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    numbers = _numbers(text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall((text or "")[:_LONGEST_BOX])]


def _glyphs(node: etree._Element) -> Iterator[Glyph]:
    """Yield the signs of a text object in page coordinates."""
    box = _box(node.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    matrix = _numbers(node.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = (_numbers(node.get("Size")) or [4.0])[0]
    height = size * (abs(d) or 1.0)
    for code in _all(node, "TextCode"):
        text = code.text or ""
        x, y = (_numbers(code.get("X")) or [0.0])[0], (_numbers(code.get("Y")) or [size])[0]
        across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        for index, sign in enumerate(text):
            width = across[index] if index < len(across) and across[index] > 0 else _advance(sign, size)
            left = box[0] + a * x + c * y + e
            base = box[1] + b * x + d * y + f
            natural = min(width, _advance(sign, size))
            yield Glyph(
                sign, left, base - _ASCENT * height, left + abs(a) * natural, base + (1 - _ASCENT) * height, height
            )
            x += across[index] if index < len(across) else (0.0 if down else width)
            y += down[index] if index < len(down) else 0.0


def _advance(sign: str, size: float) -> float:
    return size if ord(sign) > 0x2E80 or sign in "“”‘’—…" else size / 2


def _steps(text: str | None, count: int) -> list[float]:
    """Return the distances between signs, `g N D` standing for N times D, no more than there are signs."""
    steps: list[float] = []
    for times, distance, single in _STEP.findall(text or ""):
        steps.extend([float(distance)] * min(int(times), count) if times else [float(single)])
        if len(steps) >= count:
            break
    return steps


def _tables(page: etree._Element) -> Iterator[Cells]:
    """Yield the ruled tables of a page."""
    edges = [edge for path in _all(page, "PathObject") for edge in _edges(path)]
    if len(edges) < 4 or len(edges) > _MOST_EDGES:
        return
    from pdfplumber import table as finder  # noqa: PLC0415 - heavy, and few pages have rules

    merged = finder.merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    crossings = finder.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    for cells in finder.cells_to_tables(finder.intersections_to_cells(crossings)):
        yield tuple(Box(*cell) for cell in cells)


def _edges(path: etree._Element) -> Iterator[dict[str, object]]:
    """Yield the level and upright strokes of a path, in the form that the table finder takes."""
    box = _box(path.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    matrix = _numbers(path.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for operator, x, y, close in _POINT.findall(_text(path, "AbbreviatedData") or ""):
        if close:
            point = first
        else:
            across, down = float(x), float(y)
            point = (box[0] + a * across + c * down + e, box[1] + b * across + d * down + f)
        if operator in ("M", "S"):
            first = point
        elif last is not None and point is not None and (operator == "L" or close):
            yield from _edge(last, point)
        last = point


def _edge(one: tuple[float, float], other: tuple[float, float]) -> Iterator[dict[str, object]]:
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if bottom - top < 0.2 < x1 - x0:
        yield {
            "object_type": "line",
            "orientation": "h",
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": top,
            "width": x1 - x0,
            "height": 0,
        }
    elif x1 - x0 < 0.2 < bottom - top:
        yield {
            "object_type": "line",
            "orientation": "v",
            "x0": x0,
            "x1": x0,
            "top": top,
            "bottom": bottom,
            "width": 0,
            "height": bottom - top,
        }
