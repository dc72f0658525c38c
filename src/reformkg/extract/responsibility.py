"""Clauses that name owners: 责任单位：…, …牵头，…配合, 〔…按职责分工负责〕.

Touches the model and the rest of this package's basis (`names`, `ruling`). Works on folded text: all brackets are （）.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reformkg.extract.names import STAR, Name, is_body, is_collective, read_list
from reformkg.extract.ruling import Ruling
from reformkg.model import Role, Span

_LABEL = re.compile(
    r"(?P<label>(?:第一)?(?:牵头|主办|主责|总牵头|责任|配合|协办|协助|协同|协作|承办|参加|参与|指导|考核|落实|实施|主管|执行|分工|负责){1,3}"
    r"(?:单位|部门|处室|科室|股室|科|处|机关|主体)(?:及分工|和部门)?)(?:\s*：\s*|(?P<said>为)(?=[省市区县州国各]))"
    r"|（(?P<boxed>(?:牵头|主办|责任|配合|协办|承办|参加|参与)(?:单位|部门|处室|科室))）：?\s*"
    r"|(?<=[（，；。\s])(?P<short>牵头|主办|承办|责任|配合|协办|协同|参加|参与)："
)
# Fields that stand beside owners and name none: time limits, persons, aims.
_FIELD = re.compile(
    r"（(?:完成|办结|整改)(?:时限|时间|期限)）：?|(?:(?:完成|办结|工作|实施|推进|落实|整改)?(?:时限|时间|期限|进度|节点)(?:要求|安排|节点|进度)?"
    r"|(?:包保|包联|分管|牵头|责任|主管|联系|挂点|主要|[省市区县]级)?(?:领导|责任人|负责人|联系人|联络员)|联系电话|目标(?:任务|要求)?|工作要求|备注)\s*："
)
_TIME = re.compile(
    r"^(?:[于到至在自])?(?:20\d\d|\d{1,2}月|年内|年底|今年|明年|本年|每[年季月半]|长期|持续|常态|立即|按时|限时|适时)"
    r"(?:[^、委局厅部署办府处]|办(?=[法理结])){0,20}$"
)
_VERB = re.compile(
    r"(?P<how>(?:分别|共同|具体|联合|统一|统筹|密切|积极|按照?各自|按照?|依据|依法|依|根据|职责|职能|职责范围|任务|分工|各自"
    r"|抓好|做好|切实|认真)*)"
    r"(?P<verb>负总责|牵头负责|负责牵头|牵头落实|牵头实施|牵头|负责落实|负责实施|负责组织实施|负责指导|负责配合|负责|主办|主责|承办"
    r"|配合实施|配合落实|配合|协助|协办|参与|参加|指导|落实|组织实施|推进|统筹|(?:作)?为(?:第一)?(?:牵头|责任|配合)(?:单位|部门|主体))$"
)
_VERBS = tuple(
    "负责 牵头 落实 实施 负总责 主办 主责 承办 配合 协助 协办 参与 参加 指导 推进 统筹 单位 部门 主体".split()  # noqa: SIM905
)
_LEADING = re.compile(r"牵头|主办|主责|负总责|为第一责任")
_SUPPORTING = re.compile(r"配合|协办|协助|协同|协作|参加|参与|指导")
_TRIGGER = re.compile(
    r"(?:责任|牵头|主办|配合|协办|承办)(?:单位|部门|处室|科室|股室|主体)|牵头|负责|负总责|配合|参与|参加|协助|指导|统筹|分工|主办|主责"
    r"|协办|承办|落实|实施|推进"
)
_BRACKET_OR_LINE_END = re.compile("[（）\n]")
_CHUNK_END = re.compile(
    "[（），；。]|(?<=牵头)(?:、|(?=会同|联合|协同))|(?:(?<=负责)|(?<=配合)|(?<=参与)|(?<=主办)|(?<=协办))、"
)
_BARE_LABEL = re.compile(
    rf"(?:(?<=\n)|(?<=。)|(?<=；)|\A)[ —-]{{0,3}}(?={re.sub(r'[?]P<[a-z]+>', '?:', _LABEL.pattern)})"
)
_BARE_END = re.compile(r"\n|。|(?<=[\u4e00-\u9fff）])\d{1,2}[.、](?!\d)")
_ALONE = re.compile("^(?:国家|[省市区县州]|各)")
_OFFICER = re.compile("(?<!院)长$|组$|员$")
_NO_NAME = re.compile(
    r"[。？！]|^(?:由|对|在|将|按|其中|以下|具体|包括|即|见|含|如|注)|[的了]$|负责人|第一责任|应当|可以|必须|不得|\d{2,}"
)
_GOVERNMENT = re.compile(
    r"(?:委|局|厅|部|署|办|政府|委员会|管委会|办公室|办事处|总社|总工会|残联|妇联|领导小组|部门|单位|处|镇|街道|海关|分局|支行|法院|检察院)$"
)
_LONGEST = 600
_LONGEST_LEAD = 6


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner that a clause names, with its role by the words of the clause alone."""

    name: Name
    role: Role
    collective: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage that names owners.

    Attributes:
        start, end: the passage with its brackets.
        rule: the form that was recognised.
        explicit_lead: the clause itself says who leads.
    """

    start: int
    end: int
    rule: str
    owners: tuple[Owner, ...]
    open_list: bool
    explicit_lead: bool

    def ruled_by(self, rulings: Sequence[Ruling]) -> Ruling | None:
        """Return the rule that gives the owners their roles, if the clause does not.

        That is what the text says anywhere of stars, where a name has one, else the last rule stated up to here.
        """
        starred = next((ruling for ruling in rulings if ruling.starred_lead), None)
        if starred and any(owner.name.mark == STAR for owner in self.owners):
            return starred
        if self.explicit_lead:
            return None
        return next((ruling for ruling in reversed(rulings) if ruling.first_leads and ruling.start < self.end), None)

    def owners_under(self, ruling: Ruling | None) -> tuple[Owner, ...]:
        """Return the owners with the roles that they have under the rule that they follow, or by the clause itself."""
        if ruling is not None and ruling.starred_lead:
            return tuple(
                replace(owner, role=Role.LEAD if owner.name.mark == STAR else Role.SUPPORT) for owner in self.owners
            )
        if ruling is None:
            return self.owners
        return tuple(
            replace(owner, role=Role.SUPPORT if index else Role.LEAD) for index, owner in enumerate(self.owners)
        )


def find_clauses(text: str, start: int, end: int, rulings: Sequence[Ruling] = ()) -> list[Clause]:
    """Return the clauses of `text[start:end]` in order, without overlaps; `rulings` are those of the whole text."""
    found = [
        clause
        for passage in _bracketed(text, start, end)
        if (clause := _in_brackets(text, passage, end, rulings)) is not None
    ]
    ends = [clause.end for clause in found]
    position = start
    for match in _BARE_LABEL.finditer(text, start, end):
        at = bisect_right(ends, match.end())
        if match.end() < position or (at < len(found) and found[at].start <= match.end()):
            continue
        label = _LABEL.match(text, match.end())
        if label and label["said"]:
            continue
        passage = Span(match.end(), _bare_end(text, label.end() if label else match.end(), end))
        if (clause := _labelled(text, passage, passage, "responsibility.bare-label", rulings)) is not None:
            found.append(clause)
            position = clause.end
    return _joined(text, sorted(found, key=lambda clause: clause.start))


def _bare_end(text: str, start: int, end: int) -> int:
    """Return where a label without brackets ends: with its sentence or line, and the lines of further fields below."""
    while True:
        limit = min(end, start + _LONGEST)
        stop = _BARE_END.search(text, start, limit)
        if stop is None or stop.group() not in "。\n":
            return stop.start() if stop else limit
        following = stop.end() + (stop.group() == "。" and text.startswith("\n", stop.end()))
        if following >= end or not (_LABEL.match(text, following) or _FIELD.match(text, following)):
            return stop.start()
        start = following


def _joined(text: str, clauses: list[Clause]) -> list[Clause]:
    """Make one of clauses with nothing between them: （牵头单位：…）（配合单位：…）."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is None or text[before.end : clause.start].strip("，；。 \n"):
            joined.append(clause)
            continue
        names = {owner.name.text for owner in before.owners}
        owners = (*before.owners, *(owner for owner in clause.owners if owner.name.text not in names))
        joined[-1] = _clause(
            Span(before.start, clause.end), before.rule, owners, opened=before.open_list or clause.open_list
        )
    return joined


