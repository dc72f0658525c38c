"""The validation report as text for terminals and as JSON for programs; pure, touches the model only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from reformkg.model import Evidence, Finding, Report, Severity
from reformkg.render.words import SEVERITIES, Language, in_words

_ORDER = tuple(Severity)


def report_text(report: Report, language: Language) -> str:
    """Return the findings grouped by shape, the gravest first, each with the item and the passage it is about."""
    return "\n".join(_lines(report, language)) + "\n"


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


def _lines(report: Report, language: Language) -> Iterator[str]:
    yield summary(report, language)
    ordered = sorted(report.findings, key=lambda finding: (_ORDER.index(finding.severity), finding.shape))
    for (severity, shape), group in groupby(ordered, key=lambda finding: (finding.severity, finding.shape)):
        findings = tuple(group)
        remedies = {in_words(finding.remedy, language) for finding in findings}
        yield ""
        yield f"{shape}  {in_words(SEVERITIES[severity], language)}  {len(findings)}"
        if len(remedies) == 1:
            yield f"  → {remedies.pop()}"
        for finding in findings:
            yield f"  {_address(finding)}  {in_words(finding.message, language)}"
            if remedies:
                yield f"    → {in_words(finding.remedy, language)}"


def _address(finding: Finding) -> str:
    return f"{finding.document}/{finding.item}" if finding.item else finding.document


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
