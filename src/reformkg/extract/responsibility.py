"""Clauses that name owners: 责任单位：…, …牵头，…配合, 〔…按职责分工负责〕, and the rules that a document states once.

Touches the model and the rest of this package's basis (`names`). Works on folded text, where all brackets are （）.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from reformkg.extract.names import Name, is_collective, read_list
from reformkg.model import Role, Span

_LABEL = re.compile(
    r"(?P<label>(?:第一)?(?:牵头|主办|主责|总牵头|责任|配合|协办|协助|协同|协作|承办|参加|参与|指导|考核|落实|实施|主管|执行|分工){1,3}"
    r"(?:单位|部门|处室|科室|股室|科|处|机关|主体)(?:及分工|和部门)?)\s*："
)
_VERB = re.compile(
    r"(?P<how>(?:分别|共同|具体|联合|统一|统筹|密切|积极|按照?各自|按照?|依据|根据|职责|职能|职责范围|任务|分工|各自|分别)*)"
    r"(?P<verb>负总责|牵头负责|负责牵头|牵头落实|牵头实施|牵头|负责落实|负责实施|负责组织实施|负责|主办|承办|配合实施|配合落实|配合|协助|协办|参与|参加|指导|落实|组织实施|推进)$"
)
_VERBS = (
    "负责",
    "牵头",
    "落实",
    "实施",
    "负总责",
    "主办",
    "承办",
    "配合",
    "协助",
    "协办",
    "参与",
    "参加",
    "指导",
    "推进",
)
_LEADING = re.compile(r"牵头|主办|主责|负总责")
_SUPPORTING = re.compile(r"配合|协办|协助|协同|协作|参加|参与|指导")
FIRST_LEADS = re.compile(
    r"(?:排|列)(?:名)?(?:在)?(?:首位|第一位|第一|首)(?:位)?(?:的|者)?(?:单位|部门)?(?:为|是|系)(?:牵头|主办|第一责任)"
)
ADDED = re.compile(
    r"(?:均|都)(?:包括|包含|涉及|含)(?P<names>[^。；]{2,60}?)[，,]?(?:以下|下同|后)?(?:不再|不)(?:一一|单独|逐一|重复|另行)?(?:列出|标注|列明|注明)"
)
_TRIGGER = re.compile(
    r"(?:责任|牵头|主办|配合|协办|承办)(?:单位|部门|处室|科室|股室)|牵头|负责|配合|参与|分工|主办|协办|承办|落实"
)
_BRACKET = re.compile("[（）]")
_CHUNK_END = re.compile("[（），；。]")
_BARE_LABEL = re.compile(rf"(?:(?<=\n)|(?<=。)|(?<=；)|\A)[ ]?(?={_LABEL.pattern.replace('?P<label>', '?:')})")
_BARE_END = re.compile(r"\n|。|(?<=[\u4e00-\u9fff）])\d{1,2}[.、](?!\d)")
_NO_NAME = re.compile(
    r"[。？！]|^(?:由|对|在|将|按|其中|以下|具体|包括|即|见|含|如|注)|[的了]$|负责人|第一责任|应当|可以|必须|不得|\d{2,}"
)
_GOVERNMENT = re.compile(
    r"(?:委|局|厅|部|署|办|政府|委员会|管委会|办公室|办事处|总社|总工会|残联|妇联|领导小组|部门|单位|处|镇|街道|海关|分局|支行|法院|检察院|科)$"
)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner that a clause names, with its role by the words of the clause alone."""

    name: Name
    role: Role
    collective: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules that a document has stated so far.

    Attributes:
        first_leads: the first of each list leads (排在首位的为牵头部门，下同).
        added: owners of every clause from there on (以下责任单位均包括…，不再列出).
    """

    first_leads: bool = False
    added: tuple[Name, ...] = ()

    def after(self, clause: Clause) -> Ruling:
        """Return the rules that hold behind `clause`."""
        if not clause.states.first_leads and not clause.states.added:
            return self
        return Ruling(self.first_leads or clause.states.first_leads, self.added + clause.states.added)


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage that names owners.

    Attributes:
        start, end: the passage with its brackets.
        rule: the form that was recognised.
        explicit_lead: the clause itself says who leads.
        states: the rules that it states, from here on.
    """

    start: int
    end: int
    rule: str
    owners: tuple[Owner, ...]
    open_list: bool
    explicit_lead: bool
    states: Ruling

    def owners_under(self, ruling: Ruling) -> tuple[Owner, ...]:
        """Return the owners with the roles that they have under rules stated before, or by the clause itself."""
        if self.explicit_lead or not (ruling.first_leads or self.states.first_leads):
            return self.owners
        return tuple(
            replace(owner, role=Role.SUPPORT if index else Role.LEAD) for index, owner in enumerate(self.owners)
        )


def find_clauses(text: str, start: int, end: int) -> list[Clause]:
    """Return the clauses of `text[start:end]` in order, without overlaps."""
    found = [
        clause for passage in _bracketed(text, start, end) if (clause := _in_brackets(text, passage, end)) is not None
    ]
    ends = [clause.end for clause in found]
    for match in _BARE_LABEL.finditer(text, start, end):
        at = bisect_right(ends, match.end())
        if at < len(found) and found[at].start <= match.end():
            continue
        stop = _BARE_END.search(text, match.end(), min(end, match.end() + _LONGEST))
        passage = Span(match.end(), stop.start() if stop else min(end, match.end() + _LONGEST))
        if (clause := _labelled(text, passage, passage, "responsibility.bare-label")) is not None:
            found.append(clause)
    return sorted(found, key=lambda clause: clause.start)


