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
    Rows,
    Severity,
)
from reformkg.render.rows import rows_markdown, rows_spreadsheet_csv
from reformkg.render.status import STATUS_COLOURS, STATUS_WORDS, AsOf, Status, standing, standing_of_days
from reformkg.render.words import Language, in_words, indicator_words, placed, title_of
from reformkg.render.workbook import Sheet, workbook

_SEVERITY_COLOURS: Final = MappingProxyType(
    {
        SEVERITIES[Severity.VIOLATION]: STATUS_COLOURS[STATUS_WORDS[Status.OVERDUE]],
        SEVERITIES[Severity.WARNING]: STATUS_COLOURS[STATUS_WORDS[Status.SOON]],
        SEVERITIES[Severity.INFO]: STATUS_COLOURS[STATUS_WORDS[Status.RECURRING]],
    }
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger is made from, and the day that it is made for."""

    documents: Sequence[DocumentFacts]
    report: Report
    as_of: AsOf

    @property
    def title(self) -> Bilingual:
        """The ledger's name with its day."""
        return Bilingual(f"任务台账（截至{self.as_of.day}）", f"Task ledger as of {self.as_of.day}")


def ledger_xlsx(ledger: Ledger, language: Language) -> bytes:
    """Return the ledger as a workbook of five sheets, coloured by status and severity."""
    return workbook(ledger_sheets(ledger), language, in_words(ledger.title, language))


def ledger_csv(ledger: Ledger, language: Language) -> str:
    """Return the sheet of tasks as CSV for spreadsheets."""
    return rows_spreadsheet_csv(_tasks(ledger), language)


def ledger_markdown(ledger: Ledger, language: Language) -> str:
    """Return all sheets as one Markdown document."""
    sheets = ledger_sheets(ledger)
    parts = [f"## {in_words(sheet.name, language)}\n\n{rows_markdown(sheet.rows, language)}" for sheet in sheets]
    return "\n".join([f"# {in_words(ledger.title, language)}\n", *parts])


def ledger_sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """Return the ledger's sheets: tasks, by department, indicators, findings, sources."""
    return (
        Sheet(Bilingual("任务", "Tasks"), _tasks(ledger), STATUS_COLOURS, frozen=3),
        Sheet(Bilingual("按部门", "By department"), _by_department(ledger), STATUS_COLOURS, frozen=1),
        Sheet(Bilingual("指标", "Indicators"), _indicators(ledger), STATUS_COLOURS, frozen=1),
        Sheet(Bilingual("问题", "Findings"), _findings(ledger), _SEVERITY_COLOURS),
        Sheet(Bilingual("来源", "Sources"), _sources(ledger)),
    )


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


def _tasks(ledger: Ledger) -> Rows:
    """Return tasks and measures in the documents' order, and objectives that have a day or a number."""
    findings = _findings_by_item(ledger.report)
    rows: list[tuple[Cell, ...]] = []
    for facts, item in _items(ledger):
        stands = standing(item, ledger.as_of)
        rows.append(
            (
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
                _messages(findings[facts.key, item.ref]),
            )
        )
    return Rows(_TASK_COLUMNS, tuple(rows))


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


def _by_department(ledger: Ledger) -> Rows:
    """Return each department's items under its name, those that it leads first, then by day."""
    rows: list[tuple[tuple[object, ...], tuple[Cell, ...]]] = []
    for place, (facts, item) in enumerate(_items(ledger)):
        stands = standing(item, ledger.as_of)
        for body, role in dict.fromkeys((each.organisation, each.role) for each in item.responsibilities):
            others = (each.organisation.label for each in item.responsibilities if each.organisation != body)
            order = (body.label, body.key, _ROLE_ORDER.index(role), stands.due is None, stands.due or "", place)
            rows.append(
                (
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
            )
    rows.sort(key=lambda row: row[0])
    return Rows(_DEPARTMENT_COLUMNS, tuple(row for _, row in rows))


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


def _indicators(ledger: Ledger) -> Rows:
    rows: list[tuple[Cell, ...]] = []
    for facts, item in _items(ledger):
        for indicator in item.indicators:
            stands = standing_of_days([indicator.due] if indicator.due else [], ledger.as_of)
            rows.append(
                (
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
            )
    return Rows(_INDICATOR_COLUMNS, tuple(rows))


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


def _findings(ledger: Ledger) -> Rows:
    titles = {facts.key: title_of(facts) for facts in ledger.documents}
    tasks = {(facts.key, item.ref): item.title for facts in ledger.documents for item in facts.items}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            SEVERITIES[finding.severity],
            finding.shape,
            finding.message,
            finding.remedy,
            finding.item,
            tasks.get((finding.document, finding.item or "")),
            titles.get(finding.document, finding.document),
            placed(finding.evidence.quote, finding.evidence.place) if finding.evidence else None,
        )
        for finding in ledger.report.findings
    )
    return Rows(_FINDING_COLUMNS, rows)


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


def _sources(ledger: Ledger) -> Rows:
    rows: list[tuple[Cell, ...]] = []
    for facts in _by_day(ledger.documents):
        said, source = facts.metadata, facts.source
        rows.append(
            (
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
        )
    return Rows(_SOURCE_COLUMNS, tuple(rows))


def _by_day(documents: Sequence[DocumentFacts]) -> list[DocumentFacts]:
    """Return the documents by day of issue, those without one last."""
    return sorted(
        documents, key=lambda facts: (facts.metadata.issued.value if facts.metadata.issued else "~", facts.key)
    )


def _items(ledger: Ledger) -> Iterator[tuple[DocumentFacts, Item]]:
    for facts in _by_day(ledger.documents):
        for item in facts.items:
            yield facts, item


def _findings_by_item(report: Report) -> defaultdict[tuple[str, str | None], list[Finding]]:
    found: defaultdict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.document, finding.item].append(finding)
    return found


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
