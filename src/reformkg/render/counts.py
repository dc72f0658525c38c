"""How many findings there are by shape, by document and by who should act, and what was checked; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from reformkg.codes import SEVERITIES
from reformkg.model import Bilingual, Cell, Column, Report, Rows, Severity
from reformkg.render.findings import Grouping, grouped
from reformkg.render.subjects import Subjects

_ORDER: Final = tuple(Severity)
_SHAPE = Column("shape", Bilingual("规则", "shape"))
_NAME = Column("name", Bilingual("内容", "what it finds"))
_SEVERITY = Column("severity", Bilingual("级别", "severity"))
_TARGETS = Column("targets", Bilingual("检查", "checked"))
_COUNT = Column("findings", Bilingual("数量", "findings"))
_BY_SEVERITY = tuple(Column(severity.value, name) for severity, name in SEVERITIES.items())


def counts(report: Report, names: Mapping[str, Bilingual], by: Grouping, subjects: Subjects | None = None) -> Rows:
    """Return how many findings there are.

    By shape the gravest first, with how many things each looked at, and in a note how many shapes found nothing; by
    document each one's, also where there are none, and its completeness; by who should act the most burdened first.

    Args:
        report: the findings.
        names: what each shape finds, by the shape's id.
        by: what to count by.
        subjects: the documents of the report; not needed by shape.
    """
    if by is Grouping.DOCUMENT:
        return _by_document(report, subjects or Subjects())
    if by is Grouping.ORGANISATION:
        return _by_organisation(report, names, subjects or Subjects())
    found = Counter(finding.shape for finding in report.findings)
    severities = {finding.shape: finding.severity for finding in report.findings}
    shapes = sorted(found, key=lambda shape: (_ORDER.index(severities[shape]), shape))
    quiet = len(set(report.shapes) - set(found))
    return Rows(
        (_SHAPE, _NAME, _SEVERITY, _TARGETS, _COUNT),
        tuple(
            (shape, names[shape], SEVERITIES[severities[shape]], report.targets.get(shape), found[shape])
            for shape in shapes
        ),
        (Bilingual(f"另有 {quiet} 条规则没有发现问题", f"{quiet} other shapes found nothing"),),
    )


def shape_rows(report: Report, names: Mapping[str, Bilingual]) -> Rows:
    """Return how many findings each shape that ran has, in the order of ids, those without any included."""
    found = Counter(finding.shape for finding in report.findings)
    severities = {finding.shape: SEVERITIES[finding.severity] for finding in report.findings}
    return Rows(
        (_SHAPE, _NAME, _SEVERITY, _TARGETS, _COUNT),
        tuple(
            (shape, names[shape], severities.get(shape), report.targets.get(shape), found[shape])
            for shape in report.shapes
        ),
    )


def _by_document(report: Report, subjects: Subjects) -> Rows:
    found = Counter((finding.document, finding.severity) for finding in report.findings)
    scores = {each.key: each.completeness.score for each in subjects}
    columns = (
        Column("document", Bilingual("文件标识", "document")),
        Column("title", Bilingual("文件", "title")),
        *_BY_SEVERITY,
        Column("completeness", Bilingual("完整度 %", "completeness %")),
    )
    keys = dict.fromkeys((*scores, *(finding.document for finding in report.findings)))
    return Rows(columns, tuple((key, subjects.title(key), *_each(found, key), scores.get(key)) for key in keys))


def _by_organisation(report: Report, names: Mapping[str, Bilingual], subjects: Subjects) -> Rows:
    groups = grouped(report, names, Grouping.ORGANISATION, subjects)
    found = Counter((group.heading.zh, finding.severity) for group in groups for finding in group.findings)
    columns = (Column("acting", Bilingual("由谁处理", "who should act")), *_BY_SEVERITY)
    return Rows(columns, tuple((group.heading, *_each(found, group.heading.zh)) for group in groups))


def _each(found: Counter[tuple[str, Severity]], key: str) -> tuple[Cell, ...]:
    return tuple(found[key, severity] for severity in _ORDER)