def _bracketed(text: str, start: int, end: int) -> list[Span]:
    """Return outermost brackets with what they hold; an unclosed one ends with its line or with the stretch."""
    found: list[Span] = []
    stack: list[int] = []
    for match in _BRACKET_OR_LINE_END.finditer(text, start, end):
        if match.group() == "（":
            stack.append(match.start())
        elif stack and match.group() == "\n":
            found.append(_unclosed(text, stack, match.start()))
            stack.clear()
        elif stack:
            opening = stack.pop()
            if not stack:
                found.append(Span(opening, match.end()))
    if stack:
        found.append(_unclosed(text, stack, end))
    return [passage for passage in found if passage.end - passage.start <= _LONGEST]


def _unclosed(text: str, stack: list[int], end: int) -> Span:
    labelled = [opening for opening in stack if _LABEL.match(text, opening + 1)]
    return Span(labelled[-1] if labelled else stack[-1], end)


def _in_brackets(text: str, passage: Span, end: int, rulings: Sequence[Ruling]) -> Clause | None:
    closed = text[passage.end - 1] == "）"
    inner = Span(passage.start + 1, passage.end - closed)
    if _LABEL.search(text, inner.start, inner.end):
        return _labelled(text, inner, passage, "responsibility.label", rulings)
    inner = _without_rulings(inner, rulings)
    if _TRIGGER.search(text, inner.start, inner.end):
        return _verbal(text, inner, passage)
    return _names_only(text, inner, passage, end)


