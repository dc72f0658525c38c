"""From a document to the tree of its sections, by the markers that number them; pure, touches the model only.

The markers are those of GB/T 9704-2012 (一、（一）1.（1）) with the chapter and article marks of regulations and the
circled numbers below them. Real documents lose line ends, restart and skip: a marker at the start of a line is taken
as it stands; one inside a line only where it carries the numbering on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from reformkg.model import Document, Outline, Section, Span

_DIGITS = "一二三四五六七八九十"
_MARKER = re.compile(
    r"(?P<chapter>第[一二三四五六七八九十百]{1,4}章)|(?P<part>第[一二三四五六七八九十百]{1,4}节)"
    r"|(?P<article>第[一二三四五六七八九十百]{1,4}条)(?![例款规])"
    rf"|(?P<han>(?<![{_DIGITS}第])[{_DIGITS}]{{1,3}}(?=[、．]|\.(?!\d))[、．.])(?![{_DIGITS}]、|三级)"
    rf"|(?P<dash>(?:(?<=\n)|(?<=：)|\A)[—-]、)"
    rf"|(?P<hanbracket>（[{_DIGITS}]{{1,3}}）)"
    r"|(?P<digit>(?<![\d.年月第至—-])\d{1,2}(?:[、]|[.﹒](?!\d)))"
    r"|(?P<stop>(?:(?<=\n)|\A)\d{1,2}。)"
    r"|(?P<bracket>（\d{1,2}）)|(?P<half>(?:(?<=\n)|\A)\d{1,2}）)|(?P<circle>[①-⑳])"
)
_ANCHOR = re.compile(rf"[第{_DIGITS}（0-9①-⑳—-]")
_LINE_END = re.compile("\n")
_BAR = re.compile(r"\|")
_BEHIND = re.compile(r"[—-]、(?=\n|$)")
_RANK = {
    "chapter": 0, "part": 1, "article": 2, "han": 3, "dash": 3, "hanbracket": 4,
    "digit": 5, "stop": 5, "bracket": 6, "half": 7, "circle": 8,
}  # fmt: skip
_HEADING_AFTER = re.compile(r"(?:(?<=\n)|\A)(?P<title>[^\n，。；：|]{2,12})(?P<marker>[—-]、)(?=\n|$)")
# Lines behind which a section does not reach: annexes, boxes, notes, the remarks below a signature.
_BOUNDARY = re.compile(
    r"(?:(?<=\n)|\A)(?:附件|附表|附录|附：|注：|备注：|抄送|主题词|政策解读|（此件|（信息公开|公开方式|联系人"
    r"|(?:主办|版权所有|网站标识码|责任编辑|上一篇|下一篇|[^\n]{0,12}ICP备)[^\n]{0,80}(?:网站|版权|ICP|承办：|责任编辑|[上下]一篇))[^\n]*"
)
_ANNEX_LIST = re.compile(r"附件[^\n]{0,80}(?:\n\d{1,2}[.、][^\n。]{2,60}(?=\n|$))*")
_STAMP = re.compile(
    r"\n(?:[^\n，。；：|]{2,60}\n){0,4}(?:[^\n，。；：|\d]{2,40}[委局厅府办部室会组院处]\s{0,4})?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][九〇○零][^\n]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)(?:印发)?"
    r"[^\n]{0,6}(?=\n|$)"
)
_GLUED_STAMP = re.compile(r"(?<=。)[^\n，。；：|（）]{4,40}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?=\s|$|印发|抄送)")

# Headings that every plan has, behind which the line end was lost.
_GLUED_HEADING = re.compile(
    r"(?:总体(?:要求|目标|思路)|指导思想|基本原则|工作(?:目标|原则)|主要目标|目标任务|保障措施|组织实施)"
    r"(?=(?:坚持|以|到20|深入|全面|通过|按照|围绕|为|认真|紧紧)[\u4e00-\u9fff\d])"
)

_LONGEST_HEADING = 80
_SENTENCE_END = "。！？"


@dataclass(frozen=True, slots=True)
class _Marker:
    rank: int
    ordinal: int
    label: str
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """A section while its end and its children are still being found."""

    marker: _Marker
    end: int
    children: list[_Open] = field(default_factory=list)


def outline(document: Document) -> Outline:
    """Return the sections of `document` as a tree; offsets are code points of its text."""
    text = document.folded
    boundaries = _boundaries(text)
    markers = _markers(text, boundaries)
    if not markers:
        whole = Span(0, len(text))
        return Outline((), whole, Span(len(text), len(text)))
    roots = _tree(markers, boundaries, len(text))
    for siblings in _sibling_lists(roots):
        _trim_last(siblings, text)
    _trim_remarks(roots, text)
    names = _Names()
    sections = tuple(_section(root, "", document, names) for root in roots)
    return Outline(sections, Span(0, markers[0].start), Span(_last_end(roots), len(text)))


def leaves(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections without sub-sections, in order."""
    found: list[Section] = []
    for section in sections:
        found.extend(leaves(section.children) if section.children else (section,))
    return tuple(found)


