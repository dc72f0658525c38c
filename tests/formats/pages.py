"""Writes formats that keep pages only, .pdf and .ofd, in the layout of GB/T 9704-2012: 22 lines of 28 signs a page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from formats.parts import TableRows, merged, zipped

_SIGNS, _LINES = 28, 22
_NO_START = "，。；：、）〕】》”！？"
_MM = 72 / 25.4
_LEFT, _TOP = 28.0, 37.0
_SIZE, _PITCH = 5.6, 10.2


def typeset(paragraphs: list[str], measure: Callable[[str], float]) -> list[list[str]]:
    """Return pages of lines: first lines indented by two signs, no line begun with a closing mark."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines.extend(_wrapped("\u3000\u3000" + paragraph, measure))
    return [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]


def _wrapped(text: str, measure: Callable[[str], float]) -> Iterator[str]:
    line, width = "", 0.0
    for sign in text:
        advance = measure(sign)
        if width + advance > _SIGNS and sign not in _NO_START:
            yield line
            line, width = "", 0.0
        line += sign
        width += advance
    yield line


def _advance(sign: str) -> float:
    return 0.5 if ord(sign) < 0x2000 else 1.0


def _print_width(text: str) -> float:
    """Return the width in signs that the PDF's font gives a text: narrow letters are narrower than half a sign."""
    return float(pdfmetrics.stringWidth(text, "STSong-Light", 1))


def pdf(paragraphs: list[str], tables: list[TableRows] | None = None) -> bytes:
    """Return a PDF with running heads and page numbers; the tables stand on pages of their own."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    number = 0
    for lines in typeset(paragraphs, _print_width):
        number += 1
        _frame_pdf(canvas, number)
        for index, line in enumerate(lines):
            _draw(canvas, line, _LEFT, _TOP + index * _PITCH, _SIZE)
        canvas.showPage()
    for table in tables or []:
        number = _pdf_table(canvas, table, number)
    canvas.save()
    return buffer.getvalue()


def _frame_pdf(canvas: Canvas, number: int) -> None:
    _draw(canvas, "某某市人民政府公报", 80, 15, 4)
    _draw(canvas, f"— {number} —", 100, 280, 4.5)


def _draw(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw text at millimetres from the upper left corner, its indent left out as programs do."""
    canvas.setFont("STSong-Light", size * _MM)
    indent = len(text) - len(text.lstrip("\u3000 "))
    x += size * sum(map(_advance, text[:indent]))
    canvas.drawString(x * _MM, A4[1] - (y + size) * _MM, text[indent:])


def _pdf_table(canvas: Canvas, rows: TableRows, number: int, rows_a_page: int = 6) -> int:
    """Draw a ruled table, a page for each `rows_a_page` rows, the heading repeated; return the last page's number."""
    width = sum(merged(cell).columns for cell in rows[0])
    heading, body = rows[0], rows[1:]
    for start in range(0, len(body), rows_a_page):
        number += 1
        _frame_pdf(canvas, number)
        _ruled(canvas, [heading, *body[start : start + rows_a_page]], 170 / width)
        canvas.showPage()
    return number


_ROW = 30.0


def _ruled(canvas: Canvas, rows: TableRows, column_width: float) -> None:
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for cell in map(merged, row):
            while (index, column) in taken:
                column += 1
            height = min(cell.rows, len(rows) - index)
            taken |= {(index + r, column + c) for r in range(height) for c in range(cell.columns)}
            x, y = 20 + column * column_width, 40 + index * _ROW
            canvas.rect(
                x * _MM, A4[1] - (y + height * _ROW) * _MM, cell.columns * column_width * _MM, height * _ROW * _MM
            )
            for at, line in enumerate(_cell_lines(cell.text, cell.columns * column_width - 2, 4)):
                _draw(canvas, line, x + 1, y + 1 + at * 5, 4)
            column += cell.columns


def _cell_lines(text: str, width: float, size: float) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line = ""
        for sign in paragraph:
            if sum(map(_advance, line + sign)) * size > width:
                yield line
                line = ""
            line += sign
        yield line


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(paragraphs: list[str], tables: list[TableRows] | None = None) -> bytes:
    """Return an OFD file with page numbers on each page and the running head in a template."""
    contents = [
        "".join(_text_object(line, _LEFT, _TOP + index * _PITCH, _SIZE) for index, line in enumerate(lines))
        + _text_object(f"— {number} —", 100, 280, 4.5)
        for number, lines in enumerate(typeset(paragraphs, _advance), 1)
    ]
    return ofd_package([*contents, *map(_ofd_table, tables or [])])


def ofd_package(contents: list[str]) -> bytes:
    """Return the archive around pages given by their objects."""
    pages = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(contents)))
    members: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": f"<ofd:Page {_OFD}>{_text_object('责任单位：页眉局', 80, 15, 4)}</ofd:Page>",
    }
    for number, objects in enumerate(contents):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)


def _text_object(text: str, x: float, y: float, size: float) -> str:
    """Return a text object at millimetres from the upper left corner, indent left out as programs do."""
    indent = len(text) - len(text.lstrip("\u3000 "))
    x += sum(map(_advance, text[:indent])) * size
    text = text[indent:]
    steps = " ".join(f"{_advance(sign) * size:g}" for sign in text[:-1])
    width = sum(map(_advance, text)) * size
    return (
        f'<ofd:TextObject Boundary="{x:g} {y:g} {width:g} {size:g}" Font="1" Size="{size:g}">'
        f'<ofd:TextCode X="0" Y="{size * 0.88:g}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd_table(rows: TableRows) -> str:
    width = 170 / sum(merged(cell).columns for cell in rows[0])
    height = min(_ROW, 240 / len(rows))
    taken: set[tuple[int, int]] = set()
    objects = ""
    for index, row in enumerate(rows):
        column = 0
        for cell in map(merged, row):
            while (index, column) in taken:
                column += 1
            taken |= {(index + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            x, y, w, h = 20 + column * width, 40 + index * height, cell.columns * width, cell.rows * height
            objects += (
                f'<ofd:PathObject Boundary="{x:g} {y:g} {w:g} {h:g}"><ofd:AbbreviatedData>M 0 0 L {w:g} 0 L {w:g} {h:g} '
                f"L 0 {h:g} C</ofd:AbbreviatedData></ofd:PathObject>"
            )
            for at, line in enumerate(_cell_lines(cell.text, w - 2, 4)):
                objects += _text_object(line, x + 1, y + 1 + at * 5, 4)
            column += cell.columns
    return objects
