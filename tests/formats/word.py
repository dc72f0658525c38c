"""Writes .docx as Word does: markers in the list style, running heads and notes in parts of their own."""

from __future__ import annotations

from html import escape

from formats.parts import Marker, TableRows, merged, split_marker, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
<Override PartName="/word/footnotes.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>
<Override PartName="/word/header1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
</Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml"),
                ("header", "header1.xml"),
            ),
            1,
        )
    )
    + "</Relationships>"
)  # fmt: skip
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style></w:styles>"""


class _Numbers:
    """The lists of a document: one abstract list for each kind of marker, a new start where the count leaps."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, str, str], int] = {}
        self.counts: dict[int, int] = {}
        self.nums: list[tuple[int, int]] = []
        self.current: dict[int, int] = {}

    def use(self, marker: Marker) -> int:
        """Return the id of the list that shows `marker` next."""
        kind = self.kinds.setdefault((marker.word_format, marker.before, marker.behind), len(self.kinds))
        if self.counts.get(kind, 0) + 1 != marker.number or kind not in self.current:
            self.nums.append((kind, marker.number))
            self.current[kind] = len(self.nums)
        self.counts[kind] = marker.number
        return self.current[kind]

    def part(self) -> str:
        """Return numbering.xml."""
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{before}%1{behind}"/></w:lvl></w:abstractNum>'
            for (kind, before, behind), number in self.kinds.items()
        )
        nums = "".join(
            f'<w:num w:numId="{index}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="0">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            for index, (kind, start) in enumerate(self.nums, 1)
        )
        return f"<w:numbering {W}>{abstract}{nums}</w:numbering>"


def docx(paragraphs: list[str], tables: list[TableRows] | None = None) -> bytes:
    """Return a Word document; the tables stand behind the paragraphs, each with an empty paragraph before it."""
    numbers = _Numbers()
    body = '<w:p><w:pPr><w:pStyle w:val="10"/></w:pPr><w:r><w:t>一、目录不是正文 1</w:t></w:r></w:p>'
    for paragraph in paragraphs:
        marker, text = split_marker(paragraph)
        properties = ""
        if marker is not None:
            number = numbers.use(marker)
            properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        body += f"<w:p>{properties}{_runs(text)}</w:p>"
    for table in tables or []:
        body += "<w:p/>" + word_table(table)
    return package(f"<w:document {W}><w:body>{body}<w:p/><w:sectPr/></w:body></w:document>", numbers.part())


def package(document: str, numbering: str | None = None, styles: str = _STYLES) -> bytes:
    """Return the archive around a document part."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _PARTS,
        "word/styles.xml": styles,
        "word/header1.xml": f"<w:hdr {W}><w:p><w:r><w:t>页眉：责任单位：页眉局</w:t></w:r></w:p></w:hdr>",
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>',
    }
    if numbering is not None:
        members["word/numbering.xml"] = numbering
    return zipped(members)


def _runs(text: str) -> str:
    """Return text cut into runs as editing leaves it, with a deleted run and a note mark between them."""
    middle = len(text) // 2
    deleted = "<w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del>"
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    first, second = escape(text[:middle]), escape(text[middle:])
    return (
        f'<w:r><w:t xml:space="preserve">{first}</w:t></w:r>{deleted}{note}'
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{second}</w:t></w:r>'
    )


def word_table(rows: TableRows, heading_rows: int = 0) -> str:
    """Return a table with merged cells as Word writes them."""
    body = ""
    open_below: dict[int, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        cells = ""
        column = 0
        remaining = [merged(cell) for cell in row]
        while remaining or column in open_below:
            if column in open_below:
                left, width = open_below[column]
                cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
                if left == 1:
                    del open_below[column]
                else:
                    open_below[column] = (left - 1, width)
                column += width
                continue
            cell = remaining.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            content = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in cell.text.split("\n"))
            cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.columns}"/>{merge}</w:tcPr>{content}</w:tc>'
            if cell.rows > 1:
                open_below[column] = (cell.rows - 1, cell.columns)
            column += cell.columns
        heading = "<w:trPr><w:tblHeader/></w:trPr>" if index < heading_rows else ""
        body += f"<w:tr>{heading}{cells}</w:tr>"
    columns = max(sum(merged(cell).columns for cell in row) for row in rows)
    grid = '<w:gridCol w:w="1400"/>' * columns
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
