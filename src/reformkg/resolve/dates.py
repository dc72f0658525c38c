"""From parsed time limits to days, counted from the day of issue; touches model only."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from reformkg.model import CalendarDay, Duration, Recurrence, TimeUnit, When

_WEEKEND = 5
_Day: TypeAlias = date


@dataclass(frozen=True, slots=True)
class ResolvedWhen:
    """A time limit in days.

    Attributes:
        date: the last day that counts, or None (a recurrence, or nothing to count from).
        start: the first day of a period, or None.
        recurrence: how often it comes round, or None.
        relative: counted from the day of issue.
    """

    date: _Day | None
    start: _Day | None
    recurrence: Recurrence | None
    relative: bool


def resolve_when(when: When, issued: date | None, context_year: int | None = None) -> ResolvedWhen | None:
    """Resolve one time limit.

    Args:
        when: as parsed.
        issued: the document's day of issue, or None where the text gives none.
        context_year: the year stated just before in the same item, for dates without a year of their own.

    Returns:
        The days (inclusive), or None where the time is no time limit after all: it is past by the day of issue and
        nothing in the wording binds, or no such day exists.
    """
    year = context_year if context_year is not None else issued.year if issued else None
    start = _day(when.first, issued, year)
    if when.recurrence is not None:
        return ResolvedWhen(None, start, when.recurrence, relative=False)
    if when.within is not None:
        return _counted(when, start, issued)
    last = _day(when.last, issued, start.year if start else year)
    if last is None and when.last is not None and _year(when.last, issued, year) is not None:
        return None
    if last is not None and start is not None and last < start:
        return None
    if last is not None and when.bare and issued is not None and last < issued:
        return None
    return ResolvedWhen(last, start, None, relative=False)


def resolve_in_order(whens: Iterable[When], issued: date | None) -> tuple[ResolvedWhen | None, ...]:
    """Resolve the time limits of one item, in the order of its text.

    A date without a year takes the year stated just before it in the item, else the year of issue.
    """
    resolved: list[ResolvedWhen | None] = []
    context: int | None = None
    for when in whens:
        one = resolve_when(when, issued, context)
        resolved.append(one)
        stated = when.last or when.first
        if stated is not None and stated.year is not None and when.recurrence is None:
            context = stated.year
    return tuple(resolved)


def _counted(when: When, start: date | None, issued: date | None) -> ResolvedWhen | None:
    assert when.within is not None  # noqa: S101 - the caller's branch; narrows the type
    if when.first is not None:
        if start is None:
            return ResolvedWhen(None, None, None, relative=False)
        end = _after(start, when.within)
        return ResolvedWhen(end - timedelta(days=1), start, None, relative=False) if end else None
    if issued is None:
        return ResolvedWhen(None, None, None, relative=True)
    end = _after(issued, when.within)
    return ResolvedWhen(end, None, None, relative=True) if end else None


def _year(day: CalendarDay, issued: date | None, year: int | None) -> int | None:
    if day.year is not None:
        return day.year
    if day.offset is not None:
        return issued.year + day.offset if issued else None
    return year


def _day(day: CalendarDay | None, issued: date | None, year: int | None) -> date | None:
    """Return the day in the calendar, the last of the month for one past its end, or None where there is none."""
    if day is None:
        return None
    in_year = _year(day, issued, year)
    if in_year is None or not 1 <= day.month <= 12 or not 1 <= in_year <= 9999:
        return None
    return date(in_year, day.month, min(max(day.day, 1), monthrange(in_year, day.month)[1]))


def _after(start: date, length: Duration) -> date | None:
    """Return the day that lies `length` after `start`, the month's last where it is shorter, or None beyond 9999."""
    try:
        if length.unit is TimeUnit.DAY:
            return start + timedelta(days=length.count)
        if length.unit is TimeUnit.WORKDAY:
            return _workdays_after(start, length.count)
        months = length.count * (12 if length.unit is TimeUnit.YEAR else 1)
        index = start.year * 12 + start.month - 1 + months
        year, month = divmod(index, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _workdays_after(start: date, count: int) -> date:
    """Count Monday to Friday; public holidays are not known here."""
    weeks, rest = divmod(count, _WEEKEND)
    day = start + timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < _WEEKEND
    return day
