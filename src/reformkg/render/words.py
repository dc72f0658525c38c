"""Says facts in a few words, in Chinese or English, for terminals and plain text; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal

from reformkg.codes import RECURRENCES, ROLES, SEVERITIES
from reformkg.model import Bilingual, Comparator, Deadline, DocumentFacts, Finding, Indicator, Responsibility

Language = Literal["zh", "en"]

OWNERS: Final = Bilingual("责任单位", "owners")
DEADLINES: Final = Bilingual("时限", "deadlines")
INDICATORS: Final = Bilingual("指标", "indicators")
VALIDATION: Final = Bilingual("核验", "validation")
NONE: Final = Bilingual("无", "none")

_SIGNS: Final[Mapping[Comparator, str]] = MappingProxyType(
    {
        Comparator.AT_LEAST: "≥",
        Comparator.AT_MOST: "≤",
        Comparator.ABOUT: "≈",
        Comparator.EQUAL: "=",
        Comparator.INCREASE: "+",
        Comparator.DECREASE: "-",
    }
)

_WRITTEN_AS_FRACTION: Final = re.compile("分之|[0-9]/[0-9]")


def in_words(text: Bilingual, language: Language) -> str:
    """Return the text in one language."""
    return text.zh if language == "zh" else text.en


def title_of(facts: DocumentFacts) -> str:
    """Return the document's title, or the file's name where its text gives none."""
    return facts.metadata.title.value if facts.metadata.title else facts.source.name


def owner_words(responsibility: Responsibility, language: Language) -> str:
    """Return an owner as written, its role, and the body it stands for where that says more."""
    body = responsibility.organisation
    placed = "" if body.label == responsibility.name else f" → {body.label}"
    return f"{responsibility.name} ({in_words(ROLES[responsibility.role], language)}){placed}"


def deadline_words(deadline: Deadline, language: Language) -> str:
    """Return the day or the period, or how often the duty comes round, or the wording where no day could be counted."""
    if deadline.date:
        start = f"{deadline.start.isoformat()} – " if deadline.start else ""
        return start + deadline.date.isoformat()
    return in_words(RECURRENCES[deadline.recurrence], language) if deadline.recurrence else deadline.text


def indicator_words(indicator: Indicator) -> str:
    """Return subject, comparator, value and unit, and the day that is tied to them."""
    if indicator.comparator is Comparator.RANGE:
        amount = f"{_plain(indicator.minimum)} – {_plain(indicator.maximum)}"
    else:
        amount = f"{_SIGNS[indicator.comparator]} {_fraction(indicator) or _plain(indicator.value)}"
    due = f" ({indicator.due.isoformat()})" if indicator.due else ""
    return f"{indicator.subject} {amount} {indicator.unit or ''}".rstrip() + due


def _fraction(indicator: Indicator) -> str | None:
    """Return 1/3 for 0.3333 that was written as a fraction and rounded to four places, else None.

    Two fractions with denominators below 100 are further apart than what rounding moves one: at most one fits.
    """
    value = indicator.value
    if value is None or indicator.unit or not _WRITTEN_AS_FRACTION.search(indicator.text):
        return None
    near = Fraction(value).limit_denominator(99)
    rounded = (Decimal(near.numerator) / near.denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return str(near) if rounded == value and near != value else None


def finding_words(finding: Finding, language: Language) -> str:
    """Return severity, shape, what is wrong and what to do."""
    severity = in_words(SEVERITIES[finding.severity], language)
    message, remedy = in_words(finding.message, language), in_words(finding.remedy, language)
    return f"{severity} {finding.shape}: {message} → {remedy}"


def place_words(place: Bilingual | None, language: Language) -> str:
    """Return a place in the source with the space before it, to stand behind a fact; nothing for plain text."""
    return f"  {in_words(place, language)}" if place else ""


def placed(passage: str, place: Bilingual | None) -> str | Bilingual:
    """Return a passage with its place in the source behind it in brackets; the passage alone for plain text."""
    return Bilingual(f"{passage}（{place.zh}）", f"{passage} ({place.en})") if place else passage


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"
