"""What a document says, from words with a meaning (`When`) to resolved facts (`DocumentFacts`); pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from reformkg.model.text import Bilingual, Evidence, Section, Source, Span

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
