"""Clauses that name owners: 责任单位：…, …牵头，…配合, 〔…按职责分工负责〕, and the rules that a document states once.

Touches the model and the rest of this package's basis (`names`). Works on folded text, where all brackets are （）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformkg.extract.names import Name, is_collective, read_list
from reformkg.model import Role

_LABEL = re.compile(
    r"(?P<label>(?:第一)?(?:牵头|主办|主责|总牵头|责任|配合|协办|协助|协同|协作|承办|参加|参与|指导|考核|落实|实施|主管|执行|分工){1,3}"
    r"(?:单位|部门|处室|科室|股室|科|处|机关|主体)(?:及分工|和部门)?)\s*："
)
_VERB = re.compile(
    r"(?P<how>(?:分别|共同|具体|联合|统一|统筹|密切|积极|按照?各自|按照?|依据|根据|职责|职能|职责范围|任务|分工|各自|分别)*)"
    r"(?P<verb>负总责|牵头负责|负责牵头|牵头落实|牵头实施|牵头|负责落实|负责实施|负责组织实施|负责|主办|承办|配合实施|配合落实|配合|协助|协办|参与|参加|指导|落实|组织实施|推进)$"
)
_LEADING = re.compile(r"牵头|主办|主责|负总责")
_SUPPORTING = re.compile(r"配合|协办|协助|协同|协作|参加|参与|指导")
FIRST_LEADS = re.compile(r"(?:排|列)(?:名)?(?:在)?(?:首位|第一位|第一|首)(?:位)?(?:的|者)?(?:单位|部门)?(?:为|是|系)(?:牵头|主办|第一责任)")
ADDED = re.compile(
    r"(?:均|都)(?:包括|包含|涉及|含)(?P<names>[^。；]{2,60}?)[，,]?(?:以下|下同|后)?(?:不再|不)(?:一一|单独|逐一|重复|另行)?(?:列出|标注|列明|注明)"
)
_TRIGGER = re.compile(r"(?:责任|牵头|主办|配合|协办|承办)(?:单位|部门|处室|科室|股室)|牵头|负责|配合|参与|分工|主办|协办|承办|落实")
_BRACKET = re.compile("[（）]")
_BARE_LABEL = re.compile(rf"(?:(?<=\n)|(?<=。)|(?<=；)|\A)[ ]?(?={_LABEL.pattern.replace('?P<label>', '?:')})")
_BARE_END = re.compile(r"\n|。|(?<=[\u4e00-\u9fff）])\d{1,2}[.、](?!\d)")
_NO_NAME = re.compile(r"[。？！]|^(?:由|对|在|将|按|其中|以下|具体|包括|即|见|含|如|注)|[的了]$|负责人|第一责任|应当|可以|必须|不得|\d{2,}")
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
class Clause:
    """A passage that names owners.

    Attributes:
        start, end: the passage with its brackets.
        rule: the form that was recognised.
        explicit_lead: the clause itself says who leads.
        first_leads: the clause states that the first of each list leads, from here on.
        added: owners that the clause adds to every later one.
    """

    start: int
    end: int
    rule: str
    owners: tuple[Owner, ...]
    open_list: bool
    explicit_lead: bool
    first_leads: bool
    added: tuple[Name, ...]


def find_clauses(text: str, start: int, end: int) -> list[Clause]:
    """Return the clauses of `text[start:end]` in order, without overlaps."""
    found: list[Clause] = []
    for opening, closing in _bracketed(text, start, end):
        clause = _in_brackets(text, opening, closing, end)
        if clause is not None:
            found.append(clause)
    for match in _BARE_LABEL.finditer(text, start, end):
        if not any(clause.start <= match.end() < clause.end for clause in found):
            stop = _BARE_END.search(text, match.end(), min(end, match.end() + _LONGEST))
            closing = stop.start() if stop else min(end, match.end() + _LONGEST)
            clause = _labelled(text, match.end(), closing, match.end(), closing, "responsibility.bare-label")
            if clause is not None:
                found.append(clause)
    return sorted(found, key=lambda clause: clause.start)


def owners_of(clauses_before: tuple[Clause, ...], clause: Clause) -> tuple[tuple[Owner, ...], tuple[Name, ...]]:
    """Return the owners of `clause` under the rules that it or an earlier clause states, and the added ones."""
    ruling = (*clauses_before, clause)
    owners = clause.owners
    if not clause.explicit_lead and any(earlier.first_leads for earlier in ruling):
        owners = tuple(
            Owner(owner.name, Role.SUPPORT if index else Role.LEAD, owner.collective) for index, owner in enumerate(owners)
        )
    return owners, tuple(name for earlier in clauses_before for name in earlier.added)


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return outermost brackets as (opening, behind the closing one); an unclosed one ends with its line or stretch."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        while stack and (line := text.find("\n", stack[-1], match.start())) >= 0:
            opening = stack.pop()
            if not stack:
                found.append((opening, line))
        if match.group() == "（":
            stack.append(match.start())
        elif stack:
            opening = stack.pop()
            if not stack:
                found.append((opening, match.end()))
    if stack:
        line = text.find("\n", stack[0], end)
        found.extend(_unclosed(text, stack, line if line >= 0 else end))
    return [(a, b) for a, b in found if b - a <= _LONGEST]


def _unclosed(text: str, stack: list[int], end: int) -> list[tuple[int, int]]:
    labelled = [opening for opening in stack if _LABEL.match(text, opening + 1)]
    return [(labelled[-1] if labelled else stack[-1], end)]


def _in_brackets(text: str, opening: int, closing: int, end: int) -> Clause | None:
    inner_end = closing - 1 if text[closing - 1] == "）" else closing
    inner = text[opening + 1 : inner_end]
    if _LABEL.search(inner):
        return _labelled(text, opening + 1, inner_end, opening, closing, "responsibility.label")
    if _TRIGGER.search(inner):
        return _verbal(text, opening + 1, inner_end, opening, closing)
    return _bare_names(text, opening + 1, inner_end, opening, closing, end)


def _labelled(text: str, start: int, end: int, opening: int, closing: int, rule: str) -> Clause | None:
    labels = list(_LABEL.finditer(text, start, end))
    if not labels or labels[0].start() - start > 6:
        return None
    parsed = _Parsed()
    parsed.rules(text, start, end)
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        parsed.stretch(text, label.end(), stop, _label_role(label.group("label")), verbs_required=False)
    return parsed.clause(opening, closing, rule)


def _label_role(label: str) -> Role:
    if _LEADING.search(label):
        return Role.LEAD
    return Role.SUPPORT if _SUPPORTING.search(label) else Role.RESPONSIBLE


def _verbal(text: str, start: int, end: int, opening: int, closing: int) -> Clause | None:
    parsed = _Parsed()
    parsed.rules(text, start, end)
    parsed.stretch(text, start, end, Role.RESPONSIBLE, verbs_required=True)
    if not parsed.owners or any(_NO_NAME.search(owner.name.text) for owner in parsed.owners):
        return None
    return parsed.clause(opening, closing, "responsibility.verb")


def _bare_names(text: str, start: int, end: int, opening: int, closing: int, stretch_end: int) -> Clause | None:
    """Names alone are a clause where they close a paragraph and each of them is a body of government."""
    behind = text[closing : closing + 2].lstrip("。；")
    if closing < stretch_end and behind and not behind.startswith("\n"):
        return None
    names = read_list(text, start, end)
    if len(names.names) < 2 or not all(_GOVERNMENT.search(name.text) for name in names.names):
        return None
    if any(_NO_NAME.search(name.text) for name in names.names):
        return None
    parsed = _Parsed()
    parsed.add(names.names, Role.RESPONSIBLE)
    parsed.open_list = names.open_list
    return parsed.clause(opening, closing, "responsibility.names-only")


class _Parsed:
    """What has been read of one clause so far."""

    def __init__(self) -> None:
        self.owners: list[Owner] = []
        self.open_list = False
        self.first_leads = False
        self.added: tuple[Name, ...] = ()

    def rules(self, text: str, start: int, end: int) -> None:
        self.first_leads = FIRST_LEADS.search(text, start, end) is not None
        if added := ADDED.search(text, start, end):
            self.added = read_list(text, added.start("names"), added.end("names")).names

    def stretch(self, text: str, start: int, end: int, role: Role, *, verbs_required: bool) -> None:
        """Read the owners between two labels: chunks of names, each closed by a verb that gives their role."""
        pending = start
        for chunk_start, chunk_end in _chunks(text, start, end):
            chunk = text[chunk_start:chunk_end]
            if _states_rule(chunk):
                self._names(text, pending, chunk_start, role, verbs_required)
                pending = end
                break
            verb = _VERB.search(chunk)
            if verb is None:
                continue
            names_end = chunk_start + verb.start()
            self._names(text, pending, names_end, _verb_role(verb.group("verb"), role), verbs_required=False)
            pending = chunk_end
        self._names(text, pending, end, role, verbs_required)

    def _names(self, text: str, start: int, end: int, role: Role, verbs_required: bool) -> None:  # noqa: FBT001
        if end <= start:
            return
        names = read_list(text, start, end)
        self.open_list = self.open_list or names.open_list
        if verbs_required and not self.owners:
            return
        self.add(names.names, role)

    def add(self, names: tuple[Name, ...], role: Role) -> None:
        known = {owner.name.text for owner in self.owners}
        self.owners += [Owner(name, role, is_collective(name.text)) for name in names if name.text not in known]

    def clause(self, opening: int, closing: int, rule: str) -> Clause | None:
        if not self.owners:
            return None
        lead = any(owner.role is Role.LEAD for owner in self.owners)
        owners = tuple(
            Owner(owner.name, Role.SUPPORT, owner.collective) if lead and owner.role is Role.RESPONSIBLE else owner
            for owner in self.owners
        )
        return Clause(opening, closing, rule, owners, self.open_list, lead, self.first_leads, self.added)


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches between commas, semicolons and full stops outside brackets."""
    found: list[tuple[int, int]] = []
    depth, begin = 0, start
    for position in range(start, end):
        char = text[position]
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif not depth and char in "，；。,;":
            found.append((begin, position))
            begin = position + 1
    found.append((begin, end))
    return found


def _states_rule(chunk: str) -> bool:
    return bool(FIRST_LEADS.search(chunk) or ADDED.search(chunk)) or chunk.strip() in ("下同", "不再列出")


def _verb_role(verb: str, default: Role) -> Role:
    if _LEADING.search(verb):
        return Role.LEAD
    if _SUPPORTING.search(verb):
        return Role.SUPPORT
    return default if default is not Role.LEAD else Role.RESPONSIBLE
