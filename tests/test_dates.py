"""Parsed time limits become days, counted from a fixed day of issue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.model import CalendarDay, Duration, Recurrence, TimeUnit, When
from reformkg.resolve.dates import resolve_in_order, resolve_when

ISSUED = date(2018, 6, 15)

days = st.builds(
    CalendarDay,
    year=st.none() | st.integers(1, 9999),
    offset=st.none() | st.integers(0, 2),
    month=st.integers(0, 13),
    day=st.integers(0, 40),
)
lengths = st.builds(Duration, count=st.integers(0, 10**6), unit=st.sampled_from(TimeUnit))
whens = st.builds(
    When,
    last=st.none() | days,
    first=st.none() | days,
    within=st.none() | lengths,
    recurrence=st.none() | st.sampled_from(Recurrence),
    bare=st.booleans(),
)


def day(year: int | None, month: int = 12, last: int = 31, offset: int | None = None) -> CalendarDay:
    return CalendarDay(year, offset, month, last)


@pytest.mark.parametrize(
    ("when", "start", "last"),
    [
        (When(last=day(2020)), None, date(2020, 12, 31)),
        (When(last=day(2019, 2)), None, date(2019, 2, 28)),
        (When(last=day(2020, 2)), None, date(2020, 2, 29)),
        (When(last=day(None, offset=0)), None, date(2018, 12, 31)),
        (When(last=day(None, 6, 30, offset=1)), None, date(2019, 6, 30)),
        (When(last=day(None, 9)), None, date(2018, 9, 30)),
        (When(first=day(2018, 10, 1), last=day(None, 12)), date(2018, 10, 1), date(2018, 12, 31)),
        (When(first=day(2019, 1, 1), within=Duration(3, TimeUnit.YEAR)), date(2019, 1, 1), date(2021, 12, 31)),
        (When(last=day(2016)), None, date(2016, 12, 31)),
    ],
)
def test_a_time_limit_ends_on_its_last_day(when: When, start: date | None, last: date) -> None:
    resolved = resolve_when(when, ISSUED)
    assert resolved is not None
    assert (resolved.start, resolved.date, resolved.relative) == (start, last, False)


@pytest.mark.parametrize(
    ("count", "unit", "last"),
    [
        (3, TimeUnit.YEAR, date(2021, 6, 15)),
        (3, TimeUnit.MONTH, date(2018, 9, 15)),
        (30, TimeUnit.DAY, date(2018, 7, 15)),
        (10, TimeUnit.WORKDAY, date(2018, 6, 29)),
        (1, TimeUnit.WORKDAY, date(2018, 6, 18)),
    ],
)
def test_a_length_of_time_is_counted_from_the_day_of_issue(count: int, unit: TimeUnit, last: date) -> None:
    resolved = resolve_when(When(within=Duration(count, unit)), ISSUED)
    assert resolved is not None
    assert (resolved.date, resolved.relative) == (last, True)


def test_a_month_that_is_too_short_ends_the_length() -> None:
    resolved = resolve_when(When(within=Duration(1, TimeUnit.MONTH)), date(2019, 1, 31))
    assert resolved is not None
    assert resolved.date == date(2019, 2, 28)


def test_the_past_named_in_passing_is_no_time_limit_and_one_that_binds_is() -> None:
    assert resolve_when(When(last=day(2017), bare=True), ISSUED) is None
    assert resolve_when(When(last=day(2017)), ISSUED) is not None
    assert resolve_when(When(last=day(2018), bare=True), ISSUED) is not None


def test_without_a_day_of_issue_only_what_is_counted_from_it_has_no_date() -> None:
    for when in (When(within=Duration(3, TimeUnit.YEAR)), When(last=day(None, offset=0)), When(last=day(None, 9))):
        resolved = resolve_when(when, None)
        assert resolved is not None
        assert resolved.date is None
    resolved = resolve_when(When(last=day(2017), bare=True), None)
    assert resolved is not None
    assert resolved.date == date(2017, 12, 31)


def test_a_recurrence_has_no_date_and_keeps_its_first_year() -> None:
    resolved = resolve_when(When(last=day(None, 2), first=day(2020, 1, 1), recurrence=Recurrence.YEARLY), ISSUED)
    assert resolved is not None
    assert (resolved.date, resolved.start, resolved.recurrence) == (None, date(2020, 1, 1), Recurrence.YEARLY)


def test_a_date_without_a_year_takes_the_year_stated_before_it_in_the_item() -> None:
    whens = [When(last=day(None, 7)), When(last=day(2019, 5)), When(last=day(None, 8)), When(last=day(None, offset=0))]
    found = [one.date if one else None for one in resolve_in_order(whens, ISSUED)]
    assert found == [date(2018, 7, 31), date(2019, 5, 31), date(2019, 8, 31), date(2018, 12, 31)]


@pytest.mark.parametrize(
    "when",
    [When(last=day(2020, 13)), When(last=day(10**6)), When(first=day(2019, 6, 1), last=day(2019, 5))],
)
def test_what_no_calendar_has_is_no_time_limit(when: When) -> None:
    assert resolve_when(when, ISSUED) is None


@given(whens, st.none() | st.dates(date(1949, 10, 1), date(2100, 1, 1)), st.none() | st.integers(1900, 2100))
def test_no_time_limit_fails_and_none_ends_before_it_starts(
    when: When, issued: date | None, context: int | None
) -> None:
    resolved = resolve_when(when, issued, context)
    if resolved is not None and resolved.date and resolved.start:
        assert resolved.start <= resolved.date + timedelta(days=1)
