r"""Mends what page layout did to a text, and remembers where each stretch came from; touches text only.

Official notices reach a user as copies of web pages, PDF pages and scans: words are broken by line ends, page ends and
stray spaces, paragraphs are glued together with spaces for separators. Here each run of white space is judged by what
stands on both sides of it and becomes a line end, a space or nothing. No other character is changed, but for remains of
formula markup around comparisons (`$\geq 65\%$` is ≥65%).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from reformkg.model import Anchor

_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad"
_INVISIBLE_CHARACTERS = "".join(
    chr(code)
    for a, b in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0xFEFF, 0xFEFF), (0xAD, 0xAD))
    for code in range(a, b + 1)
)
_LINE_END = re.compile(r"[\n\r\x0b\x0c\u2028]")
_GAP = re.compile(rf"[\s{_INVISIBLE}\x1c-\x1f]+|\$[^$\n]{{1,40}}\$")
_WIDE = "\u3000"

MARKER = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章条节]|[一二三四五六七八九十]{1,3}[、．]|[—-]、"
    r"|[（(〔][一二三四五六七八九十]{1,3}[）)〕]|[（(]\d{1,2}[）)]"
    r"|\d{1,2}(?:[、．﹒。]|\.(?!\d))|[①-⑳]|[—-]{2}(?=[^\W\d_])"
)
_LABEL = re.compile(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门|处室|科室)\s*[：:]|附件|抄送|主题词|[（(]此件")
# A label that its value follows, with or without a space between.
_LABEL_END = re.compile(r"(?:单位|部门|处室|科室|主体|时限|时间|要求|领导|责任人|负责人)[：:]$")
_DATE = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_SIGNATURE = re.compile(rf"[^，。；：,;:|\n]{{2,40}}\s+{_DATE.pattern}\s*(?:\n|$|[（(\s])")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[﹝（(【]\s?(?:19|20)\d\d\s?[〕\]﹞）)】]\s?(?:第\s?)?\d{1,4}\s?号")
_NUMBER_END = re.compile(r"[〕\]﹞）)】]\s?(?:第\s?)?\d{1,4}\s?号$")
_PAGE = re.compile(
    r"(?:[—–-]\s?\d{1,3}\s?[—–-]|第\s?\d{1,3}\s?页(?:\s?[,，/]?\s?共\s?\d{1,3}\s?页)?)[ \u3000]*(?=\n|$)"
)
# A scan's 1。 for 1.
_STOPPED_MARKER = re.compile(r"\d{1,2}。")
_TITLE_END = re.compile("的(?:通知|意见|决定|公告|办法|方案|函|批复)$")
# A scan can put the mark of a heading behind it, with a dash for 一.
_MARKED_BEHIND = re.compile(r"[\u4e00-\u9fff]{2,12}[—-]、")
_RUNNING = re.compile("[，。；,;]")
_FORMULA = (
    (r"\geq", "≥"),
    (r"\ge", "≥"),
    (r"\leq", "≤"),
    (r"\le", "≤"),
    (r"\sim", "~"),
    (r"\times", "×"),
    (r"\%", "%"),
)

_STOPS = "。！？；：!?;:"
_OPENING, _CLOSING = "（(〔[【《“", "）)〕]】》”"
_ANY_BRACKET = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")
_NO_START = "，。；：）)〕]】》”"
_LONGEST_OPEN = 400
_LONG_HEADING = 60
_SHORTEST_WRAPPED = 25
_LOOK = 400


@dataclass(slots=True)
class _Line:
    """What has to be known of the line that is being written."""

    length: int = 0
    first: str = ""
    last: str = ""
    stop_inside: bool = False
    comma_inside: bool = False
    open_brackets: int = 0
    piped: bool = False

    def add(self, piece: str) -> None:
        marker = _STOPPED_MARKER.match(piece) if not self.length else None
        self.stop_inside = self.stop_inside or "。" in piece[marker.end() if marker else 0 :]
        self.length += len(piece)
        if len(self.first) < 16:
            self.first += piece[:16]
        self.last = (self.last + piece[-24:])[-24:]
        self.comma_inside = self.comma_inside or "，" in piece or "," in piece
        self.piped = self.piped or "|" in piece or "\t" in piece
        if _ANY_BRACKET.search(piece):
            opened = sum(map(piece.count, _OPENING)) - sum(map(piece.count, _CLOSING))
            self.open_brackets = max(0, self.open_brackets + opened)


@dataclass(slots=True)
class _Writer:
    """The text as it grows, with the anchors that lead back."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    length: int = 0
    line: _Line = field(default_factory=_Line)

    def put(self, piece: str, source_offset: int) -> None:
        if not piece:
            return
        self.anchors.append(Anchor(self.length, source_offset))
        self.pieces.append(piece)
        self.length += len(piece)
        if piece == "\n":
            self.line = _Line()
        else:
            self.line.add(piece)


