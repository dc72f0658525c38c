"""Writes docs/formats.md from what reading really gives: `python -m formats.page` in tests/.

The table of formats is measured here; the table of hostile files is the one that tests/test_read_hostile.py holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from formats.facts import facts_of, substance
from formats.open_document import odt
from formats.pages import ofd, pdf
from formats.parts import TableRows
from formats.sheets import delimited, xlsx
from formats.tables import GROUPED, TASKS
from formats.web import html, mhtml
from formats.word import docx
from hostile.case import Case
from hostile.other import FOREIGN, PAGES, PDF, TEXT
from hostile.packed import ARCHIVES, OPEN, SHEETS, WORD
from reformkg.read import read_bytes
from reformkg.read.limits import DEFAULTS, PREFIX, Limits

PATH = Path(__file__).parent.parent.parent / "docs" / "formats.md"

_NOTICE = [
    "某某市人民政府关于推进改革的通知",
    "一、总体要求",
    "（一）工作目标。到2025年底，签约率达到75%以上。（责任单位：市卫生健康委、市财政局）",
    "（二）重点任务",
    "1.完善制度。（市教育局牵头，市财政局配合，2025年6月底前完成）",
    *(f"{number}.抓好第{number}项工作的落实。（责任单位：各县（市、区）人民政府）" for number in range(2, 31)),
]


@dataclass(frozen=True, slots=True)
class _Format:
    """A format with its writers; None where the format cannot hold that."""

    name: str
    file: str
    notice: Callable[[list[str]], bytes] | None
    table: Callable[[TableRows], bytes] | None
    numbers: str
    library: str


_FORMATS = (
    _Format("plain text", "a.txt", lambda lines: "\n".join(lines).encode("gb18030"), None, "in the text", "—"),
    _Format("Markdown", "a.md", lambda lines: "\n\n".join(lines).encode(), None, "in the text", "markdown-it-py"),
    _Format("web page", "a.html", html, lambda table: html([], [table]), "ordered lists", "lxml"),
    _Format("saved page", "a.mhtml", mhtml, None, "ordered lists", "lxml"),
    _Format("Word", "a.docx", docx, lambda table: docx([], [table]), "list styles", "lxml"),
    _Format("OpenDocument", "a.odt", odt, lambda table: odt([], [table]), "list styles", "lxml"),
    _Format("PDF", "a.pdf", pdf, lambda table: pdf([], [table]), "in the text", "pdfplumber"),
    _Format("OFD", "a.ofd", ofd, lambda table: ofd([], [table]), "in the text", "lxml, pdfplumber"),
    _Format("workbook", "a.xlsx", None, lambda table: xlsx([table]), "—", "openpyxl"),
    _Format("delimited text", "a.csv", None, delimited, "—", "—"),
)
_MEANING = {
    "bytes": "size of a file",
    "unpacked": "bytes that come out of a packed file",
    "members": "files in a packed file",
    "characters": "characters of text in a file",
    "pages": "pages of a PDF or an OFD",
    "cells": "cells of a file's tables",
    "memory": "memory of the process that reads (bytes; not on Windows)",
    "seconds": "time for one file",
    "ocr_pages": "pages of one PDF that are recognised, at 10 more seconds each (0: none; `--ocr`: 200)",
}

_HEAD = """# Formats

What reformkg reads, by content, whatever a file is called. This page is written from a test run (`python -m formats.page`
in tests/) and held by the tests: what the table says was measured on a notice and on two task tables in each format.

| format | same facts as the text | list numbers | tables | place of a passage | library |
|---|---|---|---|---|---|
"""
_REST = """
Old formats (.doc, .wps, .xls, .rtf, .ods) are turned into new ones by LibreOffice where it is installed. Zip archives are
read as folders of documents (`notices.zip/2018/5.docx` names one); `-` reads standard input.

- **Kept**: numbers that Word, LibreOffice and browsers make for lists; tables with merged cells, headings of several rows
  (written as one row: 责任分工 over 牵头单位 becomes 责任分工牵头单位) and tables that a page end cuts; text boxes.
