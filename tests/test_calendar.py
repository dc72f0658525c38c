"""The calendar has an entry for every last day, with owners and passage, and can be read in again."""

from __future__ import annotations

from datetime import date

from icalendar import Calendar, Event

from queries.fixture import CITY_INSURANCE, documents
from reformkg.render.calendar import due_calendar

DOCUMENTS = documents()


def events(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def test_every_last_day_has_an_entry_and_recurrences_none() -> None:
    days = sorted(d.date for facts in DOCUMENTS for item in facts.items for d in item.deadlines if d.date)
    assert [event.decoded("dtstart") for event in events(due_calendar(DOCUMENTS, "zh"))] == days
    assert days == [
        date(2017, 12, 31),
        date(2017, 12, 31),
        date(2018, 12, 31),
        date(2020, 6, 30),
        date(2020, 12, 31),
        date(2020, 12, 31),
        date(2021, 9, 30),
        date(2022, 12, 31),
    ]


def test_an_entry_tells_all_that_is_known() -> None:
    (entry,) = (event for event in events(due_calendar(DOCUMENTS, "zh")) if "平台" in event["summary"])
    assert entry["summary"] == "江海省卫生健康委员会：建设远程医疗平台"
    assert entry.decoded("dtend") == date(2020, 7, 1)
    assert str(entry["description"]).splitlines() == [
        "江海省人民政府办公厅关于推进分级诊疗的通知 江政办〔2019〕10号 一/2",
        "省卫生健康委 (负责) → 江海省卫生健康委员会",
        "省工业和信息化厅 (负责) → 江海省工业和信息化厅",
        "远程医疗平台 5 – 8 个 (2020-06-30)",
        "2020年6月底前",
        "",
        "2.建设远程医疗平台。2020年6月底前建成5—8个平台。（省卫生健康委、省工业和信息化厅负责）",
    ]


def test_entries_are_told_apart_and_stay_the_same() -> None:
    entries = events(due_calendar(DOCUMENTS, "zh"))
    assert len({event["uid"] for event in entries}) == len(entries)
    assert due_calendar(DOCUMENTS, "zh") == due_calendar(reversed(DOCUMENTS), "zh")


def test_only_one_bodys_deadlines_or_those_ahead() -> None:
    own = events(due_calendar(DOCUMENTS, "zh", owners={CITY_INSURANCE.label}))
    assert [event.decoded("dtstart") for event in own] == [date(2020, 12, 31), date(2021, 9, 30)]
    ahead = events(due_calendar(DOCUMENTS, "zh", since=date(2021, 9, 30)))
    assert [event.decoded("dtstart") for event in ahead] == [date(2021, 9, 30), date(2022, 12, 31)]


def test_lines_are_folded_as_the_standard_says() -> None:
    assert all(len(line) <= 75 for line in due_calendar(DOCUMENTS, "zh").split(b"\r\n"))