def mend(raw: str) -> tuple[str, tuple[Anchor, ...]]:
    """Return the mended text and the anchors from offsets in it to offsets in `raw`, in order."""
    writer = _Writer()
    wrap = _wrap_width(raw)
    position, end = 0, len(raw)
    while position < end:
        gap = _GAP.search(raw, position)
        stop = gap.start() if gap else end
        if stop > position:
            writer.put(raw[position:stop], position)
        if gap is None:
            break
        position = gap.end()
        if gap.group()[0] == "$":
            writer.put(_plain(gap.group()), gap.start())
            continue
        position = _skip_page_number(raw, gap)
        if writer.length and position < end:
            between = raw[gap.start() : position]
            writer.put(_join(writer.line, between, raw, position, wrap), gap.start())
    return "".join(writer.pieces), tuple(writer.anchors) or (Anchor(0, 0),)


def _plain(formula: str) -> str:
    inner = formula[1:-1]
    for markup, sign in _FORMULA:
        inner = inner.replace(markup, sign)
    return re.sub(r"\s+", "", inner)


def _skip_page_number(raw: str, gap: re.Match[str]) -> int:
    """Return the end of the white space that starts with `gap`, page numbers on lines of their own taken in."""
    position = gap.end()
    if "\n" in gap.group():
        while page := _PAGE.match(raw, position):
            position = page.end()
            if following := _GAP.match(raw, position):
                position = following.end()
    return position


