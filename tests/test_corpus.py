"""Each extraction family against its corpus: what a text gives, which rule found it, and what gives nothing.

A corpus is `corpus/<family>.toml`: `[[row]]` with a `text` and all that is `found` in it, in order, and `[[negative]]`
with a `text` that gives nothing. What stands in a row of `found` is compared; what is left out of it is not.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from reformkg.extract import deadline, indicator, link
from reformkg.extract.numerals import decimal_value
from reformkg.extract.rule import Mention, Rule
from reformkg.model import IndicatorValue
from reformkg.resolve.dates import resolve_in_order

CORPUS = Path(__file__).parent / "corpus"
ISSUED = date(2018, 6, 15)
"""The day of issue of every text in the corpora, a Friday."""

Found = dict[str, str]


def deadlines(text: str) -> list[Found]:
    mentions = deadline.find_deadlines(text, 0, len(text))
    found = []
    for mention, when in zip(mentions, resolve_in_order([one.value for one in mentions], ISSUED), strict=True):
        if when is None:
            continue
        row = {"span": text[mention.start : mention.end], "rule": mention.rule}
        row |= {"date": when.date.isoformat()} if when.date else {}
        row |= {"start": when.start.isoformat()} if when.start else {}
        row |= {"recurring": when.recurrence.value} if when.recurrence else {}
        row |= {"relative": "yes"} if when.relative else {}
        found.append(row)
    return found


def indicators(text: str) -> list[Found]:
    whens = deadline.find_deadlines(text, 0, len(text))
    days = resolve_in_order([one.value for one in whens], ISSUED)
    kept = {id(one): day for one, day in zip(whens, days, strict=True) if day is not None}
    live = [one for one in whens if id(one) in kept]
    found = []
    for mention in indicator.find_indicators(text, 0, len(text)):
        row = target(mention) | {"span": text[mention.start : mention.end], "rule": mention.rule}
        due = link.due_of(mention, live, text)
        day = kept[id(due)].date if due else None
        found.append(row | ({"due": day.isoformat()} if day else {}))
    return found


def target(mention: Mention[IndicatorValue]) -> Found:
    value = mention.value
    number = f"{value.minimum}..{value.maximum}" if value.value is None else str(value.value)
    row = {"subject": value.subject, "number": f"{value.comparator} {number} {value.unit or ''}".strip()}
    return row | ({"optional": "yes"} if value.optional else {})


def numerals(text: str) -> list[Found]:
    value = decimal_value(text)
    return [] if value is None else [{"value": str(value)}]


@dataclass(frozen=True)
class Family:
    find: Callable[[str], list[Found]]
    rules: tuple[Rule[object], ...] = ()
    positives: int = 60
    negatives: int = 25


FAMILIES: Mapping[str, Family] = {
    "deadline": Family(deadlines, deadline.RULES),
    "indicator": Family(indicators, indicator.RULES),
    "numerals": Family(numerals, positives=20, negatives=5),
}


def corpus(family: str) -> dict[str, list[dict[str, object]]]:
    with (CORPUS / f"{family}.toml").open("rb") as file:
        return tomllib.load(file)


def rows(kind: str) -> list[object]:
    return [
        pytest.param(family, row, id=f"{family}-{number}")
        for family in FAMILIES
        for number, row in enumerate(corpus(family).get(kind, []), start=1)
    ]


@pytest.mark.parametrize(("family", "row"), rows("row"))
def test_a_text_gives_what_its_row_says(family: str, row: dict[str, object]) -> None:
    expected = row["found"]
    assert isinstance(expected, list)
    found = FAMILIES[family].find(str(row["text"]))
    seen = [{key: one.get(key) for key in want} for one, want in zip(found, expected, strict=False)]
    assert (seen, len(found)) == (expected, len(expected)), found


@pytest.mark.parametrize(("family", "row"), rows("negative"))
def test_a_negative_gives_nothing(family: str, row: dict[str, object]) -> None:
    assert FAMILIES[family].find(str(row["text"])) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_a_corpus_has_enough_of_both_kinds(family: str) -> None:
    rows = corpus(family)
    assert len(rows["row"]) >= FAMILIES[family].positives
    assert len(rows["negative"]) >= FAMILIES[family].negatives


@pytest.mark.parametrize("family", [name for name, family in FAMILIES.items() if family.rules])
def test_every_rule_fires_and_bears_its_familys_name(family: str) -> None:
    names = [rule.name for rule in FAMILIES[family].rules]
    fired = {found["rule"] for row in corpus(family)["row"] for found in FAMILIES[family].find(str(row["text"]))}
    assert fired == set(names)
    assert len(names) == len(set(names))
    assert all(name.startswith(f"{family}.") for name in names)


@pytest.mark.parametrize("family", [name for name, family in FAMILIES.items() if family.rules])
@pytest.mark.parametrize(
    "unit",
    [
        "2020年",
        "每年2",
        "12345678",
        "百分之",
        "10%、",
        "1，000",
        "一二三四",
        "（（（（",
        "对A，给予",
        "到2020年，",
        "分别1个、",
        "印发之日起",
    ],
)
def test_a_family_keeps_linear_time_on_near_misses(family: str, unit: str) -> None:
    text = unit * (20_000 // len(unit))
    started = time.process_time()
    FAMILIES[family].find(text)
    assert time.process_time() - started < 10