def _boundaries(text: str) -> list[Span]:
    """Return the stretches that end every open section, in order: annex lists, box heads, signatures with a date."""
    found = [Span(m.start(), m.end()) for m in _BOUNDARY.finditer(text)]
    found += [
        Span(m.start(), m.end()) for m in _ANNEX_LIST.finditer(text) if m.start() == 0 or text[m.start() - 1] == "\n"
    ]
    found += [Span(m.start() + 1, m.end()) for m in _STAMP.finditer(text)]
    found += [Span(m.start(), m.end()) for m in _GLUED_STAMP.finditer(text)]
    return sorted(found)


def _markers(text: str, boundaries: list[Span]) -> list[_Marker]:
    """Return the markers that number sections, in order."""
    kept: list[_Marker] = []
    last: dict[int, int] = {}
    lines = _Lines(text)
    inside = iter(boundaries)
    boundary = next(inside, None)
    notes = False
    for match in _candidates(text):
        while boundary is not None and boundary.end <= match.start():
            notes = text.startswith(("注：", "备注："), boundary.start)
            boundary = next(inside, None)
        marker = _marker(match)
        if boundary is not None and boundary.start <= marker.start < boundary.end:
            continue
        if notes and marker.rank >= _RANK["digit"]:
            continue
        if _carries_on(text, lines, marker, kept, last):
            notes = False
            kept.append(marker)
            for rank in [rank for rank in last if rank > marker.rank and marker.ordinal == 1]:
                del last[rank]
            last[marker.rank] = marker.ordinal
    return kept