def _without_rulings(stretch: Span, rulings: Sequence[Ruling]) -> Span:
    """Return the part of a stretch before the first rule that it states or, where that comes first, behind it."""
    start, end = stretch.start, stretch.end
    for ruling in rulings:
        if start < ruling.start < end:
            return Span(start, ruling.start)
        if ruling.start <= start < ruling.end:
            start = min(ruling.end + 1, end)
    return Span(start, end)


def _labelled(text: str, inner: Span, passage: Span, rule: str, rulings: Sequence[Ruling]) -> Clause | None:
    inner = _without_rulings(inner, rulings)
    labels = sorted(
        [*_LABEL.finditer(text, inner.start, inner.end), *_FIELD.finditer(text, inner.start, inner.end)],
        key=lambda match: match.start(),
    )
    if not labels or labels[0].start() - inner.start > _LONGEST_LEAD:
        return None
    parsed = _Parsed(text)
    trusted = False
    for index, label in enumerate(labels):
        if label.re is _FIELD:
            continue
        stop = labels[index + 1].start() if index + 1 < len(labels) else inner.end
        role = _label_role(label.group())
        parsed.names(parsed.closed_by_verbs(Span(label.end(), max(label.end(), stop)), role), role)
        trusted = trusted or label.group("short") is None
    return parsed.clause(passage, rule) if trusted or parsed.names_bodies() else None


def _label_role(label: str) -> Role:
    if _LEADING.search(label):
        return Role.LEAD
    return Role.SUPPORT if _SUPPORTING.search(label) else Role.RESPONSIBLE


def _verbal(text: str, inner: Span, passage: Span) -> Clause | None:
    parsed = _Parsed(text)
    rest = parsed.closed_by_verbs(inner, Role.RESPONSIBLE)
    if not parsed.owners:
        parsed.names(rest, Role.RESPONSIBLE)
        if not parsed.marked:
            return None
    elif any(_NO_NAME.search(owner.name.text) for owner in parsed.owners):
        return None
    else:
        parsed.names(rest, Role.RESPONSIBLE)
    return parsed.clause(passage, "responsibility.verb") if parsed.names_bodies() else None


