"""Hostile zip archives and office files."""

# ruff: noqa: PLW0108 - every file is made by a call without arguments

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

from openpyxl import Workbook

from formats.open_document import NAMES
from formats.open_document import package as odt_package
from formats.pages import _text_object, ofd, ofd_package
from formats.parts import zipped
from formats.sheets import xlsx
from formats.word import W, package
from hostile.case import SMALL, Case

GOOD = "<w:p><w:r><w:t>正文仍可读。</w:t></w:r></w:p>"


def _word(body: str, prolog: str = "") -> bytes:
    return package(f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>")


def _with(data: bytes, name: str, content: bytes) -> bytes:
    """Return an archive with one more member."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def _flipped(data: bytes) -> bytes:
    """Return an archive whose compressed document is damaged."""
    at = data.index(b"word/document.xml") + len("word/document.xml") + 20
    return data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + 40]) + data[at + 40 :]


def _flag(data: bytes, flag: int) -> bytes:
    """Return an archive whose members all have a general purpose flag set."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= flag
            at = changed.find(signature, at + 4)
    return bytes(changed)


def _method(data: bytes, method: int) -> bytes:
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = changed.find(signature)
        while at >= 0:
            struct.pack_into("<H", changed, at + offset, method)
            at = changed.find(signature, at + 4)
    return bytes(changed)


def _lying_sizes(data: bytes) -> bytes:
    """Return an archive whose directory says that each member unpacks to ten bytes."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _twice(data: bytes) -> bytes:
    """Return an archive whose directory lists its first member two thousand times, all at the same place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    end = data.rindex(b"PK\x05\x06")
    directory = data[start:end]
    name_length, extra, comment = struct.unpack_from("<HHH", directory, 28)
    first = directory[: 46 + name_length + extra + comment]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 2000, 2000, len(first) * 1999 + len(directory))
    return data[:start] + first * 1999 + directory + bytes(tail)


def _entities(kind: str) -> str:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bodies = {
        "laughs": f'<!ENTITY l0 "ha">{laughs}',
        "file": '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        "parameter": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
    }
    return f'<?xml version="1.0"?><!DOCTYPE w [{bodies[kind]}]>'


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + GOOD + "</w:tc></w:tr></w:tbl>" * depth


