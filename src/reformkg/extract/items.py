"""From sections, clauses and tables to the items of a document: which stretch is an item, and which words own it.

Follows the annotation guidelines: an item is a leaf of the outline or a numbered unit with a clause of its own;
several clauses in one unit give one item a stretch; a clause behind the last of several sub-units covers them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reformkg.extract.extraction import ItemMentions, OwnerMention
from reformkg.extract.names import is_collective, read_list
from reformkg.extract.responsibility import Clause, Owner, find_clauses
from reformkg.extract.row_items import RULES as ROW_RULES
from reformkg.extract.row_items import items_of_tables
from reformkg.extract.rule import Mention
from reformkg.extract.ruling import FIRST_LEADS, STARRED_LEADS, Ruling, find_rulings
from reformkg.extract.subject import Subject, find_subjects
from reformkg.extract.table import Table
from reformkg.model import Document, Kind, Outline, Role, Section, Span

_OBJECTIVE = re.compile(
    r"^(?:总体(?:要求|目标|思路|考虑)|指导思想|基本(?:原则|思路)|工作(?:目标|原则|思路)|主要(?:目标|指标)|发展(?:目标|思路|定位)|目标(?:任务|要求|指标)?$|行动目标|建设目标|预期目标|具体目标|阶段目标|战略目标|总目标|试点目标|任务目标)"
    r"|(?:总体要求|总体目标|主要目标|工作目标|目标任务)$|总体目标要求|总体要求及"
)
# How the whole is organised and safeguarded: by the heading of a chapter, or by that of one of its points.
_MEASURES = re.compile(
    r"^(?:其他|附则|其他事项|其它)$|组织(?:实施|保障|领导|落实|推进|形式|体系|管理)|(?:保障|推进)(?:措施|制度)$|^(?:加强|强化|完善|健全)?(?:工作|政策|实施|组织)?保障(?:机制|体系)?$|工作(?:要求|保障)|^(?:有关|相关|几点|工作)要求|"
    r"落到实处|(?:抓好|狠抓|强化|督促|确保)(?:贯彻|组织|任务|工作)?落实|(?:压实|落实).{0,6}责任|协调配合|强化组织|监督(?:考核|检查)|督[查导](?!内容|重点|范围|事项|任务|对象|时间)|督促(?:评价|检查)|^(?:资金|经费|要素|人才|政策|投入)保障$|^加强宣传|考核评估|宣传(?:引导|培训|和舆论引导)|舆论引导"
)
_MEASURE = re.compile(
    r"组织(?:领导|实施|保障)|督查|督导|督促落实|监督考核|考核评估|监督检查|宣传(?:引导|培训)|舆论引导"
)
# What a document says of itself: its scope, its terms, from when it holds, who explains it.
_ABOUT_ITSELF = re.compile(
    r"本(?:意见|通知|办法|方案|政策|措施|规定|细则|规划|计划|条例|标准)(?:自|由|适用|所称|所指|有效期|中)"
)
_ACTS = r"(?![^。]*[，、](?:压实|落实|加强|强化|明确|抓|精心|确保|周密|迅速))"
_IMPORTANCE = re.compile(
    rf"^(?:(?:充分|进一步)?认识{_ACTS}|.{{0,12}}(?:重要|重大|深远)意义|.{{0,10}}重要性$|(?:统一思想|提高认识){_ACTS}|地位和作用$)"
    "|的(?:重要|重大)意义|工作的重要性$"
)
# Why a regulation is made, which its first article says.
_PURPOSE = re.compile(r"^(?:第一条\s*)?为.*制定本(?:办法|规定|细则|条例|规范|意见|方案|措施)$")
# What was before the plan: its chapters give no tasks.
_BEFORE_IT = re.compile(
    r"^(?:发展|工作|现实)?基础$|(?:发展)?现状$|面临(?:的)?形势|发展(?:环境|形势)$|形势(?:任务)?与|^(?:工作|发展|主要)?(?:成效|回顾)$"
    r"|取得的?(?:成效|成绩|成就)$"
)
_ENTRY = re.compile(
    r"(?P<body>[^，。；：、\n]{2,22}?)(?P<duty>(?:主要)?职责)?(?:：|。(?=(?:主要|具体|全面)?负责|组织|承担)|(?=(?:主要|具体|全面|牵头)?负责(?!人)))"
)
_LINE = re.compile("[^\n]+")
_ENTRY_BODY = re.compile(
    r"(?:委|局|厅|部|署|办|政府|委员会|管委会|办公室|办事处|总工会|残联|妇联|小组|部门|处|镇|街道|海关|分局|支行|法院|检察院|大队|支队|中心|集团|公司|医院|学校|长|员|科|股|站|所|组)(?:（[^（）]{1,12}）)?$"
)
# A box behind an item spells it out.
_BOX = re.compile(r"\s*专栏\s?\d")
_CLOSING_WORDS = re.compile(r"^[\s。]*(?:本|此|上述|以上|各地区|各市|各级|各区|附件|政策解读|（此件)")
_LONGEST_HEADING = 20
_LONGEST_CHAPTER = 40
"""Beyond that a chapter is an item itself, whose words are those of its task."""
_DEEP = re.compile(r"^(?:\d{1,2}|[①-⑳])$")


@dataclass(frozen=True, slots=True)
class _Heading:
    """What an item is called, and what it is."""

    ref: str
    number: str
    section: str | None
    kind: Kind
    title: str


def find_items(document: Document, outline: Outline, tables: Sequence[Table]) -> tuple[list[ItemMentions], list[Span]]:
    """Return the items of `document` in order, and every passage that was read as naming owners."""
    builder = _Builder(document, tables)
    if outline.sections:
        builder.sections(outline.sections, (), None)
    else:
        builder.unnumbered(outline.head)
    items = [*builder.items, *items_of_tables(document, tables, builder.rulings)]
    return sorted(items, key=lambda item: (item.start, item.end)), builder.owned


class _Builder:
    """Walks the outline in order."""

    def __init__(self, document: Document, tables: Sequence[Table]) -> None:
        self.document = document
        self.items: list[ItemMentions] = []
        self.owned: list[Span] = []
        self.rulings = find_rulings(document.folded)
        self.tables = [(table.start, table.end) for table in tables]

    def sections(self, siblings: tuple[Section, ...], titles: tuple[str, ...], parent: str | None) -> None:
        first = len(self.items)
        entries = _entries(self.document.folded, siblings)
        own: dict[str, list[Clause]] = {}
        for section in siblings:
            path = (*titles, section.title)
            if section.children:
                self._parent(section, path, parent)
                self.sections(section.children, path, section.ref)
            elif entries:
                self._entry(self._heading(section, path, parent, []), section.body, entries[section.ref])
            elif lines := _lines_with_bodies(self.document.folded, section):
                self._line_entries(section, path, lines)
            else:
                own[section.ref] = self._leaf(section, path, parent)
        self._cover(siblings, own, first)

    def _clauses(self, start: int, end: int) -> list[Clause]:
        return [
            clause
            for clause in find_clauses(self.document.folded, start, end, self.rulings)
            if not any(a <= clause.start < b for a, b in self.tables)
        ]

    def _parent(self, section: Section, path: tuple[str, ...], parent: str | None) -> None:
        """A unit with sub-units is an item only where its own words close with a clause."""
        clauses = self._clauses(section.body.start, section.body.end)
        if clauses:
            self._append(self._heading(section, path, parent, clauses), section.body, clauses)

    def _leaf(self, section: Section, path: tuple[str, ...], parent: str | None) -> list[Clause]:
        start, end = section.body.start, section.body.end
        clauses = self._clauses(start, end)
        if len(clauses) > 1:
            self._several(section, path, clauses)
        elif clauses or not (
            _IMPORTANCE.search(section.title) or _PURPOSE.match(section.title) or any(map(_BEFORE_IT.search, path))
        ):
            if clauses and _closes(self.document.folded, clauses[-1].end, end):
                end = clauses[-1].end
            self._append(self._heading(section, path, parent, clauses), Span(start, end), clauses)
        return clauses

    def _several(self, section: Section, path: tuple[str, ...], clauses: list[Clause]) -> None:
        """Each stretch that a clause closes is an item of the unit, which itself is then none."""
        start = section.body.start
        kind = _kind(path)
        for index, clause in enumerate(clauses, 1):
            start = _skip(self.document.folded, start, clause.end)
            if index == 1:
                start = self._behind_heading(section, clause)
            title = section.title if start == section.body.start else _first_sentence(self.document, start, clause)
            heading = _Heading(f"{section.ref}/p{index}", f"p{index}", section.ref, kind, title)
            self._append(heading, Span(start, clause.end), [clause])
            start = clause.end

    def _behind_heading(self, section: Section, clause: Clause) -> int:
        """Return where the first of several paragraphs begins: behind a heading that has a line of its own."""
        line = self.document.folded.find("\n", section.body.start, clause.start)
        alone = line >= 0 and line == section.title_span.end
        return _skip(self.document.folded, line, clause.end) if alone else section.body.start

    def unnumbered(self, stretch: Span) -> None:
        """Text without markers: each paragraph that a clause closes is an item."""
        start = stretch.start
        for index, clause in enumerate(self._clauses(stretch.start, stretch.end), 1):
            line = self.document.folded.rfind("\n", start, clause.start) + 1
            begin = _skip(self.document.folded, max(start, line), clause.end)
            title = _first_sentence(self.document, begin, clause)
            heading = _Heading(f"p{index}", f"p{index}", None, Kind.TASK, title)
            self._append(heading, Span(begin, clause.end), [clause])
            start = clause.end

    def _entry(self, heading: _Heading, stretch: Span, body: Span) -> None:
        """An entry that names the body first and its duties after it: the body is its owner and its title."""
        names = read_list(self.document.folded, body.start, body.end)
        owners = tuple(
            OwnerMention(
                self._written(name.text, name.start, name.end), Role.RESPONSIBLE, is_collective(name.text),
                inherited=False, in_text=False, start=name.start, end=name.end, rule="responsibility.entry",
            )
            for name in names.names
        )  # fmt: skip
        self.items.append(
            ItemMentions(
                heading.ref, heading.number, heading.section, heading.kind, self.document.text[body.start : body.end],
                stretch.start, stretch.end, names.open_list, owners,
            )
        )  # fmt: skip

    def _line_entries(self, section: Section, path: tuple[str, ...], entries: Sequence[tuple[Span, Span]]) -> None:
        """Lines without markers that each name a body first: the first such line and each behind it is an item."""
        for index, (line, body) in enumerate(entries, 1):
            heading = _Heading(f"{section.ref}/p{index}", f"p{index}", section.ref, _kind(path), section.title)
            self._entry(heading, line, body)

    def _heading(self, section: Section, path: tuple[str, ...], parent: str | None, clauses: list[Clause]) -> _Heading:
        title = _without_clause(self.document, section, clauses)
        return _Heading(section.ref, section.number, parent, _kind(path), title)

    def _append(self, heading: _Heading, stretch: Span, clauses: list[Clause]) -> None:
        owners: list[OwnerMention] = []
        for clause in clauses:
            ruling = clause.ruled_by(self.rulings)
            owners += [self._mention(owner, clause, ruling) for owner in clause.owners_under(ruling)]
            known = {owner.name for owner in owners}
            led = any(owner.role is Role.LEAD for owner in owners)
            owners += [
                OwnerMention(
                    name.text, Role.SUPPORT if led else Role.RESPONSIBLE, is_collective(name.text),
                    inherited=True, in_text=False, start=name.start, end=name.end, rule="responsibility.added",
                )
                for ruling in self.rulings
                if ruling.end <= clause.start
                for name in ruling.added
                if name.text not in known
            ]  # fmt: skip
            self.owned.append(Span(clause.start, clause.end))
        subjects = [
            subject
            for begin, stop in _outside(stretch.start, stretch.end, clauses)
            for subject in find_subjects(self.document.folded, begin, stop)
        ]
        owners += self._in_text(subjects, {owner.name for owner in owners})
        self.owned += (Span(subject.start, subject.end) for subject in subjects)
        opened = any(one.open_list for one in clauses or subjects)
        self.items.append(
            ItemMentions(
                heading.ref, heading.number, heading.section, heading.kind, heading.title,
                stretch.start, stretch.end, opened, tuple(owners),
            )
        )  # fmt: skip

    def _mention(self, owner: Owner, clause: Clause, ruling: Ruling | None) -> OwnerMention:
        """The words of the clause give the role, unless a rule does: so the whole clause is the evidence."""
        name = owner.name
        return OwnerMention(
            self._written(name.text, name.start, name.end), owner.role, owner.collective,
            inherited=False, in_text=False, start=clause.start, end=clause.end, rule=clause.rule,
            role_by=Mention(ruling.start, ruling.end, ruling.rule, owner.role) if ruling else None,
        )  # fmt: skip

    def _written(self, name: str, start: int, end: int) -> str:
        """Return a name in the characters of the text, with what the list gave it before and behind."""
        folded = self.document.folded[start:end]
        at = name.find(folded)
        return name[:at] + self.document.text[start:end] + name[at + len(folded) :] if at >= 0 else name

    def _in_text(self, subjects: list[Subject], known: set[str]) -> Iterator[OwnerMention]:
        for subject in subjects:
            name = self._written(subject.name.text, subject.name.start, subject.name.end)
            if name not in known:
                known.add(name)
                yield OwnerMention(
                    name, subject.role, subject.collective,
                    inherited=False, in_text=True, start=subject.start, end=subject.end, rule=subject.rule,
                )  # fmt: skip

    def _cover(self, siblings: tuple[Section, ...], own: dict[str, list[Clause]], first: int) -> None:
        """A clause behind the last of several sub-units, where none before it has one, covers them all."""
        last = siblings[-1]
        if len(siblings) < 2 or not _DEEP.match(last.number) or any(section.children for section in siblings):
            return
        if not own.get(last.ref) or any(own.get(section.ref) for section in siblings[:-1]):
            return
        covering = next((s for s in reversed(self.items) if s.ref == last.ref), None)
        if covering is None:
            return
        inherited = tuple(replace(owner, inherited=True) for owner in covering.owners if not owner.in_text)
        refs = {section.ref for section in siblings[:-1]}
        for index in range(first, len(self.items)):
            item = self.items[index]
            if item.ref in refs:
                known = {owner.name for owner in inherited}
                owners = inherited + tuple(owner for owner in item.owners if owner.name not in known)
                self.items[index] = replace(item, owners=owners, open_list=covering.open_list)


def _body_first(text: str, stretch: Span) -> Span | None:
    """Return the body that a stretch names first, as 县财政局：加强… does, or None."""
    match = _ENTRY.match(text, stretch.start, stretch.end)
    return Span(*match.span("body")) if match and _ENTRY_BODY.search(match.group("body")) else None


def _entries(text: str, siblings: tuple[Section, ...]) -> dict[str, Span]:
    """Return the body that each of several leaves names first, by ref; nothing where one of them names none."""
    if len(siblings) < 2 or any(section.children for section in siblings):
        return {}
    bodies = {section.ref: body for section in siblings if (body := _body_first(text, section.body)) is not None}
    return bodies if len(bodies) == len(siblings) else {}


def _lines_with_bodies(text: str, section: Section) -> list[tuple[Span, Span]]:
    """Return the lines below a heading with the bodies that they name first, where there are two and all do."""
    start = text.find("\n", section.body.start, section.body.end) + 1
    lines = [Span(*match.span()) for match in _LINE.finditer(text, start, section.body.end)] if start else []
    bodies = [body for line in lines if (body := _body_first(text, line)) is not None]
    return list(zip(lines, bodies, strict=True)) if len(lines) >= 2 and len(bodies) == len(lines) else []


def _kind(path: tuple[str, ...]) -> Kind:
    if any(_OBJECTIVE.search(title) for title in path):
        return Kind.OBJECTIVE
    chapter, *points = path
    if (
        (len(chapter) <= _LONGEST_CHAPTER and _MEASURES.search(chapter))
        or _ABOUT_ITSELF.match(path[-1])
        or any(_MEASURE.search(point) for point in points if len(point) <= _LONGEST_HEADING)
    ):
        return Kind.MEASURE
    return Kind.TASK


def _closes(text: str, position: int, end: int) -> bool:
    """Tell whether what stands behind a clause is no part of its unit any more."""
    rest = text[position:end].lstrip("。 ")
    return (rest.startswith("\n") and not _BOX.match(rest)) or bool(_CLOSING_WORDS.match(rest))


def _outside(start: int, end: int, clauses: list[Clause]) -> Iterator[tuple[int, int]]:
    position = start
    for clause in clauses:
        if clause.start > position:
            yield position, clause.start
        position = max(position, clause.end)
    if end > position:
        yield position, end


def _skip(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "。；"):
        start += 1
    return start


def _without_clause(document: Document, section: Section, clauses: list[Clause]) -> str:
    """Return the heading without a clause that stands in its sentence."""
    span = section.title_span
    cut = min((clause.start for clause in clauses if span.start < clause.start < span.end), default=span.end)
    return document.text[span.start : cut].strip().rstrip("；，：、" if cut < span.end else "")


def _first_sentence(document: Document, start: int, clause: Clause) -> str:
    text = document.folded
    stop = min((at for end in "。\n" if (at := text.find(end, start, clause.start)) >= 0), default=clause.start)
    return document.text[start:stop].strip()


RULES = ("responsibility.added", FIRST_LEADS, STARRED_LEADS, "responsibility.entry", *ROW_RULES)
"""Owners and roles by a rule stated once, and owners by position: at the head of an entry, in a column of a table."""
