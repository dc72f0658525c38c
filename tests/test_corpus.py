"""Each extraction family against its corpus: what a text gives, which rule found it, and what gives nothing.

A corpus is `corpus/<family>.toml`: `[[row]]` with a `text` and all that is `found` in it, in order, and `[[negative]]`
with a `text` that gives nothing. What stands in a row of `found` is compared; what is left out of it is not.
"""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.extract import deadline, extract, indicator, link, quantity
from reformkg.extract.extraction import Extraction
from reformkg.extract.indicator_table import find_table_indicators
from reformkg.extract.numerals import decimal_value
from reformkg.extract.rule import Mention
from reformkg.extract.rules import FAMILIES as RULES
from reformkg.extract.subject import find_subjects
from reformkg.model import Comparator, IndicatorValue, Role, Source, Stated
from reformkg.outline import outline
from reformkg.read import from_text
from reformkg.read.fold import fold
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
    in_tables = find_table_indicators(fold(text), ISSUED.year)
    found = []
    for mention in indicator.find_indicators(text, 0, len(text)):
        if any(row.start <= mention.start < row.end for row, _ in in_tables):
            continue
        due = link.due_of(mention, live, text)
        found.append(described(text, mention, kept[id(due)].date if due else None))
    for _, targets in in_tables:
        for one in targets:
            (when,) = resolve_in_order([one.due.value], ISSUED) if one.due else (None,)
            found.append(described(text, one.mention, when.date if when else None))
    return found


def described(text: str, mention: Mention[IndicatorValue], due: date | None) -> Found:
    row = target(mention) | {"span": text[mention.start : mention.end], "rule": mention.rule}
    return row | ({"due": due.isoformat()} if due else {})


def target(mention: Mention[IndicatorValue]) -> Found:
    value = mention.value
    number = f"{value.minimum}..{value.maximum}" if value.value is None else str(value.value)
    row = {"subject": value.subject, "number": f"{value.comparator} {number} {value.unit or ''}".strip()}
    return row | ({"optional": "yes"} if value.optional else {})


def numerals(text: str) -> list[Found]:
    value = decimal_value(text)
    return [] if value is None else [{"value": str(value)}]


SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")


def extraction(text: str) -> Extraction:
    document = from_text(text, SOURCE)
    return extract(document, outline(document))


def clauses(text: str) -> list[Found]:
    """Owners by clause or position, by item; behind them, the rule that gives their roles, and that their list is open."""
    found: list[Found] = []
    for item in extraction(text).items:
        owners = [one for one in item.owners if not one.in_text]
        for owner in owners:
            marks = owner_words(owner.name, owner.role, collective=owner.collective)
            found.append(
                {"item": item.ref, "owner": f"{marks} inherited" if owner.inherited else marks, "rule": owner.rule}
            )
        for rule in dict.fromkeys((by.start, by.end, by.rule) for owner in owners if (by := owner.role_by)):
            found.append({"item": item.ref, "roles_by": text[rule[0] : rule[1]], "rule": rule[2]})
        if owners and item.open_list:
            found.append({"item": item.ref, "open_list": "yes"})
    return found


def subjects(text: str) -> list[Found]:
    folded = fold(text)
    bodies = find_subjects(folded, 0, len(folded))
    found = [
        {"owner": owner_words(one.name.text, one.role, collective=one.collective), "rule": one.rule} for one in bodies
    ]
    return [*found, {"open_list": "yes"}] if any(one.open_list for one in bodies) else found


def owner_words(name: str, role: Role, *, collective: bool) -> str:
    return f"{name} {role} collective" if collective else f"{name} {role}"


def citations(text: str) -> list[Found]:
    return [
        {key: value for key, value in (("title", one.title), ("number", one.number), ("rule", one.rule)) if value}
        for one in extraction(text).citations
    ]


def metadata(text: str) -> list[Found]:
    stated = extraction(text).metadata
    fields: dict[str, Stated | None] = {
        "title": stated.title, "number": stated.number, "issuer": stated.issuer, "issued": stated.issued,
    }  # fmt: skip
    return [{name: field.value, "rule": field.evidence.rule} for name, field in fields.items() if field]


@dataclass(frozen=True)
class Family:
    find: Callable[[str], list[Found]]
    positives: int = 60
    negatives: int = 25


FAMILIES: Mapping[str, Family] = {
    "metadata": Family(metadata),
    "responsibility": Family(clauses),
    "subject": Family(subjects),
    "deadline": Family(deadlines),
    "indicator": Family(indicators),
    "citation": Family(citations),
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


@pytest.mark.parametrize(("family", "rules"), RULES)
def test_every_rule_of_the_catalogue_fires_and_no_other(family: str, rules: tuple[str, ...]) -> None:
    rows = [row for part in corpus(family).values() for row in part]
    fired = {found["rule"] for row in rows for found in FAMILIES[family].find(str(row["text"])) if "rule" in found}
    assert fired == set(rules)
    assert len(rules) == len(set(rules))
    assert all(name.startswith(f"{family}.") for name in rules)


def test_forms_that_need_a_digit_find_nothing_without_one() -> None:
    texts = [re.sub("[0-9]", "", str(row["text"])) for part in corpus("indicator").values() for row in part]
    for rule in set(indicator.RULES) - set(quantity.WITHOUT_DIGITS):
        assert not any(rule.pattern.search(text) for text in texts), rule.name


@pytest.mark.parametrize("family", ["deadline", "indicator"])
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


@given(
    st.text("到至2019年月底前每3万元个%以上不低于，。；（）《》“”、分别建成对给予由从一两百", max_size=80),
    st.integers(0, 80),
)
def test_mentions_lie_in_order_inside_the_stretch(text: str, cut: int) -> None:
    start = min(cut, len(text))
    for find in (deadline.find_deadlines, indicator.find_indicators):
        mentions = find(text, start, len(text))
        assert all(start <= one.start < one.end <= len(text) for one in mentions)
        assert [one.end for one in mentions] == sorted(one.end for one in mentions)
    whens = deadline.find_deadlines(text, start, len(text))
    for one in indicator.find_indicators(text, start, len(text)):
        assert one.value.subject
        assert (one.value.value is None) == (one.value.comparator is Comparator.RANGE)
        link.due_of(one, whens, text)
