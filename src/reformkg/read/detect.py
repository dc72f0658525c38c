"""Tells what a file is by its first bytes and, if packed, by what it holds; touches `package`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from reformkg.errors import ReadError
from reformkg.read.package import names_in


class Format(StrEnum):
    """The formats that are read, by the name that a document's source carries; a scan is a PDF of pictures."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    HTML = "html"
    MHTML = "mhtml"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    OFD = "ofd"
    PDF = "pdf"
    SCAN = "scan"
    ARCHIVE = "zip"
    DOC = "doc"
    XLS = "xls"
    ODS = "ods"
    RTF = "rtf"


OFFICE = {Format.DOC: Format.DOCX, Format.RTF: Format.DOCX, Format.XLS: Format.XLSX, Format.ODS: Format.XLSX}
"""The formats that an office program has to turn into another one first, and which one."""

SUFFIXES = frozenset((
    ".txt", ".md", ".markdown", ".csv", ".tsv", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".docx", ".docm", ".dotx",
    ".xlsx", ".xlsm", ".odt", ".ott", ".ofd", ".pdf", ".zip", ".doc", ".dot", ".wps", ".wpt", ".xls", ".et", ".ods",
    ".rtf",
))  # fmt: skip
"""The endings that a folder and an archive are searched for; a file that is named is read whatever its ending."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.text-template": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
}
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h1|center|span|font|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?i:content-type:\s*multipart/(?:related|alternative))")
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=.Word|<w:wordDocument|<office:document\s|<pkg:package")
_FOREIGN = (
    (b"\x89PNG", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"\xff\xd8\xff", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"II*\x00", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"MM\x00*", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"GIF8", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"BM", "a picture", "Recognise its text first (for example with tesseract -l chi_sim)"),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and give the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and give the folder"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give the folder"),
    (b"BZh", "a bzip2 archive", "Unpack it and give the folder"),
    (b"\xfd7zXZ", "an xz archive", "Unpack it and give the folder"),
    (b"\x7fELF", "a program", "Give a document"),
    (b"MZ", "a program", "Give a document"),
    (b"CAJ", "a CAJ file", "Save it as PDF"),
    (b"SQLite format 3", "a database", "Give a document"),
)  # fmt: skip


def detect(data: bytes, name: str) -> Format:
    """Return the format of a file's bytes; its name decides only between the kinds of plain text.

    Raises:
        ReadError: it is of a kind that is known and not read.
    """
    head = data[:4096]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(data)
    if data.startswith(_OLE):
        return _compound(data)
    _refuse_foreign(data)
    found = (
        (Format.PDF, b"%PDF-" in data[:1024]),
        (Format.RTF, data.startswith(b"{\\rtf")),
        (Format.MHTML, _MHTML.match(head)),
        (Format.DOC, _WORD_XML.search(head)),
        (Format.HTML, _HTML.match(_as_text(head))),
    )
    return next((kind for kind, holds in found if holds), _by_name(name))


def _by_name(name: str) -> Format:
    match PurePath(name).suffix.lower():
        case ".md" | ".markdown":
            return Format.MARKDOWN
        case ".csv" | ".tsv":
            return Format.CSV
    return Format.TEXT


def _as_text(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.decode("latin-1")


def _refuse_foreign(data: bytes) -> None:
    for magic, what, remedy in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 3 or b"\x00" in data[:1024]):
            raise ReadError(f"it is {what}, which is not read", remedy=remedy)


def _packed(data: bytes) -> Format:
    """Tell the kinds of zip archives apart; a damaged one is left to the reader of archives."""
    names = names_in(data)
    if "OFD.xml" in names:
        return Format.OFD
    if stated := [kind for kind in _OPEN_DOCUMENT if b"mimetype" + kind in data[:256]]:
        return _OPEN_DOCUMENT[max(stated, key=len)]
    for prefix, found in (("word/", Format.DOCX), ("xl/", Format.XLSX)):
        if any(name.startswith(prefix) for name in names):
            return found
    if any(name.startswith("ppt/") for name in names):
        raise ReadError("it is a presentation, which is not read", remedy="Save its text as .docx or .pdf")
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Format.ODT
    return Format.ARCHIVE


def _compound(data: bytes) -> Format:
    """Tell the kinds of Microsoft's compound files apart by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("it is locked with a password", remedy="Save it without the password")
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise ReadError("it is a presentation, which is not read", remedy="Save its text as .docx or .pdf")
    if "WordDocument".encode("utf-16-le") in data:
        return Format.DOC
    if "Workbook".encode("utf-16-le") in data or b"B\0o\0o\0k\0\0\0" in data:
        return Format.XLS
    return Format.DOC
