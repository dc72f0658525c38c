"""Scanned PDF files: pages without a readable text layer are drawn and recognised; touches pypdfium2 and tesseract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

import pypdfium2

from reformkg.errors import ReadError
from reformkg.read import pdf, tesseract
from reformkg.read.blocks import Content, too_long
from reformkg.read.limits import Limits
from reformkg.read.page_layout import Glyph, Page, blocks

_DPI = 200
"""Sharper pictures take longer and are read no better: 98.8 % of the signs of a notice at 200, 97.3 % at 300."""
_MOST_PIXELS = 30_000_000
"""A page is drawn no larger than this: at 200 dots an inch that is one of 70 × 70 cm."""
_OPENING, _CLOSING = "（(〔[【〈《", "）)〕]】〉》"


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of a PDF file of which some pages are pictures.

    Raises:
        ReadError: more pages are pictures than the limit allows, nothing can be recognised, or the engine fails.
    """
    pages: list[Page] = []
    recognised: set[int] = set()
    count = 0
    with pypdfium2.PdfDocument(data) as document:
        for page in pdf.pages_of(data, limits):
            if not pdf.is_readable(page.glyphs):
                recognised.add(page.number)
                if len(recognised) > limits.ocr_pages:
                    raise ReadError(
                        f"more than {limits.ocr_pages:,} of its pages are pictures",
                        remedy="Split it, or raise REFORMKG_READ_OCR_PAGES",
                    )
                page = _recognised(document[page.number - 1], page, limits)  # noqa: PLW2901 - the same page, read
            count += len(page.glyphs)
            if count > limits.characters:
                raise too_long(limits)
            pages.append(page)
    if not count:
        raise ReadError("nothing on its pages can be recognised", remedy="Give the text form of the document")
    return Content(tuple(blocks(_matched(pages, recognised))), recognised=frozenset(recognised))


def _recognised(drawn: pypdfium2.PdfPage, page: Page, limits: Limits) -> Page:
    scale = min(_DPI / 72, (_MOST_PIXELS / max(page.width * page.height, 1)) ** 0.5)
    bitmap = drawn.render(scale=scale, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    signs = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(signs[row * stride : row * stride + width] for row in range(height))
    bitmap.close()
    picture = b"P5 %d %d 255\n" % (width, height) + rows
    found = tesseract.words(picture, max(round(scale * 72), 70), limits.seconds)
    return Page(page.number, page.width, page.height, tuple(_glyphs(found, scale)), ())


def _matched(pages: list[Page], recognised: set[int]) -> list[Page]:
    """Return pages with brackets that match: of a pair the engine often takes the opening one for another (《…）)."""
    signs = [
        (page.number, at, glyph.text)
        for page in pages
        if page.number in recognised
        for at, glyph in enumerate(page.glyphs)
        if glyph.text in _OPENING + _CLOSING
    ]
    right = {
        (number, at): _OPENING[_CLOSING.index(closing)]
        for (number, at, opening), (_, _, closing) in pairwise(signs)
        if opening in _OPENING and closing in _CLOSING
    }
    return [
        replace(
            page,
            glyphs=tuple(
                replace(glyph, text=right.get((page.number, at), glyph.text)) for at, glyph in enumerate(page.glyphs)
            ),
        )
        for page in pages
    ]


def _glyphs(words: list[tesseract.Word], scale: float) -> Iterator[Glyph]:
    """Yield a glyph for each sign, at an equal part of its word's box, in the unit of the PDF.

    The size is that of the page's print: the boxes of single lines are too uneven to tell sizes apart by.
    """
    size = median([word.bottom - word.top for word in words]) / scale if words else 0.0
    for _, line in groupby(words, key=lambda word: (word.top, word.bottom)):
        end = 0.0
        for word in line:
            left = max(word.left, end)  # boxes overlap; the engine's order is right
            end = max(word.right, left + len(word.text))
            step = (end - left) / len(word.text)
            for index, sign in enumerate(word.text):
                x0 = left + index * step
                yield Glyph(sign, x0 / scale, word.top / scale, (x0 + step) / scale, word.bottom / scale, size)