def _wrap_width(raw: str) -> int | None:
    """Return the width at which a page layout broke all lines, or None where lines are paragraphs."""
    lengths = [len(line) for line in map(str.strip, raw.splitlines()) if line]
    if len(lengths) < 12:
        return None
    width, _ = max(Counter(length // 3 for length in lengths if length >= 18).items(), key=_by_count, default=(0, 0))
    near = sum(1 for length in lengths if abs(length // 3 - width) <= 1)
    return width * 3 - 3 if width and near >= 0.5 * len(lengths) else None


def _by_count(entry: tuple[int, int]) -> tuple[int, int]:
    return entry[1], entry[0]


@dataclass(frozen=True, slots=True)
class _Break:
    """A run of white space with what stands before and behind it.

    Attributes:
        before: the last character of the line so far.
        following: what is left of the source's line, to a bound.
    """

    line: _Line
    gap: str
    raw: str
    position: int
    wrap: int | None
    before: str
    following: str

    @property
    def indent(self) -> str:
        """The white space behind the last line end."""
        return re.split(r"[\n\r\x0b\x0c\u2028]", self.gap)[-1]

    @property
    def stopped(self) -> bool:
        """Whether a sentence or a bracket ends before the gap."""
        return self.before in _STOPS or self.before in _CLOSING

    @property
    def headed(self) -> bool:
        """Whether the line is a short numbered heading so far."""
        return bool(MARKER.match(self.line.first)) and not self.line.stop_inside and self.line.length <= _LONG_HEADING

    @property
    def running(self) -> bool:
        """Whether the end of the line so far is running text."""
        return _RUNNING.search(self.line.last) is not None


_Judge = Callable[[_Break], bool]

# What a line end stands for: the first condition that holds decides.
_AT_LINE_END: tuple[tuple[_Judge, str], ...] = (
    (lambda b: b.line.piped or "|" in b.following[:200] or "\t" in b.following[:200], "\n"),
    (lambda b: any(sign.match(b.following) for sign in (MARKER, _LABEL, _DATE)), "\n"),
    (lambda b: b.indent.count(_WIDE) >= 2 or len(b.indent) >= 4, "\n"),
    (lambda b: bool(b.line.open_brackets) and b.line.length < _LONGEST_OPEN, ""),
    (lambda b: b.stopped, "\n"),
    (lambda b: b.line.length <= len(b.line.last) and _MARKED_BEHIND.fullmatch(b.line.last) is not None, "\n"),
    (lambda b: b.before in "，、,", ""),
    (lambda b: _SIGNATURE.match(b.raw, b.position, b.position + 80) is not None, "\n"),
    (lambda b: b.wrap is not None and b.line.length >= b.wrap, ""),
    (lambda b: b.line.stop_inside, ""),
    (lambda b: MARKER.match(b.line.first) is None and b.line.comma_inside and b.line.length >= _SHORTEST_WRAPPED, ""),
    (lambda b: b.headed and len(b.following) <= 3 and not _RUNNING.search(b.following), ""),
)

# What white space inside a line stands for.
_INSIDE_LINE: tuple[tuple[_Judge, str], ...] = (
    (lambda b: "|" in (b.before, b.following[:1]), " "),
    (lambda b: b.line.piped or "|" in b.following[:40], " "),
    (lambda b: _is_indent(b.gap) and (b.line.length >= 4 or b.before in _STOPS), "\n"),
    (lambda b: b.before in ".．﹒" and b.following[:1].isdecimal() and MARKER.fullmatch(b.line.last) is not None, " "),
    (lambda b: _is_indent(b.gap) or MARKER.fullmatch(b.line.last) is not None, ""),
    (lambda b: MARKER.match(b.following) is not None and (b.stopped or b.headed or bool(b.line.open_brackets)), "\n"),
    (lambda b: b.following[:1] != "" and b.following[0] in _NO_START, ""),
    (lambda b: _LABEL.match(b.following) is not None and b.before in _STOPS, "\n"),
    (lambda b: not b.running and _NUMBER.match(b.following) is not None, "\n"),
    (
        lambda b: not b.running and _NUMBER_END.search(b.line.last) is not None and b.following[:1] not in _NO_START,
        "\n",
    ),
    (lambda b: not (b.line.stop_inside or b.line.comma_inside) and _TITLE_END.search(b.line.last) is not None, "\n"),
    (lambda b: bool(b.line.open_brackets) and b.before in "：:；;，,、", ""),
    (lambda b: _LABEL_END.search(b.line.last) is not None, ""),
    (lambda b: b.before in _STOPS and (b.before in "：:" or _SIGNATURE.match(b.raw, b.position) is not None), "\n"),
    (lambda b: not b.running and (_DATE.match(b.following) or _DATE.fullmatch(b.line.last.strip())) is not None, "\n"),
    (lambda b: _is_latin(b.before) and _is_latin(b.following[:1]), " "),
    (lambda b: b.before.isascii() or b.following[:1].isascii(), ""),
    (lambda b: not (b.before.isalnum() and b.following[:1].isalnum()), ""),
    (lambda b: b.line.comma_inside or b.line.stop_inside or _RUNNING.search(b.following[:60]) is not None, ""),
)


def _join(line: _Line, gap: str, raw: str, position: int, wrap: int | None) -> str:
    """Return what `gap` stands for between the line written so far and `raw[position:]`."""
    if not line.length or not gap.strip(_INVISIBLE_CHARACTERS):
        return ""
    end = raw.find("\n", position, position + _LOOK)
    following = raw[position : end if end >= 0 else position + _LOOK]
    found = _Break(line, gap, raw, position, wrap, line.last[-1], following)
    if "\t" in gap and not _LINE_END.search(gap):
        # Two of them enclose an empty cell.
        return "\t" * gap.count("\t")
    if _LINE_END.search(gap):
        return next((result for judge, result in _AT_LINE_END if judge(found)), "\n")
    return next((result for judge, result in _INSIDE_LINE if judge(found)), " ")


def _is_indent(gap: str) -> bool:
    return gap.count(_WIDE) >= 2 or len(gap) >= 4


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
