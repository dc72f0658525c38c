"""The validation report as text for terminals and as JSON for programs; pure, touches the model only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from reformkg.model import Bilingual, Column, Evidence, Finding, Report, Rows, Severity
from reformkg.render.words import SEVERITIES, Language, in_words

_ORDER = tuple(Severity)
_COUNTS = (
    Column("shape", Bilingual("规则", "shape")),
    Column("name", Bilingual("内容", "what it finds")),
    Column("severity", Bilingual("级别", "severity")),
    Column("findings", Bilingual("数量", "findings")),
)


def report_text(report: Report, names: Mapping[str, Bilingual], language: Language) -> str:
    """Return the findings grouped by shape, the gravest first.

    Args:
        report: the findings.
        names: what each shape finds, as a heading, by the shape's id.
        language: of headings and messages.
    """
    return "\n".join(_lines(report, names, language)) + "\n"


def report_counts(report: Report, names: Mapping[str, Bilingual]) -> Rows:
    """Return how many findings each shape that ran has, the gravest first, those without any last."""
    counts = Counter(finding.shape for finding in report.findings)
    severities = {finding.shape: finding.severity for finding in report.findings}
    found = sorted(counts, key=lambda shape: (_ORDER.index(severities[shape]), shape))
    rest = [shape for shape in report.shapes if shape not in counts]
    rows = [(shape, names[shape], SEVERITIES[severities[shape]], counts[shape]) for shape in found]
    return Rows(_COUNTS, (*rows, *((shape, names[shape], None, 0) for shape in rest)))


def report_json(report: Report) -> str:
    """Return the findings as JSON, in the report's order, messages in both languages."""
    form = {
        "documents": report.documents,
        "items": report.items,
        "shapes": list(report.shapes),
        "conforms": not report.findings,
        "findings": [_form(finding) for finding in report.findings],
    }
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def summary(report: Report, language: Language) -> str:
    """Return one line: what was validated, and how many findings of each severity there are."""
    counts = Counter(finding.severity for finding in report.findings)
    if language == "zh":
        found = "，".join(f"{SEVERITIES[each].zh} {counts[each]}" for each in _ORDER)
        return f"{report.documents} 份文件，{report.items} 项：{found}"
    found = ", ".join(f"{SEVERITIES[each].en} {counts[each]}" for each in _ORDER)
    return f"{report.documents} documents, {report.items} items: {found}"


def _lines(report: Report, names: Mapping[str, Bilingual], language: Language) -> Iterator[str]:
    yield summary(report, language)
    ordered = sorted(report.findings, key=lambda finding: (_ORDER.index(finding.severity), finding.shape))
    for (severity, shape), group in groupby(ordered, key=lambda finding: (finding.severity, finding.shape)):
        findings = tuple(group)
        remedies = {in_words(finding.remedy, language) for finding in findings}
        yield ""
        heading = in_words(names[shape], language)
        yield f"{shape}  {heading}  ({in_words(SEVERITIES[severity], language)}: {len(findings)})"
        if len(remedies) == 1:
            yield f"  → {remedies.pop()}"
        for document, about in groupby(findings, key=lambda finding: finding.document):
            yield f"  {document}"
            for finding in about:
                yield f"    {in_words(finding.message, language)}"
                if remedies:
                    yield f"      → {in_words(finding.remedy, language)}"


def _form(finding: Finding) -> dict[str, object]:
    return {
        "shape": finding.shape,
        "severity": finding.severity.value,
        "document": finding.document,
        "item": finding.item,
        "focus": finding.focus,
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "remedy": {"zh": finding.remedy.zh, "en": finding.remedy.en},
        "evidence": _evidence(finding.evidence) if finding.evidence else None,
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"span": [evidence.start, evidence.end], "quote": evidence.quote, "rule": evidence.rule}