def _candidates(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    position = 0
    # Anchored by hand: a search for the marker itself would try every form at every character.
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() >= position and (match := _MARKER.match(text, anchor.start())):
            found.append(match)
            position = match.end()
    found += (match for sign in _BEHIND.finditer(text) if (match := _HEADING_AFTER.match(text, _line(text, sign))))
    return sorted(found, key=lambda match: match.start())


def _line(text: str, sign: re.Match[str]) -> int:
    return text.rfind("\n", 0, sign.start()) + 1


def _marker(match: re.Match[str]) -> _Marker:
    if match.lastgroup == "marker":
        return _Marker(3, 1, "一", match.start(), match.start())
    kind = match.lastgroup or ""
    written = match.group()
    label = "一" if kind == "dash" else written.strip("（）、．.﹒。")
    return _Marker(_RANK[kind], _ordinal(label), label, match.start(), match.end())


def _ordinal(label: str) -> int:
    """Return the number of a marker label: 12, 十二, 第十二条, ⑫."""
    if label.isdecimal():
        return int(label)
    if "①" <= label[0] <= "⑳":
        return ord(label[0]) - ord("①") + 1
    total = 0
    digit = 0
    for char in label.strip("第章节条"):
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(char) + 1
    return total + digit


class _Lines:
    """Where the lines of a text start, and which of them are rows of a table; found once, asked for each marker."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._rows = {bisect_right(self._starts, match.start()) for match in _BAR.finditer(text)}

    def starts_at(self, offset: int) -> bool:
        """Tell whether a line starts at `offset`."""
        return self._starts[bisect_right(self._starts, offset) - 1] == offset

    def is_row_at(self, offset: int) -> bool:
        """Tell whether the line around `offset` is a row of a table."""
        return bisect_right(self._starts, offset) in self._rows


def _carries_on(text: str, lines: _Lines, marker: _Marker, kept: list[_Marker], last: dict[int, int]) -> bool:
    """Tell whether a marker numbers a section: at the start of a line always, inside one where it is next in turn."""
    if lines.is_row_at(marker.start):
        return False
    if lines.starts_at(marker.start):
        return True
    first = marker.ordinal == 1
    opens = bool(kept) and marker.rank > kept[-1].rank
    if marker.ordinal != last.get(marker.rank, 0) + 1 and not (first and opens):
        return False
    before = text[marker.start - 1]
    heading = bool(kept) and _is_heading(text, kept[-1].end, marker.start)
    if before == "：":
        return first and marker.rank <= _RANK["han"]
    if before in "。！？）”》":
        starts = before in "。！？" or not first or heading or not opens
        return starts and not _enumerates(text, marker)
    return "\u4e00" <= before <= "\u9fff" and _glued(marker, heading=heading)


def _glued(marker: _Marker, *, heading: bool) -> bool:
    """Tell whether a marker counts that stands right behind a word: only behind a heading, or as a running number."""
    if marker.rank <= _RANK["han"]:
        return False
    if marker.ordinal == 1 or marker.rank == _RANK["hanbracket"]:
        return heading
    return marker.rank == _RANK["digit"]


def _is_heading(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_HEADING and not any(text.find(sign, start, end) >= 0 for sign in _SENTENCE_END)


def _enumerates(text: str, marker: _Marker) -> bool:
    """Tell whether the marker starts a list inside a sentence, whose points end in semicolons."""
    if marker.ordinal != 1 or marker.rank < _RANK["hanbracket"]:
        return False
    second = text[marker.start : marker.end].replace("一", "二").replace("1", "2").replace("①", "②")
    at = text.find(second, marker.end, marker.end + 300)
    return at > 0 and text[at - 1] in "；，、"


def _tree(markers: list[_Marker], boundaries: list[Span], end: int) -> list[_Open]:
    roots: list[_Open] = []
    stack: list[_Open] = []
    starts = [marker.start for marker in markers] + [end]
    limits = iter(boundaries)
    limit = next(limits, None)
    for marker, following in zip(markers, starts[1:], strict=True):
        while limit is not None and limit.start < marker.end:
            limit = next(limits, None)
        own_end = min(following, limit.start) if limit is not None else following
        node = _Open(marker, own_end)
        while stack and stack[-1].marker.rank >= marker.rank:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots


def _sibling_lists(nodes: list[_Open]) -> list[list[_Open]]:
    found = [nodes]
    for node in nodes:
        if node.children:
            found.extend(_sibling_lists(node.children))
    return found


_FIELD_LINE = re.compile(r"\s*(?:（[^\n，。；：（）]{2,8}）|（?[^\n，。；：（）]{2,8}：)")
"""A line that fills a field of the unit above it: 责任单位：…, 完成时限：…."""
_BOX_LINE = re.compile(r"\n专栏\s?[\d一二三四五六七八九十]")
"""A box that spells the unit above it out."""


def _trim_last(siblings: list[_Open], text: str) -> None:
    """Cut closing words off the last of several one-line leaves: they are the document's, not the leaf's."""
    last = siblings[-1]
    others = siblings[:-1]
    if len(others) < 2 or last.children or any(node.children for node in others):
        return
    if any(text[node.marker.end : node.end].strip().count("\n") for node in others):
        return
    body = text[last.marker.end : last.end]
    line = body.find("\n", len(body) - len(body.lstrip()))
    if _BOX_LINE.search(body):
        return
    while line > 0 and _FIELD_LINE.match(body, line + 1):
        line = body.find("\n", line + 1)
    if line > 0:
        last.end = last.marker.end + line


_ABOUT_ITSELF = re.compile(r"\n本(?:通知|意见|方案|办法|措施|政策措施|政策|规定)[^\n]*\s*$")


def _trim_remarks(roots: list[_Open], text: str) -> None:
    """Cut off the last leaf a closing paragraph in which the document speaks of itself."""
    last = roots[-1]
    while last.children:
        last = last.children[-1]
    if remark := _ABOUT_ITSELF.search(text, last.marker.end, last.end):
        last.end = remark.start()


def _last_end(nodes: list[_Open]) -> int:
    last = nodes[-1]
    return _last_end(last.children) if last.children else last.end


class _Names:
    """Gives each section a ref of its own: a path that comes again gets `~2`, then `~3`."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, path: str) -> str:
        count = self._seen[path] = self._seen.get(path, 0) + 1
        return path if count == 1 else f"{path}~{count}"


def _section(node: _Open, parent: str, document: Document, names: _Names) -> Section:
    path = f"{parent}/{node.marker.label}" if parent else node.marker.label
    ref = names.take(path)
    children = tuple(_section(child, path, document, names) for child in node.children)
    end = children[-1].span.end if children else _rstrip(document.text, node.marker.end, node.end)
    start = _lstrip(document.text, node.marker.end, end)
    body = Span(start, _rstrip(document.text, start, node.end))
    title_span = _title_span(document, body)
    return Section(
        ref=ref,
        number=node.marker.label,
        title=document.text[title_span.start : title_span.end],
        title_span=title_span,
        span=Span(node.marker.start, max(end, body.end)),
        body=body,
        children=children,
    )


def _title_span(document: Document, body: Span) -> Span:
    """Return the heading: up to the first sentence end, or the line, or where they share one, the first comma."""
    text = document.folded
    line = text.find("\n", body.start, body.end)
    line = body.end if line < 0 else line
    if behind := _HEADING_AFTER.match(text, body.start, line):
        return Span(*behind.span("title"))
    sentence = min((at for end in _SENTENCE_END if (at := text.find(end, body.start, line)) >= 0), default=-1)
    if (glued := _GLUED_HEADING.match(text, body.start, line)) and (sentence < 0 or sentence > glued.end() + 20):
        return Span(body.start, glued.end())
    if sentence >= 0:
        return Span(body.start, sentence)
    if line < body.end or line - body.start <= _LONGEST_HEADING:
        stop = line
        if stop > body.start and text[stop - 1] in "；：，、":
            stop -= 1
        return Span(body.start, stop)
    comma = min((at for end in "，；：" if (at := text.find(end, body.start, line)) >= 0), default=line)
    return Span(body.start, comma)


def _lstrip(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] == "、"):
        start += 1
    return start


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
