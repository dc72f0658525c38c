"""Hostile PDF files, pages, plain text and files of other kinds."""

# ruff: noqa: PLW0108 - every file is made by a call without arguments

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from email.message import EmailMessage

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from hostile.case import SMALL, Case


def _pdf(encrypt: StandardEncryption | None = None, pages: int = 1, extra: str = "") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica" if encrypt else "STSong-Light", 16)
        canvas.drawString(100, 600, "still readable" if encrypt else "正文仍可读。")
        if extra == "link":
            canvas.linkURL("http://127.0.0.1:9/", (0, 0, 100, 100))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _made(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of the objects; the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, max(objects) + 1))
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def _swollen(megabytes: int) -> bytes:
    """Return a stream that unpacks to so many megabytes of spaces, made from one packed block over and over."""
    block = b" " * 1_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(block, check)
    data = b"\x78\xda" + packed * megabytes + b"\x03\x00" + check.to_bytes(4, "big")
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _page(resources: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % resources


def _scan() -> bytes:
    image = _stream(
        b"\xff" * 10_000,
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    content = _stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return _made({1: _CATALOGUE, 2: _ONE_PAGE, 3: _page(b"/XObject << /I 5 0 R >>"), 4: content, 5: image})


def _form_in_itself() -> bytes:
    form = _stream(
        b"/F Do /F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    )
    return _made({1: _CATALOGUE, 2: _ONE_PAGE, 3: _page(b"/XObject << /F 5 0 R >>"), 4: _stream(b"/F Do"), 5: form})


def _without_unicode() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 1000 /FontDescriptor 7 0 R >>"
    )
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    content = _stream(b"BT /F 16 Tf 100 600 Td <0001000200030004> Tj ET")
    return _made(
        {
            1: _CATALOGUE,
            2: _ONE_PAGE,
            3: _page(b"/Font << /F 5 0 R >>"),
            4: content,
            5: font,
            6: descendant,
            7: descriptor,
        }
    )


def _nested_mail(depth: int) -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n"
    parts = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(depth))
    return head + parts + b"--b%d\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n" % depth


def _mail_without_page() -> bytes:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("plain")
    message.make_related()
    return message.as_bytes()


PDF = [
    Case("pdf: locked with a password", "a.pdf", lambda: _pdf(StandardEncryption("secret", "owner")), "the PDF is locked with a password"),
    Case("pdf: locked against printing only", "a.pdf", lambda: _pdf(StandardEncryption("", "owner", canPrint=0)), text="still readable"),
    Case("pdf: a scan without text", "a.pdf", _scan, "the PDF is a scan"),
    Case("pdf: an empty page", "a.pdf", lambda: _made({1: _CATALOGUE, 2: _ONE_PAGE, 3: _page(), 4: _stream(b"")}), "the PDF holds no text"),
    Case("pdf: nothing behind its first line", "a.pdf", lambda: b"%PDF-1.7\n", "the pdf file is damaged"),
    Case("pdf: cut off in the middle", "a.pdf", lambda: _pdf()[:900], "the pdf file is damaged"),
    Case("pdf: without its last lines", "a.pdf", lambda: _pdf(pages=3)[:-12], text="正文仍可读"),
    Case("pdf: pages that hold themselves", "a.pdf", lambda: _made({1: _CATALOGUE, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}), "the PDF holds no text"),
    Case("pdf: a drawing that draws itself", "a.pdf", _form_in_itself, "the PDF holds no text"),
    Case("pdf: fonts that do not say their characters", "a.pdf", _without_unicode, "the PDF's fonts do not say"),
    Case("pdf: 60 pages", "a.pdf", lambda: _pdf(pages=60), "the PDF has more than 50 pages"),
    Case("pdf: a stream of 900 MB in 900 kB", "a.pdf", lambda: _made({1: _CATALOGUE, 2: _ONE_PAGE, 3: _page(), 4: _swollen(900)}), "it takes more than 600,000,000 bytes of memory", limits=replace(SMALL, memory=600_000_000)),
    Case("pdf: arrays in arrays, 100,000 deep", "a.pdf", lambda: _made({1: _CATALOGUE, 2: b"<< /Kids " + b"[" * 100_000 + b">>"}), "the PDF holds no text"),
    Case("pdf: links and scripts", "a.pdf", lambda: _pdf(extra="link"), text="正文仍可读"),
    Case("pdf: noise", "a.pdf", lambda: b"%PDF-1.4\n" + bytes((n * 7919 + 13) % 256 for n in range(50_000)), "the pdf file is damaged"),
]  # fmt: skip

PAGES = [
    Case("html: 100,000 elements in each other", "a.html", lambda: b"<html><body>" + b"<div>" * 100_000 + "正文仍可读。".encode() + b"</div>" * 100_000, "its parts are nested too deeply"),
    Case("html: 200 elements in each other", "a.html", lambda: b"<html><body>" + b"<div>" * 200 + "正文仍可读。".encode(), text="正文仍可读"),
    Case("html: scripts, frames, refresh, pictures from elsewhere", "a.html", lambda: '<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><base href="http://127.0.0.1:9/"><link rel=stylesheet href=x.css></head><body onload="alert(1)"><script src="http://127.0.0.1:9/x.js">责任单位：假局</script><iframe src="http://127.0.0.1:9/"></iframe><img src="http://127.0.0.1:9/x.png"><p>正文仍可读。</p></body></html>'.encode(), text="正文仍可读"),
    Case("html: nothing but a script", "a.html", lambda: b"<html><script>document.write('x')</script></html>", "the file has no text"),
    Case("html: cells that reach a thousand million rows and columns", "a.html", lambda: "<html><p>正文仍可读。<table><tr><td rowspan=999999999 colspan=999999999>甲<td>乙<tr><td>丙</table>".encode(), text="正文仍可读"),
    Case("html: a table of 40,000 cells", "a.html", lambda: b"<html><table>" + (b"<tr>" + b"<td>x" * 200) * 200, "its tables have more than"),
    Case("html: an attribute of 5 MB", "a.html", lambda: b"<html><p title='" + b"x" * 5_000_000 + "'>正文仍可读。".encode(), text="正文仍可读"),
    Case("html: entities that swell", "a.html", lambda: '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><p>正文仍可读。&b;'.encode(), text="正文仍可读"),
    Case("html: 400,000 characters", "a.html", lambda: ("<html><p>" + "字" * 400_000).encode(), "it has more than"),
    Case("html: zero bytes", "a.html", lambda: "<html><p>正文\0仍可读。".encode(), text="正文仍可读"),
    Case("html: in an encoding that it is not in", "a.html", lambda: b"<html><meta charset=utf-8><p>\xff\xff\xff\xff\xfe\x80\xff", "the file's encoding is not known"),
    Case("html: 20,000 unclosed comments and tags", "a.html", lambda: b"<html>" + b"<!-- <p <a <" * 20_000, "the file has no text"),
    Case("mhtml: no page in it", "a.mhtml", _mail_without_page, "the saved page has no HTML part"),
    Case("mhtml: 5,000 parts in each other", "a.mhtml", lambda: _nested_mail(5000), "its parts are nested too deeply"),
]  # fmt: skip

TEXT = [
    Case("text: empty", "a.txt", lambda: b"", "the file has no text"),
    Case("text: white space only", "a.txt", lambda: "  \n\u3000\n".encode(), "the file has no text"),
    Case("text: noise", "a.txt", lambda: bytes((n * 7919 + 13) % 256 for n in range(5000)), "the file"),
    Case("text: half a character of UTF-16", "a.txt", lambda: "正文".encode("utf-16")[:-1], "the file's encoding is not known"),
    Case("text: zero bytes", "a.txt", lambda: "正文\0正文".encode(), "the file is not text"),
    Case("text: 45,000 markers in a row", "a.txt", lambda: ("一、（一）1.（1）①" * 9_000).encode(), text="一、"),
    Case("text: 20,000 markers on lines of their own", "a.txt", lambda: ("一、\n（一）\n1.\n（1）\n①\n" * 4_000).encode(), text="一、"),
    Case("text: 100,000 open brackets", "a.txt", lambda: ("（" * 100_000).encode(), text="（"),
    Case("text: 14,000 owner labels", "a.txt", lambda: ("（责任单位：" * 14_000).encode(), text="责任单位"),
    Case("text: 50,000 bars", "a.txt", lambda: ("| " * 30_000 + "\n" + "| " * 20_000).encode(), text="|"),
    Case("text: 50,000 line ends", "a.txt", lambda: ("字\n" * 50_000).encode(), text="字"),
    Case("text: 400,000 characters", "a.txt", lambda: ("字" * 400_000).encode(), "it has more than"),
    Case("text: over the size limit", "a.txt", lambda: b" " * 20_000_001, "the file has more than"),
    Case("markdown: 50,000 quotations in each other", "a.md", lambda: (">" * 50_000 + " 正文仍可读。").encode(), "the file has no text"),
    Case("markdown: 50,000 open links", "a.md", lambda: ("[" * 20_000 + "正文仍可读。").encode(), text="正文仍可读"),
    Case("markdown: scripts in it", "a.md", lambda: "<script>alert(1)</script>\n\n正文仍可读。".encode(), text="正文仍可读"),
]  # fmt: skip

FOREIGN = [
    Case("a picture (.png)", "a.txt", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "it is a picture"),
    Case("a picture named .pdf", "a.pdf", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100, "it is a picture"),
    Case("a RAR archive", "a.rar", lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, "it is a RAR archive"),
    Case("a 7z archive", "a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, "it is a 7z archive"),
    Case("a program", "a.docx", lambda: b"\x7fELF" + b"\0" * 100, "it is a program"),
    Case("a CAJ file", "a.pdf", lambda: b"CAJ\0" + b"\0" * 100, "it is a CAJ file"),
    Case("a database", "a.doc", lambda: b"SQLite format 3\0" + b"\0" * 100, "it is a database"),
    Case("a presentation of the old kind", "a.ppt", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "PowerPoint Document".encode("utf-16-le"), "it is a presentation"),
]  # fmt: skip