def _bracketed(text: str, start: int, end: int) -> list[Span]:
    """Return outermost brackets with what they hold; an unclosed one ends with its line or with the stretch."""
    found: list[Span] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        if stack and (line := text.find("\n", stack[0], match.start())) >= 0:
            found.append(_unclosed(text, stack, line))
            stack.clear()
        if match.group() == "（":
            stack.append(match.start())
        elif stack:
            opening = stack.pop()
            if not stack:
                found.append(Span(opening, match.end()))
    if stack:
        line = text.find("\n", stack[0], end)
        found.append(_unclosed(text, stack, line if line >= 0 else end))
    return [passage for passage in found if passage.end - passage.start <= _LONGEST]


def _unclosed(text: str, stack: list[int], end: int) -> Span:
    labelled = [opening for opening in stack if _LABEL.match(text, opening + 1)]
    return Span(labelled[-1] if labelled else stack[-1], end)


def _in_brackets(text: str, passage: Span, end: int) -> Clause | None:
    closed = text[passage.end - 1] == "）"
    inner = Span(passage.start + 1, passage.end - closed)
    if _LABEL.search(text, inner.start, inner.end):
        return _labelled(text, inner, passage, "responsibility.label")
    if _TRIGGER.search(text, inner.start, inner.end):
        return _verbal(text, inner, passage)
    return _names_only(text, inner, passage, end)


def _labelled(text: str, inner: Span, passage: Span, rule: str) -> Clause | None:
    labels = list(_LABEL.finditer(text, inner.start, inner.end))
    if not labels or labels[0].start() - inner.start > 6:
        return None
    parsed = _Parsed(text)
    parsed.states(inner)
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else inner.end
        role = _label_role(label.group("label"))
        parsed.names(parsed.closed_by_verbs(Span(label.end(), stop), role), role)
    return parsed.clause(passage, rule)


def _label_role(label: str) -> Role:
    if _LEADING.search(label):
        return Role.LEAD
    return Role.SUPPORT if _SUPPORTING.search(label) else Role.RESPONSIBLE


def _verbal(text: str, inner: Span, passage: Span) -> Clause | None:
    parsed = _Parsed(text)
    parsed.states(inner)
    rest = parsed.closed_by_verbs(inner, Role.RESPONSIBLE)
    if not parsed.owners or any(_NO_NAME.search(owner.name.text) for owner in parsed.owners):
        return None
    parsed.names(rest, Role.RESPONSIBLE)
    return parsed.clause(passage, "responsibility.verb")


def _names_only(text: str, inner: Span, passage: Span, end: int) -> Clause | None:
    """Names alone are a clause where they close a paragraph and each of them is a body of government."""
    behind = text[passage.end : passage.end + 2].lstrip("。；")
    if passage.end < end and behind and not behind.startswith("\n"):
        return None
    parsed = _Parsed(text)
    parsed.names(inner, Role.RESPONSIBLE)
    names = [owner.name.text for owner in parsed.owners]
    if len(names) < 2 or not all(_GOVERNMENT.search(name) and not _NO_NAME.search(name) for name in names):
        return None
    return parsed.clause(passage, "responsibility.names-only")


class _Parsed:
    """What has been read of one clause so far."""

    def __init__(self, text: str) -> None:
        self.owners: list[Owner] = []
        self._text = text
        self._open_list = False
        self._ruling = Ruling()

    def states(self, stretch: Span) -> None:
        """Read the rules that a stretch states."""
        added = ADDED.search(self._text, stretch.start, stretch.end)
        self._ruling = Ruling(
            FIRST_LEADS.search(self._text, stretch.start, stretch.end) is not None,
            read_list(self._text, *added.span("names")).names if added else (),
        )

    def closed_by_verbs(self, stretch: Span, role: Role) -> Span:
        """Read the names that a verb closes, with the role it gives (…牵头，…配合); return what is left behind them."""
        pending = stretch.start
        for chunk in _chunks(self._text, stretch):
            words = self._text[chunk.start : chunk.end]
            if _states_rule(words):
                return Span(pending, max(pending, chunk.start - 1))
            if words.endswith(_VERBS) and (verb := _VERB.search(words)):
                self.names(Span(pending, chunk.start + verb.start()), _verb_role(verb.group("verb"), role))
                pending = min(chunk.end + 1, stretch.end)
        return Span(pending, stretch.end)

    def names(self, stretch: Span, role: Role) -> None:
        """Read a stretch of names in one role."""
        listed = read_list(self._text, stretch.start, stretch.end)
        self._open_list = self._open_list or listed.open_list
        known = {owner.name.text for owner in self.owners}
        self.owners += [Owner(name, role, is_collective(name.text)) for name in listed.names if name.text not in known]

    def clause(self, passage: Span, rule: str) -> Clause | None:
        """Return the clause; beside a lead that it names, those who are just responsible support."""
        if not self.owners:
            return None
        lead = any(owner.role is Role.LEAD for owner in self.owners)
        owners = tuple(
            replace(owner, role=Role.SUPPORT) if lead and owner.role is Role.RESPONSIBLE else owner
            for owner in self.owners
        )
        return Clause(passage.start, passage.end, rule, owners, self._open_list, lead, self._ruling)


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


def _states_rule(chunk: str) -> bool:
    return bool(FIRST_LEADS.search(chunk) or ADDED.search(chunk)) or chunk.strip() in {"下同", "不再列出"}


def _verb_role(verb: str, default: Role) -> Role:
    if _LEADING.search(verb):
        return Role.LEAD
    if _SUPPORTING.search(verb):
        return Role.SUPPORT
    return default if default is not Role.LEAD else Role.RESPONSIBLE


RULES = ("responsibility.label", "responsibility.verb", "responsibility.names-only", "responsibility.bare-label")
"""The forms of clauses: 责任单位：…; …牵头，…负责; names alone in brackets; a label without brackets."""
