"""The validation report as text for terminals, and as a table; pure, touches the model only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from reformkg.codes import SEVERITIES
from reformkg.model import Bilingual, Cell, Column, Finding, Report, Rows, Severity
from reformkg.render.subjects import Subjects
from reformkg.render.words import Language, in_words

_ORDER = tuple(Severity)
_FINDINGS = (
    Column("shape", Bilingual("规则", "shape")),
    Column("severity", Bilingual("级别", "severity")),
    Column("name", Bilingual("内容", "what it finds")),
    Column("document", Bilingual("文件标识", "document")),
    Column("title", Bilingual("文件", "title")),
    Column("number", Bilingual("文号", "number")),
    Column("item", Bilingual("事项编号", "item")),
    Column("item_title", Bilingual("事项", "item title")),
    Column("acting", Bilingual("由谁处理", "who should act")),
    Column("message", Bilingual("问题", "finding")),
    Column("remedy", Bilingual("处理建议", "remedy")),
    Column("passage", Bilingual("原文", "passage")),
    Column("start", Bilingual("起点", "start")),
    Column("end", Bilingual("终点", "end")),
    Column("place", Bilingual("位置", "place")),
)


class Grouping(StrEnum):
    """What the findings are put together by."""

    SHAPE = "shape"
    DOCUMENT = "document"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one heading."""

    heading: Bilingual
    findings: tuple[Finding, ...]


def grouped(report: Report, names: Mapping[str, Bilingual], by: Grouping, subjects: Subjects) -> tuple[Group, ...]:
    """Put findings together: by shape the gravest first, by document in the report's order, by who should act.

    Those who should act are the leads of the item, its owners where nobody leads, and the issuer of the document where
    the item has no owner or the finding is about no item; a finding stands under each of them.

    Args:
        report: the findings.
        names: what each shape finds, as a heading, by the shape's id.
        by: what to put together.
        subjects: the documents of the report, for titles and owners.
    """
    groups: dict[str, list[Finding]] = {}
    headings: dict[str, Bilingual] = {}
    for finding in sorted(report.findings, key=_gravity) if by is not Grouping.DOCUMENT else report.findings:
        for heading in _headings(finding, names, by, subjects):
            headings.setdefault(heading.zh, heading)
            groups.setdefault(heading.zh, []).append(finding)
    keys = sorted(groups, key=lambda key: (-len(groups[key]), key)) if by is Grouping.ORGANISATION else list(groups)
    return tuple(Group(headings[key], tuple(groups[key])) for key in keys)


def report_text(
    report: Report,
    names: Mapping[str, Bilingual],
    language: Language,
    by: Grouping = Grouping.SHAPE,
    subjects: Subjects | None = None,
) -> str:
    """Return the findings in groups, as `grouped` makes them, with remedies, and with passages and their lines.

    An empty line stands before each group; `summary` is what may stand above them.

    Args:
        report: the findings.
        names: what each shape finds, as a heading, by the shape's id.
        language: of headings and messages.
        by: what to put together.
        subjects: the documents of the report, for titles, owners and lines; without them documents are named by their
            keys, no organisation is known and no passage shown.
    """
    known = subjects or Subjects()
    return "".join(f"{line}\n" for line in _lines(grouped(report, names, by, known), by, known, language))


def report_rows(report: Report, names: Mapping[str, Bilingual], subjects: Subjects) -> Rows:
    """Return one row a finding, in the report's order, for CSV, Markdown and workbooks."""
    return Rows(_FINDINGS, tuple(_row(finding, names, subjects) for finding in report.findings))


def summary(report: Report, language: Language) -> str:
    """Return one line: what was validated, and how many findings of each severity there are."""
    counts = Counter(finding.severity for finding in report.findings)
    if language == "zh":
        found = "，".join(f"{SEVERITIES[each].zh} {counts[each]}" for each in _ORDER)
        return f"{report.documents} 份文件，{report.items} 项：{found}"
    found = ", ".join(f"{SEVERITIES[each].en} {counts[each]}" for each in _ORDER)
    return f"{report.documents} documents, {report.items} items: {found}"


def by_document(report: Report) -> Mapping[str, tuple[Finding, ...]]:
    """Return the findings about each document that has some, by its key, in the report's order."""
    return {key: tuple(found) for key, found in groupby(report.findings, key=lambda finding: finding.document)}


def _gravity(finding: Finding) -> tuple[int, str]:
    return _ORDER.index(finding.severity), finding.shape


def _passage(finding: Finding, subjects: Subjects, language: Language) -> Iterator[str]:
    """Yield a line with the passage and where it stands, for a finding that has one in a known document."""
    known = subjects.get(finding.document)
    if known and finding.evidence:
        line, _ = known.lines.place(finding.evidence.start)
        place = in_words(finding.evidence.place or Bilingual(f"第{line}行", f"line {line}"), language)
        quoted = " ".join(finding.evidence.quote.split())
        yield f"      {place}  {quoted if len(quoted) <= _QUOTED else quoted[:_QUOTED] + '…'}"


_QUOTED: Final = 60
"""Characters of a passage that the text form quotes."""
_NOBODY: Final = Bilingual("（不知由谁处理）", "(nobody known to act)")


def _headings(
    finding: Finding, names: Mapping[str, Bilingual], by: Grouping, subjects: Subjects
) -> tuple[Bilingual, ...]:
    if by is Grouping.SHAPE:
        name = names[finding.shape]
        return (Bilingual(f"{finding.shape}  {name.zh}", f"{finding.shape}  {name.en}"),)
    if by is Grouping.DOCUMENT:
        title = f"{subjects.title(finding.document)}  [{finding.document}]"
        return (Bilingual(title, title),)
    acting = subjects.acting(finding)
    return tuple(Bilingual(name, name) for name in acting) or (_NOBODY,)


def _lines(groups: Sequence[Group], by: Grouping, subjects: Subjects, language: Language) -> Iterator[str]:
    for group in groups:
        counts = Counter(finding.severity for finding in group.findings)
        counted = ", ".join(f"{in_words(SEVERITIES[each], language)} {counts[each]}" for each in _ORDER if counts[each])
        yield ""
        yield f"{in_words(group.heading, language)}  ({counted})"
        remedies = {in_words(finding.remedy, language) for finding in group.findings}
        shared = len(remedies) == 1
        if shared:
            yield f"  → {remedies.pop()}"
        for document, about in groupby(group.findings, key=lambda finding: finding.document):
            if by is not Grouping.DOCUMENT:
                yield f"  {subjects.title(document)}"
            for finding in about:
                mark = (
                    ""
                    if by is Grouping.SHAPE
                    else f"{in_words(SEVERITIES[finding.severity], language)} {finding.shape}  "
                )
                yield f"    {mark}{in_words(finding.message, language)}"
                yield from _passage(finding, subjects, language)
                if not shared:
                    yield f"      → {in_words(finding.remedy, language)}"


def _row(finding: Finding, names: Mapping[str, Bilingual], subjects: Subjects) -> tuple[Cell, ...]:
    item, known = subjects.item(finding), subjects.get(finding.document)
    return (
        finding.shape,
        SEVERITIES[finding.severity],
        names[finding.shape],
        finding.document,
        subjects.title(finding.document),
        known.number if known else None,
        finding.item,
        item.title if item else None,
        "、".join(subjects.acting(finding)),
        finding.message,
        finding.remedy,
        finding.evidence.quote if finding.evidence else None,
        finding.evidence.start if finding.evidence else None,
        finding.evidence.end if finding.evidence else None,
        finding.evidence.place if finding.evidence else None,
    )
