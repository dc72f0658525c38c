"""PDF files by their text layer, with tables by their ruling lines; touches pdfplumber."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page as PdfPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from reformkg.errors import ReadError, ScanError
from reformkg.read.blocks import Content, too_long
from reformkg.read.limits import Limits
from reformkg.read.page_layout import Box, Glyph, Page, blocks

_NO_CHARACTER = re.compile(r"\(cid:\d+\)")
_LEAST_READABLE = 0.7
_OCR = "Have it recognised with --ocr (tesseract with chi_sim is needed), or give the text form of the document"


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of a PDF file.

    Raises:
        ScanError: it has no text layer, or one in fonts that do not say their characters; where pages of pictures may
            be recognised, also where some of its pages have no text.
        ReadError: it is locked, or too large.
    """
    with _opened(data, limits) as document:
        pages = list(_pages(document, limits))
        _check_text(pages, any(page.images for page in document.pages[:3]))
        if limits.ocr_pages and any(
            picture.images and not is_readable(page.glyphs) for picture, page in zip(document.pages, pages, strict=True)
        ):
            raise ScanError("some pages of the PDF are pictures", remedy=_OCR)
        return Content(tuple(blocks(pages)))


def pages_of(data: bytes, limits: Limits) -> Iterator[Page]:
    """Yield the pages of a PDF file with the text that they have, if any.

    Raises:
        ReadError: as `read`.
    """
    with _opened(data, limits) as document:
        yield from _pages(document, limits)


def is_readable(glyphs: Sequence[Glyph]) -> bool:
    """Return whether a page has text, in fonts that say their characters."""
    signs = [glyph.text for glyph in glyphs if glyph.text.strip()]
    lost = sum(1 for text in signs if _NO_CHARACTER.fullmatch(text) or "\ue000" <= text[:1] <= "\uf8ff")
    return bool(signs) and lost <= (1 - _LEAST_READABLE) * len(signs)


def _opened(data: bytes, limits: Limits) -> PDF:
    try:
        document = pdfplumber.open(BytesIO(data))
    except PdfminerException as problem:
        if problem.args and isinstance(problem.args[0], PDFPasswordIncorrect):
            raise ReadError("the PDF is locked with a password", remedy="Save it without the password") from problem
        raise
    if len(document.pages) > limits.pages:
        raise ReadError(
            f"the PDF has more than {limits.pages:,} pages", remedy="Split it, or raise REFORMKG_READ_PAGES"
        )
    return document


def _pages(document: PDF, limits: Limits) -> Iterator[Page]:
    count = 0
    for number, page in enumerate(document.pages, 1):
        glyphs = tuple(_glyphs(page))
        count += len(glyphs)
        if count > limits.characters:
            raise too_long(limits)
        tables = tuple(
            tuple(Box(*cell) for cell in table.cells) for table in (page.find_tables() if page.edges and glyphs else ())
        )
        yield Page(number, float(page.width), float(page.height), glyphs, tables)
        page.flush_cache()


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    """Yield the upright signs of a page, once each where bold print is made by printing twice."""
    for char in page.dedupe_chars(tolerance=1).chars:
        if char["upright"]:
            yield Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"], char["size"])


def _check_text(pages: list[Page], pictured: bool) -> None:
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    if not any(glyph.text.strip() for glyph in glyphs):
        what = "the PDF is a scan: its pages are pictures and hold no text" if pictured else "the PDF holds no text"
        raise ScanError(what, remedy=_OCR)
    if not is_readable(glyphs):
        raise ScanError("the PDF's fonts do not say which characters they show", remedy=_OCR)
