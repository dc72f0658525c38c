"""The ledger that an office keeps (任务台账): tasks, departments, indicators, findings, sources; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from reformkg.codes import KINDS, ROLES, SEVERITIES
from reformkg.model import (
    Bilingual,
    Cell,
    Column,
    Comparator,
    DocumentFacts,
    Finding,
    Item,
    Kind,
    Report,
    Role,
    Severity,
    Stream,
)
from reformkg.render.findings import by_document
from reformkg.render.rows import markdown_lines, spreadsheet_csv_lines
from reformkg.render.status import STATUS_COLOURS, STATUS_WORDS, AsOf, Status, standing, standing_of_days
from reformkg.render.words import Language, in_words, indicator_words, placed, title_of
from reformkg.render.workbook import Book, Head

_SEVERITY_COLOURS: Final = MappingProxyType(
    {
        SEVERITIES[Severity.VIOLATION]: STATUS_COLOURS[STATUS_WORDS[Status.OVERDUE]],
        SEVERITIES[Severity.WARNING]: STATUS_COLOURS[STATUS_WORDS[Status.SOON]],
        SEVERITIES[Severity.INFO]: STATUS_COLOURS[STATUS_WORDS[Status.RECURRING]],
    }
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger is made from, and the day that it is made for.

    Attributes:
        documents: in the order in which their items are listed; read once for a ledger, one at a time.
        report: the findings about them.
    """

    documents: Iterable[DocumentFacts]
    report: Report
    as_of: AsOf

    @property
    def title(self) -> Bilingual:
        """The ledger's name with its day."""
        return Bilingual(f"任务台账（截至{self.as_of.day}）", f"Task ledger as of {self.as_of.day}")


def ledger_xlsx(ledger: Ledger, language: Language) -> bytes:
    """Return the ledger as a workbook of five sheets, coloured by status and severity.

    Raises:
        RenderError: there are more items than a sheet can hold.
    """
    book = Book(_HEADS, language, in_words(ledger.title, language))
    _fill(ledger, tuple(page.add for page in book.pages))
    return book.data()


def ledger_csv(ledger: Ledger, language: Language) -> Iterator[str]:
    """Yield the sheet of tasks as CSV for spreadsheets, row by row."""
    findings = by_document(ledger.report)
    rows = (row for facts in ledger.documents for row in _tasks(facts, findings.get(facts.key, ()), ledger.as_of))
    return spreadsheet_csv_lines(Stream(_TASK_COLUMNS, rows), language)


def ledger_markdown(ledger: Ledger, language: Language) -> str:
    """Return all sheets as one Markdown document."""
    tables: tuple[list[tuple[Cell, ...]], ...] = tuple([] for _ in _HEADS)
    _fill(ledger, tuple(table.append for table in tables))
    parts = [
        f"## {in_words(head.name, language)}\n\n{''.join(markdown_lines(Stream(head.columns, iter(table)), language))}"
        for head, table in zip(_HEADS, tables, strict=True)
    ]
    return "\n".join([f"# {in_words(ledger.title, language)}\n", *parts])


_Add = Callable[[tuple[Cell, ...]], None]


def _fill(ledger: Ledger, sheets: tuple[_Add, ...]) -> None:
    """Give every sheet its rows, looking at each document once; those of departments are sorted, and so come last."""
    findings = by_document(ledger.report)
    tasks, departments, indicators, problems, sources = sheets
    owned: list[tuple[tuple[object, ...], tuple[Cell, ...]]] = []
    for facts in ledger.documents:
        found = findings.get(facts.key, ())
        _add_all(tasks, _tasks(facts, found, ledger.as_of))
        _add_all(indicators, _indicators(facts, ledger.as_of))
        _add_all(problems, _problems(facts, found))
        sources(_source(facts))
        owned += _owned(facts, ledger.as_of)
    owned.sort(key=lambda row: row[0])
    _add_all(departments, (row for _, row in owned))


