"""Writes .odt as LibreOffice does: markers in list styles, running heads in the styles."""

from __future__ import annotations

from html import escape

from formats.parts import Marker, TableRows, merged, split_marker, zipped

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{_URN}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)  # fmt: skip
KIND = "application/vnd.oasis.opendocument.text"


class _Lists:
    def __init__(self) -> None:
        self.kinds: dict[tuple[str, str, str], str] = {}

    def item(self, marker: Marker, text: str) -> str:
        """Return a list of one item that shows `marker`."""
        style = self.kinds.setdefault((marker.sign, marker.before, marker.behind), f"L{len(self.kinds) + 1}")
        return (
            f'<text:list text:style-name="{style}"><text:list-item text:start-value="{marker.number}">'
            f"<text:p>{text}</text:p></text:list-item></text:list>"
        )

    def styles(self) -> str:
        """Return the list styles."""
        return "".join(
            f'<text:list-style style:name="{name}"><text:list-level-style-number text:level="1" style:num-format="{sign}" '
            f'style:num-prefix="{before}" style:num-suffix="{behind}"/></text:list-style>'
            for (sign, before, behind), name in self.kinds.items()
        )


def odt(paragraphs: list[str], tables: list[TableRows] | None = None) -> bytes:
    """Return an OpenDocument text; the tables stand behind the paragraphs."""
    lists = _Lists()
    body = "<text:table-of-content><text:index-body><text:p>一、目录不是正文</text:p></text:index-body></text:table-of-content>"
    for paragraph in paragraphs:
        marker, text = split_marker(paragraph)
        content = _content(text)
        body += lists.item(marker, content) if marker else f"<text:p>{content}</text:p>"
    for table in tables or []:
        body += open_table(table)
    return package(body, lists.styles())


def package(body: str, styles: str = "") -> bytes:
    """Return the archive around a text's body."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest {NAMES}><manifest:file-entry manifest:full-path="/"/></manifest:manifest>'
    header = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page><style:header>"
        "<text:p>页眉：责任单位：页眉局</text:p></style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    members: dict[str, str | bytes] = {
        "mimetype": KIND, "content.xml": content, "styles.xml": header, "META-INF/manifest.xml": manifest,
    }  # fmt: skip
    return zipped(members, stored="mimetype")


def _content(text: str) -> str:
    """Return text with spaces, a soft page break and a note as the format writes them."""
    middle = len(text) // 2
    note = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note>'
    first, second = (escape(part).replace("  ", ' <text:s text:c="1"/>') for part in (text[:middle], text[middle:]))
    return f"{first}<text:soft-page-break/>{note}<text:span>{second}</text:span>"


def open_table(rows: TableRows) -> str:
    """Return a table with merged cells as the format has them."""
    height = len(rows)
    covered: set[tuple[int, int]] = set()
    body = ""
    for index, row in enumerate(rows):
        cells = ""
        column = 0
        remaining = [merged(cell) for cell in row]
        while remaining or (index, column) in covered:
            if (index, column) in covered:
                cells += "<table:covered-table-cell/>"
                column += 1
                continue
            cell = remaining.pop(0)
            covered |= {(index + r, column + c) for r in range(cell.rows) for c in range(cell.columns)} - {
                (index, column)
            }
            content = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
            cells += (
                f'<table:table-cell table:number-rows-spanned="{min(cell.rows, height)}" '
                f'table:number-columns-spanned="{cell.columns}">{content}</table:table-cell>'
            )
            column += 1
        body += f"<table:table-row>{cells}</table:table-row>"
    return f"<table:table>{body}</table:table>"
