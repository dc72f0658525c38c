"""The validation report as files: an Excel workbook, and JSON for programs; pure, touches the model only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from reformkg.model import Bilingual, Cell, Evidence, Finding, Report, Rows, Severity
from reformkg.render.completeness import completeness_rows
from reformkg.render.counts import counts, shape_rows
from reformkg.render.findings import Grouping, report_rows
from reformkg.render.subjects import Subjects
from reformkg.render.words import Language
from reformkg.render.workbook import Head, Sheet, workbook


def report_workbook(report: Report, names: Mapping[str, Bilingual], subjects: Subjects, language: Language) -> bytes:
    """Return an Excel workbook: the findings, how many each shape and body has, and how complete each document is."""
    tables = (
        (Bilingual("问题", "Findings"), report_rows(report, names, subjects)),
        (Bilingual("规则", "Shapes"), shape_rows(report, names)),
        (Bilingual("单位", "Organisations"), counts(report, names, Grouping.ORGANISATION, subjects)),
        (Bilingual("完整度", "Completeness"), completeness_rows(each.completeness for each in subjects)),
    )
    return workbook([Sheet(Head(name, table.columns), table.rows) for name, table in tables], language)


def report_json(
    report: Report,
    names: Mapping[str, Bilingual],
    subjects: Subjects,
    whole: Report | None = None,
) -> str:
    """Return the findings as JSON, in the report's order, messages in both languages, after what was checked.

    Args:
        report: the findings.
        names: what each shape finds, by the shape's id.
        subjects: the documents of the report.
        whole: the report that is counted, where `report` is a part of it.
    """
    counted = whole or report
    severities = Counter(finding.severity for finding in counted.findings)
    form = {
        "documents": counted.documents,
        "items": counted.items,
        "shapes": list(counted.shapes),
        "targets": {shape: counted.targets[shape] for shape in counted.shapes if shape in counted.targets},
        "severities": {severity.value: severities[severity] for severity in Severity},
        "organisations": _records(counts(counted, names, Grouping.ORGANISATION, subjects)),
        "completeness": _records(completeness_rows(each.completeness for each in subjects)),
        "conforms": not counted.findings,
        "findings": [_form(finding) for finding in report.findings],
    }
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _records(rows: Rows) -> list[dict[str, object]]:
    names = [column.name for column in rows.columns]
    return [dict(zip(names, map(_value, row), strict=True)) for row in rows.rows]


def _value(cell: Cell) -> object:
    if isinstance(cell, Bilingual):
        return cell.zh
    return cell if cell is None or isinstance(cell, str | int) else float(str(cell))


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
    stands = {"place": {"zh": evidence.place.zh, "en": evidence.place.en}} if evidence.place else {}
    return {"span": [evidence.start, evidence.end], "quote": evidence.quote, "rule": evidence.rule, **stands}
