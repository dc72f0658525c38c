"""Mends what page layout did to a text, and remembers where each stretch came from; touches text only.

Official notices reach a user as copies of web pages, PDF pages and scans: words are broken by line ends, page ends and
stray spaces, paragraphs are glued together with spaces for separators. Here each run of white space is judged by what
stands on both sides of it and becomes a line end, a space or nothing. No other character is changed, but for remains of
formula markup around comparisons (`$\\geq 65\\%$` is ≥65%).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from reformkg.model import Anchor

_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad"
_GAP = re.compile(rf"[\s{_INVISIBLE}\x1c-\x1f]+|\$[^$\n]{{1,40}}\$")
_WIDE = "\u3000"

MARKER = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章条节]|[一二三四五六七八九十]{1,3}[、．]|[—-]、"
    r"|[（(〔][一二三四五六七八九十]{1,3}[）)〕]|[（(]\d{1,2}[）)]"
    r"|\d{1,2}(?:[、．﹒]|\.(?!\d))|[①-⑳]|[—-]{2}(?=[^\W\d_])"
)
_LABEL = re.compile(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门|处室|科室)\s*[：:]|附件|抄送|主题词|[（(]此件")
_DATE = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_SIGNATURE = re.compile(rf"[^，。；：,;:|\n]{{2,40}}\s+{_DATE.pattern}\s*(?:\n|$|[（(\s])")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[﹝（(【]\s?(?:19|20)\d\d\s?[〕\]﹞）)】]\s?(?:第\s?)?\d{1,4}\s?号")
_NUMBER_END = re.compile(r"[〕\]﹞）)】]\s?(?:第\s?)?\d{1,4}\s?号$")
_PAGE = re.compile(r"(?:[—–-]\s?\d{1,3}\s?[—–-]|第\s?\d{1,3}\s?页(?:\s?[,，/]?\s?共\s?\d{1,3}\s?页)?)[ \u3000]*(?=\n|$)")
_TITLE_END = re.compile("的(?:通知|意见|决定|公告|办法|方案|函|批复)$")
# A scan can put the mark of a heading behind it, with a dash for 一.
_MARKED_BEHIND = re.compile(r"[\u4e00-\u9fff]{2,12}[—-]、")
_RUNNING = re.compile("[，。；,;]")
_FORMULA = ((r"\geq", "≥"), (r"\ge", "≥"), (r"\leq", "≤"), (r"\le", "≤"), (r"\sim", "~"), (r"\times", "×"), (r"\%", "%"))

_STOPS = "。！？；：!?;:"
_OPENING, _CLOSING = "（(〔[【《“", "）)〕]】》”"
_LONG_LINE = 200
_LONGEST_OPEN = 400


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
        self.length += len(piece)
        if len(self.first) < 16:
            self.first += piece[:16]
        self.last = (self.last + piece[-24:])[-24:]
        self.stop_inside = self.stop_inside or "。" in piece
        self.comma_inside = self.comma_inside or "，" in piece or "," in piece
        self.piped = self.piped or "|" in piece or "\t" in piece
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


def _join(line: _Line, gap: str, raw: str, position: int, wrap: int | None) -> str:
    """Return what `gap` stands for between the line written so far and `raw[position:]`."""
    visible = gap.strip(_INVISIBLE_CHARACTERS)
    if not visible and not gap.isspace():
        return ""
    if not line.length:
        return ""
    if "\n" in gap or "\r" in gap or "\x0b" in gap or "\x0c" in gap or "\u2028" in gap:
        return _join_lines(line, gap, raw, position, wrap)
    return _join_words(line, gap, raw, position)


_INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad"


def _join_lines(line: _Line, gap: str, raw: str, position: int, wrap: int | None) -> str:
    end = raw.find("\n", position, position + 2000)
    following = raw[position : end if end >= 0 else position + 2000]
    indent = gap[max(gap.rfind("\n"), gap.rfind("\r")) + 1 :]
    if line.piped or "|" in following[:200] or "\t" in following[:200]:
        return "\n"
    if MARKER.match(following) or _LABEL.match(following) or _DATE.match(following):
        return "\n"
    if indent.count(_WIDE) >= 2 or len(indent) >= 4:
        return "\n"
    last = line.last[-1]
    if line.open_brackets and line.length < _LONGEST_OPEN:
        return ""
    if last in _STOPS or last in _CLOSING:
        return "\n"
    if last in "，、,":
        return "\n" if _MARKED_BEHIND.fullmatch(line.last) and line.length <= len(line.last) else ""
    if _SIGNATURE.match(raw[position : position + 80]):
        return "\n"
    if wrap is not None and line.length >= wrap and (line.stop_inside or not MARKER.match(line.first)):
        return ""
    if MARKER.match(line.first):
        tail = len(following) <= 3 and not _RUNNING.search(following)
        return "" if line.stop_inside or tail else "\n"
    return "" if line.stop_inside or (line.comma_inside and line.length >= 25) else "\n"


def _join_words(line: _Line, gap: str, raw: str, position: int) -> str:
    before, after = line.last[-1], raw[position]
    following = raw[position : position + 60]
    if "|" in (before, after):
        return " "
    if "\t" in gap:
        return "\t"
    if line.piped or "|" in raw[position : position + 40].split("\n", 1)[0]:
        return " "
    if gap.count(_WIDE) >= 2 or len(gap) >= 4:
        return "\n" if line.length >= 4 or before in _STOPS else ""
    if MARKER.fullmatch(line.last):
        return ""
    if MARKER.match(following) and (
        before in _STOPS or before in _CLOSING or _is_heading(line) or line.open_brackets
    ):
        return "\n"
    if _LABEL.match(following) and before in _STOPS:
        return "\n"
    if not _RUNNING.search(line.last) and (
        _NUMBER.match(following) or (_NUMBER_END.search(line.last) and after not in _CLOSING and after not in "，。；：")
    ):
        return "\n"
    if not line.stop_inside and not line.comma_inside and _TITLE_END.search(line.last):
        return "\n"
    if before in _STOPS and (before in "：:" or _SIGNATURE.match(following)):
        return "\n"
    if not _RUNNING.search(line.last) and (_DATE.match(following) or _DATE.fullmatch(line.last.strip())):
        return "\n"
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return " "
    running = line.comma_inside or line.stop_inside or _RUNNING.search(raw, position, position + 60)
    return "" if running or before.isascii() or after.isascii() or not before.isalnum() or not after.isalnum() else " "


def _is_heading(line: _Line) -> bool:
    return bool(MARKER.match(line.first)) and not line.stop_inside and line.length <= 60