def _names_only(text: str, inner: Span, passage: Span, end: int) -> Clause | None:
    """Names alone are a clause where they close a paragraph and each of them is a body of government."""
    behind = text[passage.end : passage.end + 2].lstrip("。；")
    if passage.end < end and behind and not behind.startswith("\n"):
        return None
    parsed = _Parsed(text)
    # A date may stand behind them: （市教育局、市财政局，2023年底前完成）.
    dated = text.find("，", inner.start, inner.end) >= 0
    parsed.names(parsed.closed_by_verbs(inner, Role.RESPONSIBLE) if dated else inner, Role.RESPONSIBLE)
    names = [owner.name.text for owner in parsed.owners]
    if not names or not all(_GOVERNMENT.search(name) and not _NO_NAME.search(name) for name in names):
        return None
    alone = len(names) == 1 and not (_ALONE.match(names[0]) and text[max(0, passage.start - 1)] in "。；\n")
    return None if alone else parsed.clause(passage, "responsibility.names-only")


class _Parsed:
    """What has been read of one clause so far."""

    def __init__(self, text: str) -> None:
        self.owners: list[Owner] = []
        self._text = text
        self._open_list = False
        self.marked = False

    def closed_by_verbs(self, stretch: Span, role: Role) -> Span:
        """Read the names that a verb closes, with the role it gives (…牵头，…配合); return what is left behind them."""
        pending = stretch.start
        chunks = _chunks(self._text, stretch)
        for index, chunk in enumerate(chunks):
            words = self._text[chunk.start : chunk.end]
            following = chunks[index + 1].start if index + 1 < len(chunks) else stretch.end
            if _TIME.match(words.strip()):
                self.names(Span(pending, chunk.start), role)
                pending = following
            elif words.endswith(_VERBS) and (verb := _VERB.search(words)):
                self.names(Span(pending, chunk.start + verb.start()), role_of(verb.group("verb"), role))
                pending = following
        return Span(pending, stretch.end)

    def names(self, stretch: Span, role: Role) -> None:
        """Read a stretch of names in one role, save where a name has its own: 市教育局（牵头）."""
        listed = read_list(self._text, stretch.start, stretch.end)
        self._open_list = self._open_list or listed.open_list
        self.marked = self.marked or any(name.mark for name in listed.names)
        known = {owner.name.text for owner in self.owners}
        self.owners += [
            Owner(name, role_of(name.mark, role) if name.mark not in ("", STAR) else role, is_collective(name.text))
            for name in listed.names
            if name.text not in known
        ]

    def names_bodies(self) -> bool:
        """Tell whether what was read are bodies, or persons by their office, and not other words before a verb."""
        names = [owner.name.text for owner in self.owners]
        return any(map(is_body, names)) or all(map(_OFFICER.search, names))

    def clause(self, passage: Span, rule: str) -> Clause | None:
        """Return the clause of what was read, or None where no name was."""
        return _clause(passage, rule, tuple(self.owners), opened=self._open_list) if self.owners else None


def _clause(passage: Span, rule: str, owners: tuple[Owner, ...], *, opened: bool) -> Clause:
    """Return a clause in which those who are just responsible support the lead that it names."""
    lead = any(owner.role is Role.LEAD for owner in owners)
    owners = tuple(
        replace(owner, role=Role.SUPPORT) if lead and owner.role is Role.RESPONSIBLE else owner for owner in owners
    )
    return Clause(passage.start, passage.end, rule, owners, opened, lead)


def _chunks(text: str, stretch: Span) -> list[Span]:
    """Return the stretches between commas, semicolons and full stops outside brackets."""
    found: list[Span] = []
    depth, begin = 0, stretch.start
    for match in _CHUNK_END.finditer(text, stretch.start, stretch.end):
        if match.group() == "（":
            depth += 1
        elif match.group() == "）":
            depth = max(0, depth - 1)
        elif not depth:
            found.append(Span(begin, match.start()))
            begin = match.end()
    found.append(Span(begin, stretch.end))
    return found


def role_of(verb: str, default: Role) -> Role:
    """Return the role that a word of duty gives (牵头, 配合); `default` for one that gives none of its own."""
    if _LEADING.search(verb):
        return Role.LEAD
    if _SUPPORTING.search(verb):
        return Role.SUPPORT
    return default if default is not Role.LEAD else Role.RESPONSIBLE


RULES = ("responsibility.label", "responsibility.verb", "responsibility.names-only", "responsibility.bare-label")
"""The forms of clauses: 责任单位：…; …牵头，…负责; names alone in brackets; a label without brackets."""