- **Left out**: running heads, page numbers, footnotes and their marks, tables of contents, comments, deleted and hidden
  words; on web pages menus, share buttons, the site's imprint. A running head is known by standing on several pages.
- **Scans** (PDF pages that are pictures) are read where `--ocr` asks for it and tesseract with chi_sim is installed, in
  the same process and limits; otherwise they are named as scans. About one sign in a hundred is taken for another, so
  what is read so is marked: the source's format is `scan`, places say 第3页（文字识别）, and validation finds RK055.
  Ruled tables in pictures are read as lines.
- **Not read**: pictures, tables in PDF and OFD without ruling lines (their text is read, as
  lines), other archives than zip, presentations, CAJ.

## Limits

Every format but plain text is taken apart in a process of its own, so that a bad file costs one file. Nothing that a file
refers to is fetched, no macro or script runs, links out of a folder are not followed. Each limit can be set:

| variable | limits | default |
|---|---|---|
"""
_HOSTILE = """
## Fuzzing

Tests feed each reader damaged files (hypothesis). `make fuzz` goes on from there as long as it is let, in an environment
of its own: atheris grows files for each reader and text for the outline and the rules by what code they reach, with the
words of the trade to put together (`fuzz/`). What crashes, hangs or gives a fact that is not in its passage stays in
`.fuzz/NAME/found`; `FUZZ_SECONDS=600 make fuzz FUZZ_TARGETS="pdf txt"` looks longer at some.

## Hostile and broken files

What the tests hold for each of {count} files that a script makes (with smaller limits, so that they are reached quickly):

| file | outcome |
|---|---|
"""


def page() -> str:
    """Return the page."""
    rows = "".join(_row(each) for each in _FORMATS)
    limits = "".join(
        f"| `{PREFIX}{each.name.upper()}` | {_MEANING[each.name]} | {getattr(DEFAULTS, each.name):,} |\n"
        for each in fields(Limits)
    )
    cases = [*WORD, *ARCHIVES, *SHEETS, *OPEN, *PDF, *PAGES, *TEXT, *FOREIGN]
    hostile = "".join(f"| {case.about} | {_outcome(case)} |\n" for case in cases)
    return _HEAD + rows + _REST + limits + _HOSTILE.format(count=len(cases)) + hostile


def _row(each: _Format) -> str:
    place = ""
    same = tables = "—"
    if each.notice is not None:
        document = read_bytes(each.notice(_NOTICE), each.file)
        same = _word(substance(facts_of(document)) == _expected())
        place = document.places[-1].place.zh
    if each.table is not None:
        found = [read_bytes(each.table(table), each.file) for table in _tables(each)]
        rows = [[line.strip() for line in document.text.split("\n") if "|" in line] for document in found]
        tables = _word(rows == [_rows(table) for table in _tables(each)])
        place = f"{place}, {found[0].places[-1].place.zh}" if place else found[0].places[-1].place.zh
    suffix = each.file.removeprefix("a")
    return f"| {each.name} ({suffix}) | {same} | {each.numbers} | {tables} | {place} | {each.library} |\n"


def _tables(each: _Format) -> list[TableRows]:
    return [TASKS] if each.file == "a.csv" else [TASKS, GROUPED]


def _expected() -> object:
    return substance(facts_of(read_bytes("\n".join(_NOTICE).encode(), "a.txt")))


def _rows(table: TableRows) -> list[str]:
    """Return the rows of a table as the Word reader gives them, which test_read_structure.py holds word for word."""
    text = read_bytes(docx([], [table]), "a.docx").text
    return [line.strip() for line in text.split("\n") if "|" in line]


def _word(holds: bool) -> str:
    return "yes" if holds else "no"


def _outcome(case: Case) -> str:
    if case.error is None:
        return "read"
    return "refused: " + re.sub(r"[|]", r"\|", case.error.strip()) + " …"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8", newline="\n")