def _add_all(add: _Add, rows: Iterable[tuple[Cell, ...]]) -> None:
    for row in rows:
        add(row)


def _columns(*headings: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, Bilingual(zh, en)) for name, zh, en in headings)


_TASK_COLUMNS: Final = _columns(
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("status", "状态", "Status"),
    ("due", "时限", "Due"),
    ("lead", "牵头单位", "Lead"),
    ("support", "配合单位", "Support"),
    ("responsible", "责任单位", "Responsible"),
    ("wording", "时限原文", "Deadline as written"),
    ("indicators", "指标", "Indicators"),
    ("kind", "类别", "Kind"),
    ("document", "文件", "Document"),
    ("documentnumber", "文号", "Document no."),
    ("passage", "原文", "Passage"),
    ("findings", "存在问题", "Findings"),
)


def _tasks(facts: DocumentFacts, findings: Sequence[Finding], as_of: AsOf) -> Iterator[tuple[Cell, ...]]:
    """Yield tasks and measures in the document's order, and objectives that have a day or a number."""
    by_item: defaultdict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_item[finding.item].append(finding)
    for item in facts.items:
        stands = standing(item, as_of)
        yield (
            item.ref,
            item.title,
            STATUS_WORDS[stands.status],
            stands.due,
            *(_owners(item, role) for role in (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE)),
            _lines(deadline.text for deadline in item.deadlines),
            _lines(map(indicator_words, item.indicators)),
            KINDS[item.kind],
            title_of(facts),
            facts.metadata.number.value if facts.metadata.number else None,
            placed(item.text, item.place),
            _messages(by_item[item.ref]),
        )


_DEPARTMENT_COLUMNS: Final = _columns(
    ("organisation", "部门", "Department"),
    ("role", "职责", "Role"),
    ("status", "状态", "Status"),
    ("due", "时限", "Due"),
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("others", "其他责任单位", "Other owners"),
    ("document", "文件", "Document"),
)
_ROLE_ORDER: Final = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


def _owned(facts: DocumentFacts, as_of: AsOf) -> Iterator[tuple[tuple[object, ...], tuple[Cell, ...]]]:
    """Yield each body's items, and what they are sorted by: under its name, those that it leads first, then by day."""
    for item in facts.items:
        stands = standing(item, as_of)
        for body, role in dict.fromkeys((each.organisation, each.role) for each in item.responsibilities):
            others = (each.organisation.label for each in item.responsibilities if each.organisation != body)
            order = (body.label, body.key, _ROLE_ORDER.index(role), stands.due is None, stands.due or date.max)
            yield (
                order,
                (
                    body.label,
                    ROLES[role],
                    STATUS_WORDS[stands.status],
                    stands.due,
                    item.ref,
                    item.title,
                    _list(others),
                    title_of(facts),
                ),
            )


_BOUNDS: Final = MappingProxyType(
    {
        Comparator.AT_LEAST: Bilingual("不低于", "at least"),
        Comparator.AT_MOST: Bilingual("不超过", "at most"),
        Comparator.ABOUT: Bilingual("约", "about"),
        Comparator.EQUAL: Bilingual("达到", "equal to"),
        Comparator.RANGE: Bilingual("区间", "between"),
        Comparator.INCREASE: Bilingual("提高", "up by"),
        Comparator.DECREASE: Bilingual("下降", "down by"),
    }
)
_INDICATOR_COLUMNS: Final = _columns(
    ("subject", "指标", "Indicator"),
    ("comparator", "要求", "Bound"),
    ("value", "数值", "Value"),
    ("upper", "上限", "Upper bound"),
    ("unit", "单位", "Unit"),
    ("due", "时限", "Due"),
    ("status", "状态", "Status"),
    ("lead", "牵头单位", "Lead"),
    ("owners", "责任单位", "Owners"),
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("document", "文件", "Document"),
    ("passage", "原文", "Passage"),
)


