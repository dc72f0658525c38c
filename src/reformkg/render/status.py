"""How an item stands on a day, as far as its deadlines tell; pure, touches the model only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from reformkg.model import Bilingual, Item


class Status(StrEnum):
    """How an item stands on a day. Whether it was done, a document does not say."""

    OVERDUE = "overdue"
    """All its last days are past."""
    SOON = "soon"
    """Its next last day is near."""
    LATER = "later"
    """Its next last day is further off."""
    RECURRING = "recurring"
    """It has no last day and comes round."""
    NO_DATE = "no-date"
    """It has no date that can be counted."""


STATUS_WORDS: Final = MappingProxyType(
    {
        Status.OVERDUE: Bilingual("已逾期", "overdue"),
        Status.SOON: Bilingual("即将到期", "due soon"),
        Status.LATER: Bilingual("未到期", "due later"),
        Status.RECURRING: Bilingual("周期性", "recurring"),
        Status.NO_DATE: Bilingual("无时限", "no date"),
    }
)
STATUS_COLOURS: Final = MappingProxyType(
    {
        STATUS_WORDS[Status.OVERDUE]: "#F8CBAD",
        STATUS_WORDS[Status.SOON]: "#FFE699",
        STATUS_WORDS[Status.LATER]: "#C6E0B4",
        STATUS_WORDS[Status.RECURRING]: "#D9E1F2",
        STATUS_WORDS[Status.NO_DATE]: "#E7E6E6",
    }
)
"""The fills of red, yellow and green lights; light enough for black text."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day to judge by, and how many days ahead count as soon."""

    day: date
    within: int = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """An item's status on a day, and the last day that decides it: the next one or, when all are past, the latest."""

    status: Status
    due: date | None


def standing(item: Item, as_of: AsOf) -> Standing:
    """Return how an item stands; a day counts as past from the day after it on."""
    return standing_of_days([deadline.date for deadline in item.deadlines if deadline.date], as_of) or Standing(
        Status.RECURRING if any(deadline.recurrence for deadline in item.deadlines) else Status.NO_DATE, None
    )


def standing_of_days(days: list[date], as_of: AsOf) -> Standing | None:
    """Return how something with these last days stands; None where there are none."""
    if not days:
        return None
    ahead = [day for day in days if day >= as_of.day]
    if not ahead:
        return Standing(Status.OVERDUE, max(days))
    due = min(ahead)
    return Standing(Status.SOON if due - as_of.day <= timedelta(days=as_of.within) else Status.LATER, due)
