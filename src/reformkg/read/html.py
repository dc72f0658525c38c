"""Web pages (.html, .htm) and pages saved whole (.mhtml): the document on them, without what the site puts around it.

Nothing that a page refers to is fetched and no script runs. Touches lxml and the standard library's mail parser.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reformkg.errors import ReadError
from reformkg.read.blocks import Block, Content, Paragraph, Table, flow
from reformkg.read.decode import decode
from reformkg.read.limits import Limits
from reformkg.read.markers import open_document_number, with_marker

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Names that mean a superset in practice, as the WHATWG encoding standard has it.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}

_DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "header", "footer", "aside", "form", "iframe", "object",
    "embed", "applet", "svg", "canvas", "video", "audio", "select", "button", "input", "textarea", "dialog", "link",
    "meta", "title", "base", "frame", "frameset", "noframes", "map", "img", "rp", "rt",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
# What site builders call the frames around a document, in whole words of class and id.
_FRAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|header|topbar|toolbar|sidebar|share|"
    r"bdsharebuttonbox|"
    r"copyright|pagination|pager|search|login|qrcode|ewm|related|recommend|friendlink|links|banner|"
    r"dqwz|xgxx|fxd|fontsize|webright|gotop|backtop)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TITLE = re.compile("通知|意见|方案|办法|规划|决定|公告|规定|计划|要点|批复|通报|细则")
_SITE = re.compile(r"ICP备|公网安备|网站标识码|版权所有|Copyright|技术支持[：:]|政府网站找错|网站地图", re.IGNORECASE)
_CONTROLS = re.compile(
    r"^[\s【】\[\]()（）|｜:：·>＞]*(?:(?:打印(?:本页)?|关闭(?:窗口|本页)?|收藏|分享(?:到)?|微信|微博|扫一扫.{0,20}|返回(?:顶部|首页|列表)?|字体|字号|"
    r"[大中小]|T|首页|上一[篇页条].{0,40}|下一[篇页条].{0,40}|当前位置.{0,80}|您的?位置.{0,80}|我要纠错|下载|浏览次数[:：]?\s*\d*)"
    r"[\s【】\[\]()（）|｜:：·>＞]*)+$"
)
_SITE_LONGEST = 400
_LAYOUT_PARAGRAPHS = 15
_LONGEST_SPAN = 1000
_LINKS = 3


def read(data: bytes, limits: Limits) -> Content:
    """Return the document on a web page.

    Raises:
        ReadError: the bytes are in no known encoding, or the page is larger than the limits.
    """
    text, encoding = _text(data, None)
    return _content(text, encoding, limits)


def read_saved(data: bytes, limits: Limits) -> Content:
    """Return the document on a page saved whole (RFC 2557), from its first part that is a page.

    Raises:
        ReadError: no part is a page, or as `read`.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                text, encoding = _text(body, part.get_content_charset())
                return _content(text, encoding, limits)
    raise ReadError("the saved page has no HTML part", remedy="Save the page again, as HTML")


def _text(data: bytes, stated: str | None) -> tuple[str, str]:
    """Decode by byte order mark, the mail header, the page's own word, or failing these by content."""
    if not data.startswith(_BOMS):
        meta = _CHARSET.search(data[:4096])
        for name in (stated, meta.group(1).decode("ascii", "replace") if meta else None):
            if name is None:
                continue
            known = _SUPERSETS.get(name.lower(), name.lower())
            try:
                return data.decode(known), codecs.lookup(known).name
            except (UnicodeError, LookupError, ValueError):
                continue
    return decode(data.replace(b"\x00", b"") if not data.startswith(_BOMS) else data, where="the page")


def _content(text: str, encoding: str, limits: Limits) -> Content:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    clean = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.replace("\x00", ""))
    try:
        root = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise ReadError(f"the page cannot be parsed ({problem})", remedy="Save the page again") from problem
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise ReadError("its parts are nested too deeply", remedy="Save the page again, or save its text")
    if root is None:
        raise ReadError("the page is empty", remedy="Save the page again")
    _prune(root)
    return Content(tuple(_Page(limits).blocks(root)), encoding)


def _prune(root: etree._Element) -> None:
    """Take out of the page what is no part of the document."""
    for node in list(root.iter()):
        if node is not root and _is_frame(node):
            _drop(node)
    for node in [
        each
        for each in root.iter("div", "ul", "p", "table", "td", "tr", "section", "center", "span")
        if _has_site(each)
    ]:
        _drop(_outermost(node))
    for node in list(root.iter("div", "ul", "ol", "p", "table", "dl", "section")):
        if _is_link_list(node):
            _drop(node)


def _is_frame(node: etree._Element) -> bool:
    if node.tag in _DROPPED:
        return not (node.tag in ("header", "form") and _holds_document(node))
    if node.tag in ("html", "body") or node.get("role", "") in _ROLES:
        return node.tag not in ("html", "body")
    if "hidden" in node.attrib or _HIDDEN.search(node.get("style", "")):
        return True
    named = _FRAME.search(f"{node.get('class', '')} {node.get('id', '')}")
    return bool(named) and not _holds_document(node)


def _holds_document(node: etree._Element) -> bool:
    """Tell whether a frame by its name holds a document's title or running text, as a form around a whole page does."""
    if any(_TITLE.search(str(piece)) for heading in node.iter("h1", "h2", "h3") for piece in heading.itertext()):
        return True
    length = 0
    for piece in node.itertext():
        if "。" in piece:
            length += len(piece)
            if length > _SITE_LONGEST:
                return True
    return False