def _indicators(facts: DocumentFacts, as_of: AsOf) -> Iterator[tuple[Cell, ...]]:
    for item in facts.items:
        for indicator in item.indicators:
            stands = standing_of_days([indicator.due] if indicator.due else [], as_of)
            yield (
                indicator.subject,
                _BOUNDS[indicator.comparator],
                indicator.minimum if indicator.value is None else indicator.value,
                indicator.maximum,
                indicator.unit,
                indicator.due,
                STATUS_WORDS[stands.status if stands else Status.NO_DATE],
                _owners(item, Role.LEAD),
                _list(each.organisation.label for each in item.responsibilities),
                item.ref,
                item.title,
                title_of(facts),
                placed(indicator.evidence.quote, indicator.evidence.place),
            )


_FINDING_COLUMNS: Final = _columns(
    ("severity", "级别", "Severity"),
    ("shape", "规则", "Shape"),
    ("message", "问题", "Finding"),
    ("remedy", "处理建议", "What to do"),
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("document", "文件", "Document"),
    ("passage", "原文", "Passage"),
)


def _problems(facts: DocumentFacts, findings: Sequence[Finding]) -> Iterator[tuple[Cell, ...]]:
    titles = {item.ref: item.title for item in facts.items}
    for finding in findings:
        yield (
            SEVERITIES[finding.severity],
            finding.shape,
            finding.message,
            finding.remedy,
            finding.item,
            titles.get(finding.item or ""),
            title_of(facts),
            placed(finding.evidence.quote, finding.evidence.place) if finding.evidence else None,
        )


_SOURCE_COLUMNS: Final = _columns(
    ("document", "文件", "Document"),
    ("documentnumber", "文号", "Document no."),
    ("issuer", "发文机关", "Issuer"),
    ("issued", "发文日期", "Issued"),
    ("place", "地区", "Place"),
    ("tasks", "任务数", "Tasks"),
    ("gaps", "未读出语句", "Gaps"),
    ("file", "来源文件", "Source file"),
    ("format", "格式", "Format"),
    ("sha256", "SHA-256", "SHA-256"),
)


def _source(facts: DocumentFacts) -> tuple[Cell, ...]:
    said, source = facts.metadata, facts.source
    return (
        title_of(facts),
        said.number.value if said.number else None,
        said.issuer.value if said.issuer else None,
        date.fromisoformat(said.issued.value) if said.issued else None,
        said.jurisdiction,
        sum(item.kind is Kind.TASK for item in facts.items),
        len(facts.gaps),
        source.name,
        source.format,
        source.sha256,
    )


_HEADS: Final = (
    Head(Bilingual("任务", "Tasks"), _TASK_COLUMNS, STATUS_COLOURS, frozen=3),
    Head(Bilingual("按部门", "By department"), _DEPARTMENT_COLUMNS, STATUS_COLOURS, frozen=1),
    Head(Bilingual("指标", "Indicators"), _INDICATOR_COLUMNS, STATUS_COLOURS, frozen=1),
    Head(Bilingual("问题", "Findings"), _FINDING_COLUMNS, _SEVERITY_COLOURS),
    Head(Bilingual("来源", "Sources"), _SOURCE_COLUMNS),
)


def _messages(findings: Sequence[Finding]) -> Bilingual | None:
    def joined(read: Callable[[Bilingual], str]) -> str:
        return "\n".join(f"{finding.shape} {read(finding.message)}" for finding in findings)

    return Bilingual(joined(lambda text: text.zh), joined(lambda text: text.en)) if findings else None


def _owners(item: Item, role: Role) -> str | None:
    return _list(each.organisation.label for each in item.responsibilities if each.role is role)


def _list(names: Iterable[str]) -> str | None:
    return "、".join(dict.fromkeys(names)) or None


def _lines(texts: Iterable[str]) -> str | None:
    return "\n".join(texts) or None