def _archive(names: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            info = zipfile.ZipInfo("placeholder")
            info.filename = name if encoding == "utf-8" else name.encode(encoding).decode("cp437")
            archive.writestr(info, content)
    return buffer.getvalue()


def _workbook(change: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "正文仍可读。"
    if change == "far":
        sheet.cell(1_048_576, 16_384, "远")
    elif change == "formula":
        sheet["A2"] = "=cmd|' /C calc'!A0"
        sheet["A3"] = '=HYPERLINK("http://127.0.0.1:9/","x")'
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return an archive with a change in one member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    assert old in members[name], (name, members[name][:500])
    members[name] = members[name].replace(old, new)
    return zipped(dict(members))


def _open_table(cell: str) -> bytes:
    return odt_package(
        f"<text:p>正文仍可读。</text:p><table:table><table:table-row>{cell}</table:table-row></table:table>"
    )


def _ofd(objects: str) -> bytes:
    return ofd_package([_text_object("正文仍可读。", 28, 40, 5) + objects])


WORD = [
    Case("docx: 6 MB of spaces in 6 kB", "a.docx", lambda: _word(GOOD + " " * 6_000_000), "it unpacks to more than"),
    Case("docx: a bomb among the pictures", "a.docx", lambda: _with(_word(GOOD), "word/media/x.png", b"\0" * 9_000_000), text="正文仍可读"),
    Case("docx: 2,000 members", "a.docx", lambda: zipped({"word/document.xml": "<a/>"} | {f"word/{n}": "" for n in range(2000)}), "it holds more than"),
    Case("docx: cut off in the middle", "a.docx", lambda: _word(GOOD)[:900], "the file is cut off"),
    Case("docx: cut off in the directory", "a.docx", lambda: _word(GOOD)[:-30], "the file is"),
    Case("docx: bits flipped", "a.docx", lambda: _flipped(_word(GOOD)), "its part 'word/document.xml' is damaged"),
    Case("docx: no document in it", "a.docx", lambda: zipped({"word/styles.xml": "<a/>"}), "its part 'word/document.xml' is missing"),
    Case("docx: no XML", "a.docx", lambda: package("not <xml"), "its part 'word/document.xml' is no XML"),
    Case("docx: no body", "a.docx", lambda: package(f"<w:document {W}/>"), "the Word document has no body"),
    Case("docx: entities that swell (billion laughs)", "a.docx", lambda: _word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", _entities("laughs")), "its part 'word/document.xml' declares XML entities"),
    Case("docx: an entity that names a file", "a.docx", lambda: _word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", _entities("file")), "its part 'word/document.xml' declares XML entities"),
    Case("docx: an entity that names an address", "a.docx", lambda: _word(GOOD, _entities("parameter")), "its part 'word/document.xml' "),
    Case("docx: entities in UTF-16", "a.docx", lambda: package(f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {W}><w:body>{GOOD}<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'.encode("utf-16")), "its part 'word/document.xml' declares XML entities"),
    Case("docx: a document type at an address", "a.docx", lambda: _word(GOOD, '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">'), text="正文仍可读"),
    Case("docx: 60 tables in each other", "a.docx", lambda: _word(_nested_tables(60)), text="正文仍可读"),
    Case("docx: 5,000 tables in each other", "a.docx", lambda: _word(_nested_tables(5000)), "its part 'word/document.xml' is no XML"),
    Case("docx: a cell a thousand million columns wide", "a.docx", lambda: _word(GOOD + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'), text="正文仍可读"),
    Case("docx: a row that begins in column a thousand million", "a.docx", lambda: _word(GOOD + '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'), "its tables have more than"),
    Case("docx: styles based on one another in a ring", "a.docx", lambda: package(f'<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>正文仍可读。</w:t></w:r></w:p></w:body></w:document>', None, f'<w:styles {W}><w:style w:styleId="1"><w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/></w:style></w:styles>'), text="正文仍可读"),
    Case("docx: numbers that are none", "a.docx", lambda: _word('<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="-5"/></w:numPr></w:pPr><w:r><w:t>正文仍可读。</w:t></w:r></w:p>'), text="正文仍可读"),
    Case("docx: locked member by member", "a.docx", lambda: _flag(_word(GOOD), 1), "it is locked with a password"),
    Case("docx: locked as Word does", "a.docx", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "it is locked with a password"),
    Case("docx: packed by an unknown method", "a.docx", lambda: _method(_word(GOOD), 99), "its part 'word/document.xml' is damaged"),
    Case("docx: sizes that lie", "a.docx", lambda: _lying_sizes(_word(GOOD)), "its part 'word/document.xml' is"),
    Case("docx: one member listed two thousand times", "a.docx", lambda: _twice(_word(GOOD)), "it holds more than"),
    Case("docx: 400,000 characters", "a.docx", lambda: _word("<w:p><w:r><w:t>" + "字" * 400_000 + "</w:t></w:r></w:p>"), "it has more than"),
    Case("docx: nothing but pictures", "a.docx", lambda: _word("<w:p><w:r><w:drawing/></w:r></w:p>"), "the file has no text"),
    Case("pptx", "a.docx", lambda: zipped({"ppt/presentation.xml": "<a/>"}), "it is a presentation"),
]  # fmt: skip

ARCHIVES = [
    Case("zip: a member that climbs out (../)", "a.zip", lambda: _archive({"../../etc/a.txt": b"x"}), "its member '../../etc/a.txt' leads out"),
    Case("zip: a member with an absolute path", "a.zip", lambda: _archive({"/etc/a.txt": b"x"}), "its member '/etc/a.txt' leads out"),
    Case("zip: a member with a drive", "a.zip", lambda: _archive({"C:/a.txt": b"x"}), "its member 'C:/a.txt' leads out"),
    Case("zip: an archive in the archive", "a.zip", lambda: _archive({"b.zip": _archive({"c.txt": b"x"})}), "it is an archive"),
    Case("zip: empty", "a.zip", lambda: _archive({}), "the archive holds no documents"),
    Case("zip: no documents in it", "a.zip", lambda: _archive({"a.exe": b"MZ", "__MACOSX/._a.txt": b"x", ".hidden.txt": b"x"}), "the archive holds no documents"),
    Case("zip: names in GBK", "a.zip", lambda: _archive({"通知.txt": "正文仍可读。".encode()}, "gb18030"), text="正文仍可读"),
    Case("zip: a member of 6 MB in 6 kB", "a.zip", lambda: _archive({"a.txt": b" " * 6_000_000}), "it unpacks to more than"),
    Case("zip: cut off", "a.zip", lambda: _archive({"a.txt": b"x" * 1000})[:60], "the file is cut off"),
    Case("zip: 2,000 members", "a.zip", lambda: _archive({f"{n}.txt": b"x" for n in range(2000)}), "it holds more than"),
]  # fmt: skip

SHEETS = [
    Case("xlsx: a cell in the last row and column", "a.xlsx", lambda: _workbook("far"), "its tables have more than"),
    Case("xlsx: formulas that run programs", "a.xlsx", lambda: _workbook("formula"), text="正文仍可读"),
    Case("xlsx: the whole sheet merged", "a.xlsx", lambda: _edited(_workbook(""), "xl/worksheets/sheet1.xml", b"<pageMargins", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'), "its tables have more than"),
    Case("xlsx: entities in it", "a.xlsx", lambda: _edited(_workbook(""), "xl/workbook.xml", b"<workbook ", b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook '), "its part 'xl/workbook.xml' declares XML entities"),
    Case("xlsx: 30,000 cells", "a.xlsx", lambda: xlsx([[["字"] * 150 for _ in range(200)]]), "its tables have more than"),
    Case("xlsx: a sheet is missing", "a.xlsx", lambda: zipped({"xl/workbook.xml": "<a/>"}), "the xlsx file is damaged"),
    Case("csv: a field of 400,000 characters", "a.csv", lambda: ("任务,单位\n" + "字" * 400_000 + ",乙").encode(), "it has more than"),
    Case("csv: 30,000 columns", "a.csv", lambda: b"a," * 30_000, "its tables have more than"),
    Case("csv: zero bytes", "a.csv", lambda: b"a,b\n\0\0,c\n", "the file is not text"),
    Case("csv: a quotation that never ends", "a.csv", lambda: '任务,单位\n"正文仍可读,乙\n丙,丁'.encode(), text="正文仍可读"),
]  # fmt: skip

OPEN = [
    Case("odt: a cell repeated a thousand million times", "a.odt", lambda: _open_table('<table:table-cell table:number-columns-repeated="900000000"><text:p>甲</text:p></table:table-cell>'), "its tables have more than"),
    Case("odt: an empty cell repeated a thousand million times", "a.odt", lambda: _open_table('<table:table-cell table:number-columns-repeated="900000000"/><table:table-cell/>'), text="正文仍可读"),
    Case("odt: rows repeated a million times", "a.odt", lambda: odt_package('<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>'), "its tables have more than"),
    Case("odt: a cell that reaches over a million rows", "a.odt", lambda: _open_table('<table:table-cell table:number-rows-spanned="99999999"><text:p>甲</text:p></table:table-cell>'), "its tables have more than"),
    Case("odt: a thousand million spaces", "a.odt", lambda: odt_package('<text:p>正文仍<text:s text:c="99999999"/>可读。</text:p>'), text="可读。"),
    Case("odt: 100 lists in each other", "a.odt", lambda: odt_package("<text:list><text:list-item>" * 100 + "<text:p>正文仍可读。</text:p>" + "</text:list-item></text:list>" * 100), text="正文仍可读"),
    Case("odt: 5,000 lists in each other", "a.odt", lambda: odt_package("<text:list><text:list-item>" * 5000 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 5000), "its part 'content.xml' is no XML"),
    Case("odt: locked", "a.odt", lambda: _edited(odt_package("<text:p>x</text:p>"), "META-INF/manifest.xml", b"/></manifest:manifest>", b"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"), "it is locked with a password"),
    Case("odt: no content", "a.odt", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, stored="mimetype"), "its part 'content.xml' is missing"),
    Case("odt: a drawing", "a.odt", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<office:document-content {NAMES}><office:body/></office:document-content>"}, stored="mimetype"), "the OpenDocument file holds no text"),
    Case("odt: an entity that names a file", "a.odt", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'}, stored="mimetype"), "its part 'content.xml' declares XML entities"),
    Case("ofd: steps repeated a million times", "a.ofd", lambda: _ofd('<ofd:TextObject Boundary="28 50 100 5" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 9999999 5">尾。</ofd:TextCode></ofd:TextObject>'), text="尾。"),
    Case("ofd: numbers that are none", "a.ofd", lambda: _ofd('<ofd:TextObject Boundary="a b c" CTM="NaN 1 2" Size="1e999"><ofd:TextCode X="inf" Y="-" DeltaX="- . g">尾。</ofd:TextCode></ofd:TextObject>'), text="正文仍可读"),
    Case("ofd: a page outside the archive", "a.ofd", lambda: _edited(ofd(["甲"]), "Doc_0/Document.xml", b"Pages/Page_0/Content.xml", b"../../../../etc/passwd"), "its part"),
    Case("ofd: pages of pictures", "a.ofd", lambda: ofd_package(['<ofd:ImageObject Boundary="0 0 210 297" ResourceID="7"/>']), "the OFD file holds no text"),
    Case("ofd: encrypted", "a.ofd", lambda: _with(ofd(["甲"]), "Encryptions.xml", b"<a/>"), "it is encrypted"),
    Case("ofd: one page listed a hundred times", "a.ofd", lambda: _edited(ofd(["甲"]), "Doc_0/Document.xml", b'<ofd:Page ID="10" BaseLoc="Pages/Page_0/Content.xml"/>', b'<ofd:Page ID="10" BaseLoc="Pages/Page_0/Content.xml"/>' * 100), "it has more than 50 pages"),
    Case("ofd: 30,000 strokes", "a.ofd", lambda: _ofd('<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>' + "M 0 0 L 9 0 " * 30_000 + "</ofd:AbbreviatedData></ofd:PathObject>"), text="正文仍可读", limits=replace(SMALL, unpacked=50_000_000)),
]  # fmt: skip
