"""The validation report in the forms that build servers show: JUnit XML and SARIF; pure, touches the model only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence, Set
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree

from reformkg import __version__
from reformkg.codes import SEVERITIES
from reformkg.model import Bilingual, Finding, Report, Severity
from reformkg.render.findings import by_document
from reformkg.render.lines import Lines
from reformkg.render.subjects import Subjects
from reformkg.render.words import Language, in_words

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# Characters that XML 1.0 cannot hold, not even escaped.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report_junit(
    report: Report,
    names: Mapping[str, Bilingual],
    subjects: Subjects,
    language: Language,
    failing: Set[Severity],
) -> str:
    """Return JUnit XML: one suite a document, one case for each shape that ran.

    Args:
        report: the findings.
        names: what each shape finds, by the shape's id.
        subjects: the documents of the report; those without findings are suites that pass.
        language: of names and messages.
        failing: the severities that make a case fail; findings of other severities are its output.
    """
    findings = by_document(report)
    root = ElementTree.Element("testsuites", name="reformkg")
    for key in dict.fromkeys((*(each.key for each in subjects), *findings)):
        found = findings.get(key, ())
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(subjects.title(key)))
        for shape in report.shapes:
            of_shape = [finding for finding in found if finding.shape == shape]
            _case(suite, key, f"{shape} {in_words(names[shape], language)}", of_shape, language, failing)
        _count(suite)
    _count(root)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def report_sarif(report: Report, names: Mapping[str, Bilingual], subjects: Subjects, language: Language) -> str:
    """Return SARIF 2.1.0: a rule for each shape that ran, a result for each finding, with line, column and passage.

    Lines and columns count in the document's text as it was read, in code points; where the source has pages,
    paragraphs or cells, the location's message says which.
    """
    order = {shape: index for index, shape in enumerate(report.shapes)}
    remedies = {finding.shape: finding.remedy for finding in report.findings}
    severities = {finding.shape: finding.severity for finding in report.findings}
    rules = [
        _rule(shape, names[shape], remedies.get(shape), severities.get(shape), language) for shape in report.shapes
    ]
    driver = {"name": "reformkg", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.shape], subjects, language) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _case(  # noqa: PLR0913, PLR0917 - the parts of a case
    suite: ElementTree.Element,
    key: str,
    name: str,
    findings: Sequence[Finding],
    language: Language,
    failing: Set[Severity],
) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=_xml(key), name=_xml(name))
    grave = [finding for finding in findings if finding.severity in failing]
    if grave:
        message = f"{len(grave)}: {in_words(grave[0].message, language)}"
        failure = ElementTree.SubElement(case, "failure", type=grave[0].severity.value, message=_xml(message))
        failure.text = _xml("\n".join(_said(finding, language) for finding in grave))
    others = [finding for finding in findings if finding.severity not in failing]
    if others:
        ElementTree.SubElement(case, "system-out").text = _xml("\n".join(_said(each, language) for each in others))


def _said(finding: Finding, language: Language) -> str:
    severity = in_words(SEVERITIES[finding.severity], language)
    return f"{severity}: {in_words(finding.message, language)} → {in_words(finding.remedy, language)}"


def _count(element: ElementTree.Element) -> None:
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    element.set("failures", str(sum(1 for _ in element.iter("failure"))))
    element.set("errors", "0")


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _rule(
    shape: str, name: Bilingual, remedy: Bilingual | None, severity: Severity | None, language: Language
) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": shape, "shortDescription": {"text": in_words(name, language)}}
    if remedy is not None:
        rule["help"] = {"text": in_words(remedy, language)}
    if severity is not None:
        rule["defaultConfiguration"] = {"level": _LEVELS[severity]}
    return rule


def _result(finding: Finding, rule: int, subjects: Subjects, language: Language) -> dict[str, Any]:
    logical: dict[str, Any] = {"fullyQualifiedName": f"{finding.document}#{finding.item or ''}".rstrip("#")}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if known := subjects.get(finding.document):
        file = {"uri": quote(known.source)}
        location["physicalLocation"] = {"artifactLocation": file, **_region(finding, known.lines)}
    if item := subjects.item(finding):
        logical["name"] = item.title
    message = f"{in_words(finding.message, language)}。{in_words(finding.remedy, language)}"
    if language == "en":
        message = f"{in_words(finding.message, language)}. {in_words(finding.remedy, language)}"
    place = finding.evidence.place if finding.evidence else None
    if place is not None:
        location["message"] = {"text": in_words(place, language)}
    return {
        "ruleId": finding.shape,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {"shapeAndNode/v1": f"{finding.shape} {finding.focus}"},
    }


def _region(finding: Finding, lines: Lines) -> dict[str, Any]:
    if finding.evidence is None:
        return {}
    line, column = lines.place(finding.evidence.start)
    last, end = lines.place(finding.evidence.end)
    return {
        "region": {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": end,
            "snippet": {"text": finding.evidence.quote},
        }
    }
