"""The validation report as a page and as Markdown; touches the shared page and the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reformkg.model import Bilingual, DocumentFacts, Finding, Item, Report, Severity
from reformkg.render.completeness import completeness
from reformkg.render.findings import by_document
from reformkg.render.page import Parts, asset, environment, equip
from reformkg.render.payload import Payload, payload
from reformkg.render.words import title_of

_CONTEXT = 60
_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|~"})
_SEVERITIES = {Severity.VIOLATION: "违规 Violation", Severity.WARNING: "警告 Warning", Severity.INFO: "提示 Info"}


def report_html(
    documents: Sequence[DocumentFacts], report: Report, navigation: Sequence[str] = (), note: Bilingual | None = None
) -> str:
    """Return the findings as one HTML page, grouped and filtered, with passages.

    Args:
        documents: those that the findings are about.
        report: the findings.
        navigation: the names of sibling pages.
        note: what the page says of itself at its top, if anything.
    """
    return report_page(replace(payload(documents, report), note=note), navigation)


def report_page(data: Payload, navigation: Sequence[str] = ()) -> str:
    """Return the report from a payload that is at hand already, as for a whole site."""
    env = environment()
    parts = Parts("report", (asset("report.css"),), (asset("report.js"),), tuple(navigation))
    equip(env, data, parts)
    return env.get_template("report.html").render()


def report_markdown(documents: Iterable[DocumentFacts], report: Report, note: Bilingual | None = None) -> str:
    """Return the findings as Markdown: counts, then each document's findings with message, remedy and passage.

    Args:
        documents: those that the findings are about, in the report's order; read once, one at a time.
        report: the findings.
        note: what the report says of itself at its top, if anything.
    """
    findings = by_document(report)
    rows: list[tuple[object, ...]] = []
    bodies = Counter[str]()
    parts: list[str] = []
    for facts in documents:
        items = {item.ref: item for item in facts.items}
        found = [(finding, items.get(finding.item or "")) for finding in findings.get(facts.key, ())]
        rows.append((title_of(facts), completeness(facts).score, len(found)))
        for _, item in found:
            bodies.update({owner.organisation.label for owner in item.responsibilities} if item else ())
        parts += _document(facts, found)
    said = [f"{note.zh} {note.en}", ""] if note else []
    head = ["# 核验报告 Validation report", "", *said, *_counts(report), *_tables(report, rows, bodies)]
    return "\n".join([*head, *parts]).rstrip() + "\n"


def _document(facts: DocumentFacts, findings: Sequence[tuple[Finding, Item | None]]) -> list[str]:
    """Return the section of a document that has findings, from these and the items that they are about."""
    lines = [line for finding, item in findings for line in _finding(finding, facts, item)]
    return [f"## {_escape(title_of(facts))}", "", *lines] if lines else []


def _escape(text: str) -> str:
    """Return text for one line of Markdown, with nothing in it that Markdown or HTML acts on."""
    return " ".join(text.split()).translate(_ESCAPED)


def _counts(report: Report) -> list[str]:
    by_severity = Counter(finding.severity for finding in report.findings)
    said = "，".join(f"{label} {by_severity[severity]}" for severity, label in _SEVERITIES.items())
    return [f"{report.documents} 份文件 documents，{report.items} 项 items；{said}。", ""]


def _tables(report: Report, documents: Sequence[tuple[object, ...]], bodies: Counter[str]) -> list[str]:
    """Return the tables of counts by shape, document and organisation."""
    by_shape = Counter(finding.shape for finding in report.findings)
    ranked = sorted(bodies.items(), key=lambda body: (-body[1], body[0]))
    return [
        *_table(
            ("规则 Shape", "检查 Checked", "数量 Findings"),
            [(shape, report.targets.get(shape, "—"), by_shape[shape]) for shape in report.shapes],
        ),
        *_table(("文件 Document", "完整度 Completeness %", "数量 Findings"), documents),
        *_table(("部门 Organisation", "数量 Findings"), ranked),
    ]


def _table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> list[str]:
    if not rows:
        return []
    marks = ["---", *("---:" for _ in headings[1:])]
    cells = [headings, marks, *([_escape(str(cell)) for cell in row] for row in rows)]
    return [*(f"| {' | '.join(row)} |" for row in cells), ""]


def _finding(finding: Finding, facts: DocumentFacts, item: Item | None) -> list[str]:
    where = f"{_escape(item.ref)} {_escape(item.title)}" if item else "文件 document"
    lines = [
        f"### {_SEVERITIES[finding.severity]} {_escape(finding.shape)}：{where}",
        "",
        f"- {_escape(finding.message.zh)}",
        f"- {_escape(finding.message.en)}",
        f"- 处理 Remedy：{_escape(finding.remedy.zh)} {_escape(finding.remedy.en)}",
    ]
    if finding.evidence:
        passage = _passage(finding, facts)
        place = finding.evidence.place
        stands = f" {_escape(place.zh)} {_escape(place.en)}" if place else ""
        lines += ["", f"> {passage}", "", f"[{finding.evidence.start}, {finding.evidence.end}){stands}"]
    return [*lines, ""]


def _passage(finding: Finding, facts: DocumentFacts) -> str:
    """Return the passage in bold with some text on both sides."""
    evidence = finding.evidence
    assert evidence is not None  # noqa: S101 - asked for by the caller
    marked = f"**{_escape(evidence.quote)}**" if evidence.quote.strip() else ""
    before = facts.text[max(0, evidence.start - _CONTEXT) : evidence.start]
    after = facts.text[evidence.end : evidence.end + _CONTEXT]
    head = "…" if evidence.start > _CONTEXT else ""
    tail = "…" if evidence.end + _CONTEXT < len(facts.text) else ""
    return f"{head}{_escape(before)}{marked}{_escape(after)}{tail}"
