"""The frozen values that go from room to room; holds no work and touches the standard library only.

The order of the file is the order of the flow: a `Document` is read, its `Outline` is found, facts are resolved into
`DocumentFacts`. Offsets are code points, half open: `text[start:end]`. Dates are inclusive: last days, first days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Day: TypeAlias = date
"""A calendar day, under a name that a field called `date` does not hide."""


class Role(StrEnum):
    """The part that an owner has in an item."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    """Joint or undivided responsibility: no lead is named."""


class Kind(StrEnum):
    """What an item of the outline is."""

    TASK = "task"
    OBJECTIVE = "objective"
    MEASURE = "measure"


class Comparator(StrEnum):
    """How an indicator's number binds."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"
    EQUAL = "="
    RANGE = "range"
    INCREASE = "+"
    DECREASE = "-"


class Recurrence(StrEnum):
    """How often a duty without a last day comes round."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    CONTINUOUS = "continuous"


class GapKind(StrEnum):
    """What a passage seemed to name when no fact came of it."""

    OWNER = "owner"
    DEADLINE = "deadline"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, in code points, half open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that a fact was read from: `document.text[start:end] == quote`, found by `rule`.

    Attributes:
        place: the page, paragraph or cell of the source where it begins; None where the source is plain text.
    """

    start: int
    end: int
    quote: str
    rule: str
    place: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came.

    Attributes:
        name: the file's name without its folder, for people.
        format: `text`, `html`, `docx`, `pdf` …
        sha256: hex digest of the file's bytes.
        encoding: the encoding that its bytes were decoded with, for formats that have one.
    """

    name: str
    format: str
    sha256: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `text_offset` on, document and source text run in step, starting at `source_offset`."""

    text_offset: int
    source_offset: int


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """From `text_offset` on, the text stands at `place` of the source, as 第3页 / page 3."""

    text_offset: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class Document:
    """A source's text, normalised once.

    Attributes:
        text: what people are shown and what every span counts in: layout mended, wording untouched.
        folded: the same length as `text`, with width, brackets and traditional characters folded: what rules match on.
        anchors: the way back to offsets in the decoded source text, ascending in both fields.
        places: the way back to page, paragraph, line or cell as people name them, ascending.
    """

    source: Source
    text: str
    folded: str
    anchors: tuple[Anchor, ...]
    places: tuple[PlaceMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered unit of the outline.

    Attributes:
        ref: the path of marker labels from the top, as `二/三/2/1`; unique in its document.
        number: the last label of the path, as `1`.
        title: the heading as it stands, without marker and final punctuation.
        span: the whole unit from its marker to the end of its last sub-unit.
        body: its own text, from behind the marker to its first sub-unit.
    """

    ref: str
    number: str
    title: str
    title_span: Span
    span: Span
    body: Span
    children: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of a document's sections, and what stands before and after it."""

    sections: tuple[Section, ...]
    head: Span
    tail: Span


class TimeUnit(StrEnum):
    """What a length of time is counted in."""

    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, as 3 years or 30 days."""

    count: int
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day as a text gives it, its year perhaps left open.

    Attributes:
        year: the year as stated, or None where it is not stated or counted from the year of issue.
        offset: counted from the year of issue (今年 is 0, 明年 is 1), or None. With neither, the year is the one
            stated just before or, failing that, the year of issue (5月底前).
        day: the day of the month; one past its end stands for its last day.
    """

    year: int | None
    offset: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class When:
    """A time limit as parsed, before the day of issue is known.

    Attributes:
        last: the last day that counts.
        first: the first day of a period, where the text names one.
        within: a length of time, counted from `first` or, without one, from the day of issue.
        recurrence: how often the duty comes round; `last` is then the day in its round (每年2月底前), if any.
        bare: named without a word that binds (到, 底, 前): the past where it lies before the issue.
    """

    last: CalendarDay | None = None
    first: CalendarDay | None = None
    within: Duration | None = None
    recurrence: Recurrence | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A measurable target as parsed; the fields are those of `Indicator`."""

    subject: str
    comparator: Comparator
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body at one place, or a class of bodies, as a name was resolved.

    Attributes:
        key: stable and unique across documents: jurisdiction, function and name in force, joined by `/`.
        label: the full name at the time of issue or, where it could not be placed, the name as written.
        full_name: the official name at the time of issue with its place, or None.
        function: the notation of a concept of `ontology/functions.ttl`, as `卫生健康`, or None.
        jurisdiction: the full name of the place, as `郑州市上街区`; `全国` for the whole country, or None.
        collective: whether the name stands for a class of bodies (各县（区）人民政府).
        unit_of: the key of the body that this is an internal division of, or None.
    """

    key: str
    label: str
    full_name: str | None
    function: str | None
    jurisdiction: str | None
    collective: bool
    unit_of: str | None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One owner of one item, in one role.

    Attributes:
        name: as it stands in the text, with the prefix that a list shares written out.
        inherited: the clause closes a later unit or a rule stated once, and reaches this item by its scope.
        in_text: named as the subject of a running sentence, not in a clause.
        role_evidence: the sentence of a rule stated once (排在首位的为牵头部门，下同) that gives the role, where the
            clause that is the evidence does not say it itself.
    """

    organisation: Organisation
    name: str
    role: Role
    inherited: bool
    in_text: bool
    evidence: Evidence
    role_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, a period, or a recurrence.

    Attributes:
        text: the wording, as `到2020年底`.
        date: the last day that counts, or None (a recurrence, or a document with no day of issue to count from).
        start: the first day, where the text names one.
        relative: counted from the day of issue (3年内).
    """

    text: str
    date: Day | None
    start: Day | None
    recurrence: Recurrence | None
    relative: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measurable target.

    Attributes:
        text: the wording from the subject to the number.
        subject: what is measured, readable by itself.
        value: the number, None where the comparator is RANGE.
        minimum: the lower bound of a RANGE, else None.
        maximum: the upper bound of a RANGE, else None.
        unit: as written (%, 元/人/年, 张), or None.
        due: the day that the sentence ties to it, or None.
        optional: a whole without a number (全部, 全覆盖): value 100, unit %.
    """

    text: str
    subject: str
    comparator: Comparator
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    due: date | None
    optional: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the text names, once each."""

    title: str | None
    number: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Gap:
    """Wording that bears the mark of an owner, a date or a target and gave no fact."""

    kind: GapKind
    reason: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Item:
    """A unit of the outline that is a task, an objective or a measure.

    Attributes:
        ref: the path of outline markers, `一/1`, `二/三/2/p1`, `表1/3`; unique in its document.
        number: the last label of the path.
        section: the ref of the section that holds it, or None at the top.
        text: the item's whole passage; `span` is where it stands.
        open_list: the list of owners ends in 等.
        topics: notations of reform topics, in the order of the scheme.
        place: the page, paragraph or cell of the source where it begins; None where the source is plain text.
        truncated: the source breaks it off, so that what it lacks may have stood there.
    """

    ref: str
    number: str
    section: str | None
    kind: Kind
    title: str
    text: str
    span: Span
    open_list: bool
    responsibilities: tuple[Responsibility, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    topics: tuple[str, ...]
    place: Bilingual | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of metadata and the passage that states it."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; None where its text does not say.

    Attributes:
        issued: the day of issue, `value` in ISO 8601.
        issuer: joint issuers joined by 、.
        jurisdiction: the full name of the place that the document binds (not a statement, so without evidence).
    """

    title: Stated | None
    number: Stated | None
    issuer: Stated | None
    issued: Stated | None
    jurisdiction: str | None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that was read from one document: what the graph holds of it, and what comes back out of the graph."""

    key: str
    """Stable name of the document in IRIs, made from its number and title, or from its text where it has neither."""
    source: Source
    metadata: Metadata
    text: str
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    citations: tuple[Citation, ...]
    gaps: tuple[Gap, ...]


class Severity(StrEnum):
    """How grave a finding is, in SHACL's order."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text for people, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that validation found.

    Attributes:
        shape: the shape's stable id, as `RK001`.
        document: the key of the document concerned.
        item: the ref of the item concerned, or None where it is the document itself.
        focus: the IRI of the node that the shape looked at.
        evidence: the passage concerned, where there is one.
    """

    shape: str
    severity: Severity
    document: str
    item: str | None
    focus: str
    message: Bilingual
    remedy: Bilingual
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one validation run, ordered by document, item and shape.

    Attributes:
        shapes: the ids of the shapes that ran.
        targets: how many things each shape looked at, by id; without those that look at what is reckoned for
            validation alone.
    """

    findings: tuple[Finding, ...]
    shapes: tuple[str, ...]
    documents: int
    items: int
    targets: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


Cell: TypeAlias = str | int | Decimal | date | bool | Bilingual | None
"""One value of a table for people; None where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in data formats, and its heading for people."""

    name: str
    heading: Bilingual


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: what a query answered. Every row has a cell a column, in the columns' order.

    Attributes:
        notes: what the reader should know of how the question was understood, as which bodies a name was taken for.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Bilingual, ...] = ()