def _has_site(node: etree._Element) -> bool:
    return bool(_SITE.search(node.text or "")) or any(
        _SITE.search(child.tail or "") or (child.tag in ("a", "span", "b", "font") and _SITE.search(child.text or ""))
        for child in node
    )


def _outermost(node: etree._Element) -> etree._Element:
    """Return the widest element around `node` that is still no more than the site's imprint."""
    parent = node.getparent()
    while parent is not None and parent.tag not in ("body", "html") and _short(parent):
        node, parent = parent, parent.getparent()
    return node


def _short(node: etree._Element) -> bool:
    length = 0
    for piece in node.itertext():
        length += len(piece.strip())
        if length > _SITE_LONGEST:
            return False
    return True


def _is_link_list(node: etree._Element) -> bool:
    """Tell whether an element is a list of links and little else."""
    links = list(node.iter("a"))
    if len(links) < _LINKS:
        return False
    linked = sum(len(str(piece).strip()) for link in links for piece in link.itertext())
    whole = sum(len(piece.strip()) for piece in node.itertext())
    return linked > 0.7 * whole


def _drop(node: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = node.getparent()
    if parent is None:
        return
    tail = node.tail or ""
    previous = node.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


@dataclass(slots=True)
class _Page:
    """Walks a page in document order and cuts it into paragraphs and tables."""

    limits: Limits
    pieces: list[str] = field(default_factory=list)
    marker: str = ""

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        """Yield the paragraphs and tables below `root`; as deep as the parser lets a page be nested."""
        yield from self._walk(root)
        yield from self._flush()

    def _walk(self, node: etree._Element) -> Iterator[Block]:
        stack: list[tuple[etree._Element, bool]] = [(node, False)]
        while stack:
            element, done = stack.pop()
            block = element.tag in _BLOCKS
            if done:
                if block:
                    yield from self._flush()
                self.pieces.append(_white(element.tail) if element is not node else "")
                continue
            if element.tag == "br":
                self.pieces.append("\n" + _white(element.tail))
                continue
            if block:
                yield from self._flush()
            if element.tag == "table" and (table := self._table(element)) is not None:
                yield table
                self.pieces.append(_white(element.tail))
                continue
            if element.tag == "li":
                self.marker = _list_marker(element)
            self.pieces.append(_white(element.text))
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))

    def _flush(self) -> Iterator[Block]:
        text = "".join(self.pieces)
        self.pieces.clear()
        marker, self.marker = self.marker, ""
        for line in re.split(r"\n(?=[\u3000\u00a0 ]*[\u3000\u00a0]{2})", text):
            stripped = line.strip()
            if stripped and not _CONTROLS.match(stripped):
                yield Paragraph(with_marker(marker, stripped) if marker else stripped)
                marker = ""
        self.marker = marker if not text.strip() else ""

    def _table(self, table: etree._Element) -> Table | None:
        """Return a table of data; None where the table only lays out the page."""
        if next(table.iterdescendants("table"), None) is not None:
            return None
        rows: list[list[tuple[str, int, int]]] = []
        heading_rows = 0
        trs = list(table.iter("tr"))
        for index, tr in enumerate(trs):
            cells = [cell for cell in tr if cell.tag in ("td", "th")]
            if (
                any(sum(1 for _ in cell.iter("p", "div", "br")) > _LAYOUT_PARAGRAPHS for cell in cells)
                and len(trs) <= 2
            ):
                return None
            parent = tr.getparent()
            is_heading = (parent is not None and parent.tag == "thead") or (
                cells and all(cell.tag == "th" for cell in cells)
            )
            heading_rows += 1 if is_heading and heading_rows == index else 0
            rows.append(
                [
                    (_cell(cell), min(_span(cell, "rowspan"), len(trs) - index), min(_span(cell, "colspan"), 100))
                    for cell in cells
                ]
            )
        cells_placed = flow(rows, self.limits)
        if max((cell.column for cell in cells_placed), default=0) == 0:
            return None
        return Table(cells_placed, heading_rows=heading_rows)


def _white(text: str | None) -> str:
    """Return text with the line ends of the page's source as the spaces that a browser shows; none between CJK."""
    if not text:
        return ""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]+[ \t]*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t\r\n]+", " ", text)


def _cell(cell: etree._Element) -> str:
    pieces: list[str] = []
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            if node is not cell and (node.tag == "br" or node.tag in _BLOCKS):
                pieces.append("\n")
            pieces.append(_white(node.text))
        elif node is not cell:
            pieces.append(("\n" if node.tag in _BLOCKS else "") + _white(node.tail))
    return "".join(pieces).strip()


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _LONGEST_SPAN)) if value.isascii() and value.isdigit() and len(value) < 8 else 1


def _list_marker(item: etree._Element) -> str:
    """Return the number that a browser shows before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    style = f"{parent.get('style', '')} {item.get('style', '')}"
    if re.search(r"list-style(?:-type)?\s*:\s*none", style):
        return ""
    number = _whole(parent.get("start"), 1)
    for each in parent.iterchildren("li"):
        number = _whole(each.get("value"), number)
        if each is item:
            break
        number += 1
    if re.search(r"cjk-ideographic|simp-chinese|trad-chinese|cjk-decimal", style):
        return f"{open_document_number('一', number)}、"
    kind = parent.get("type", "1")
    return f"{open_document_number(kind if kind in 'aAiI1' else '1', number)}."


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
