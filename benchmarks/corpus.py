"""Generates policy documents in the official style, with the facts that are in them, for benchmarks and their tests.

    python -m benchmarks.corpus FOLDER COUNT [--seed 1]

writes COUNT documents as text files. A document depends on its index and the seed alone, so that any part of a corpus
of any size can be made anywhere. Thirteen documents are one programme: a province's, the three cities' that cite it,
and three counties' below each city, that cite their city's. Places are real ones, everything said of them is made up.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.wording import COLLECTIVES, COMMON, FIELDS, MEASURES, OBJECTIVES, OFFICES, PHRASES, Field, Measured

ROOT = Path(__file__).resolve().parent.parent
CITIES, COUNTIES = 3, 3
PROGRAMME = 1 + CITIES * (1 + COUNTIES)
"""Documents of one programme: a province, its cities, their counties."""

FIRST_YEAR, YEARS = 2016, 9

_DIGITS = "零一二三四五六七八九十"
_LONGEST_NAME = 4
"""Longer names are those of functional areas (开发区), which address their documents in ways of their own."""
_MONTH_ENDS = {3: 31, 6: 30, 9: 30, 10: 31, 12: 31}


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A target that was put into a document; `due` is the day tied to it."""

    subject: str
    comparator: str
    value: int
    unit: str
    due: date | None


@dataclass(frozen=True, slots=True)
class KnownDeadline:
    """A time limit that was put in: a last day, the first day of a period, or the code of a recurrence."""

    text: str
    last: date | None
    first: date | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of a generated document; owners are pairs of the name as written and the code of the role."""

    ref: str
    title: str
    kind: str
    owners: tuple[tuple[str, str], ...] = ()
    open_list: bool = False
    deadlines: tuple[KnownDeadline, ...] = ()
    indicators: tuple[KnownIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a generated document says: the facts that a reading of its text must give, no more and no fewer.

    Attributes:
        cites: the number of the one document that it cites.
    """

    title: str
    number: str
    issuer: str
    issued: date
    jurisdiction: str
    cites: str
    items: tuple[KnownItem, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A generated document: its file name, its text, and what is in it."""

    name: str
    text: str
    known: Known


@dataclass(frozen=True, slots=True)
class _Place:
    """A division: its name, the short form for numbers, and the name with the place above where it needs one."""

    name: str
    short: str
    full_name: str
    below: tuple[_Place, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    """What stands at the head of a document, known without writing it."""

    level: int
    place: _Place
    field: Field
    issuer: str
    title: str
    number: str
    issued: date


def document(index: int, seed: int = 1) -> Written:
    """Return one document of the corpus of that seed."""
    heading = _heading(index, seed)
    chance = random.Random(f"{seed}/{index}")
    above = _above(index)
    if above is None:
        cited = (
            f"国务院办公厅关于推进{heading.field.name}的指导意见",
            f"国办发〔{heading.issued.year - 1}〕{index % 90 + 1}号",
        )
    else:
        upper = _heading(above, seed)
        cited = (upper.title, upper.number)
    parts, items = _body(heading, chance)
    head = (
        f"{heading.title}\n{heading.number}\n\n{_addressees(heading)}：\n"
        f"为贯彻落实《{cited[0]}》（{cited[1]}）精神，结合实际，现提出以下意见。\n"
    )
    day = heading.issued
    tail = f"{heading.issuer}\n{day.year}年{day.month}月{day.day}日\n"
    known = Known(heading.title, heading.number, heading.issuer, day, heading.place.full_name, cited[1], tuple(items))
    return Written(f"{index:06}.txt", head + "\n".join(parts) + "\n" + tail, known)


def write_corpus(folder: Path, count: int, seed: int = 1) -> int:
    """Write the first `count` documents into the folder; return how many characters they have."""
    folder.mkdir(parents=True, exist_ok=True)
    length = 0
    for index in range(count):
        written = document(index, seed)
        (folder / written.name).write_text(written.text, encoding="utf-8")
        length += len(written.text)
    return length


def _above(index: int) -> int | None:
    """Return the index of the document that this one hands down; None for a province's."""
    programme, place = divmod(index, PROGRAMME)
    if place == 0:
        return None
    city, county = divmod(place - 1, 1 + COUNTIES)
    return programme * PROGRAMME + (0 if county == 0 else 1 + city * (1 + COUNTIES))


def _heading(index: int, seed: int) -> _Heading:
    programme, place = divmod(index, PROGRAMME)
    chance = random.Random(f"{seed}/programme/{programme}")
    provinces = _provinces()
    turn, which = divmod(programme, len(provinces))
    where = provinces[which]
    field = FIELDS[(programme + turn) % len(FIELDS)]
    year = FIRST_YEAR + chance.randrange(YEARS)
    month, level = chance.randint(2, 4), 0
    if place:
        city, county = divmod(place - 1, 1 + COUNTIES)
        where = where.below[(turn * CITIES + city) % len(where.below)]
        level = 1
        if county:
            where = where.below[(turn + county - 1) % len(where.below)]
            level = 2
    office = "人民政府办公厅" if level < 2 else "人民政府办公室"
    issuer = f"{where.full_name}{office}"
    number = f"{where.short}政办发〔{year}〕{index + 1}号"
    issued = date(year, month + 2 * level, chance.randint(1, 25) + level)
    return _Heading(level, where, field, issuer, f"{issuer}关于推进{field.name}的实施意见", number, issued)


def _addressees(heading: _Heading) -> str:
    return f"{COLLECTIVES[heading.level]}，各有关单位"


def _body(heading: _Heading, chance: random.Random) -> tuple[list[str], list[KnownItem]]:
    parts = ["一、总体要求"]
    items = []
    aims = "，".join(chance.sample(OBJECTIVES, 2))
    deadline = _year_end(heading, chance)
    target, indicator = _target(chance.choice(heading.field.measured), chance, deadline)
    parts.append(f"（一）指导思想。{_filler(chance, 2)}")
    parts.append(f"（二）工作目标。{target}，{aims}。")
    items.append(KnownItem("一/二", "工作目标", "objective", (), False, (deadline,), (indicator,)))
    for order, (title, tasks) in enumerate(heading.field.sections, 2):
        parts.append(f"{_DIGITS[order]}、{title}")
        for number, task in enumerate(chance.sample(tasks, len(tasks)), 1):
            text, item = _task(f"{_DIGITS[order]}/{_DIGITS[number]}", task, heading, chance)
            parts.append(f"（{_DIGITS[number]}）{text}")
            items.append(item)
    last = len(heading.field.sections) + 2
    parts.append(f"{_DIGITS[last]}、保障措施")
    for number, measure in enumerate(MEASURES, 1):
        parts.append(f"（{_DIGITS[number]}）{measure}。{_filler(chance, 2)}")
        items.append(KnownItem(f"{_DIGITS[last]}/{_DIGITS[number]}", measure, "measure"))
    return parts, items


def _task(ref: str, title: str, heading: _Heading, chance: random.Random) -> tuple[str, KnownItem]:
    clause, owners, open_list = _clause(heading, chance)
    sentences = [f"{title}。{_filler(chance, chance.randint(1, 4))}"]
    deadlines: tuple[KnownDeadline, ...] = ()
    indicators: tuple[KnownIndicator, ...] = ()
    if chance.random() < 0.5:
        deadline = _time_limit(heading, chance)
        target, indicator = _target(chance.choice(heading.field.measured), chance, deadline)
        sentences.append(f"{target}。")
        deadlines, indicators = (deadline,), (indicator,)
    elif chance.random() < 0.3:
        measured = chance.choice(heading.field.measured)
        target, indicator = _target(measured, chance, None)
        sentences.append(f"{target}。")
        indicators = (indicator,)
    elif chance.random() < 0.2:
        sentences.append("每年组织开展工作评估。")
        deadlines = (KnownDeadline("每年", None, None, "yearly"),)
    item = KnownItem(ref, title, "task", owners, open_list, deadlines, indicators)
    return "".join(sentences) + clause, item


def _clause(heading: _Heading, chance: random.Random) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Return a clause that names owners, in one of the usual forms or none, and the owners."""
    form = chance.random()
    if form < 0.08:
        return "", (), False
    lead = _office(chance.choice(heading.field.offices), heading)
    others = [_office(each, heading) for each in chance.sample(COMMON, chance.randint(1, 3))]
    others = [name for name in others if name != lead]
    if chance.random() < 0.25:
        others.append(COLLECTIVES[heading.level])
    listed = "、".join(others)
    jointly = tuple((name, "responsible") for name in (lead, *others))
    led = ((lead, "lead"), *((name, "support") for name in others))
    if form < 0.30:
        return f"（责任单位：{lead}、{listed}）", jointly, False
    if form < 0.55:
        return f"（牵头单位：{lead}；配合单位：{listed}）", led, False
    if form < 0.75:
        return f"（{lead}牵头，{listed}配合）", led, False
    if form < 0.9:
        return f"〔{lead}、{listed}按职责分工负责〕", jointly, False
    return f"（{lead}、{listed}等按职责分工负责）", jointly, True


def _office(function: str, heading: _Heading) -> str:
    """Return the name of the office of a function as clauses of this level write it in this year."""
    year = heading.issued.year
    named = next((each for each in OFFICES[function] if each.since <= year <= each.until), OFFICES["planning"][0])
    prefix = ("省" if heading.place.name.endswith("省") else "自治区") if heading.level == 0 else heading.place.name[-1]
    return f"{prefix}{named.at(heading.level)}"


def _time_limit(heading: _Heading, chance: random.Random) -> KnownDeadline:
    year = heading.issued.year + chance.randint(1, 4)
    month = chance.choice((3, 6, 9, 10))
    form = chance.randrange(6)
    if form == 0:
        return KnownDeadline("年底前", date(heading.issued.year, 12, 31))
    if form == 1:
        return KnownDeadline(f"{year}年{month}月底前", date(year, month, _MONTH_ENDS[month]))
    if form == 2:
        return KnownDeadline(f"明年{month}月底前", date(heading.issued.year + 1, month, _MONTH_ENDS[month]))
    if form == 3:
        return KnownDeadline(f"{year}年底前", date(year, 12, 31))
    return _year_end(heading, chance)


def _year_end(heading: _Heading, chance: random.Random) -> KnownDeadline:
    year = heading.issued.year + chance.randint(1, 4)
    return KnownDeadline(chance.choice((f"到{year}年底", f"到{year}年")), date(year, 12, 31))


def _target(measured: Measured, chance: random.Random, deadline: KnownDeadline | None) -> tuple[str, KnownIndicator]:
    """Return the wording of a target, with the deadline before it, and the target."""
    value = chance.randint(measured.lowest, measured.highest)
    if measured.unit == "%":
        wording, comparator = chance.choice(
            (("达到{}%以上", ">="), ("达到{}%", "="), ("不低于{}%", ">="), ("达到{}%左右", "~"), ("提高到{}%", "="))
        )
        words = measured.subject + wording.format(value)
    else:
        wording, comparator = chance.choice((("{}", "="), ("不少于{}", ">=")))
        words = f"{measured.subject}{wording.format(value)}{measured.unit}"
    before = f"{deadline.text}，" if deadline else ""
    return before + words, KnownIndicator(
        measured.subject, comparator, value, measured.unit, deadline.last if deadline else None
    )


def _filler(chance: random.Random, sentences: int) -> str:
    return "".join(f"{phrase}。" for phrase in chance.sample(PHRASES, sentences))


@cache
def _provinces() -> tuple[_Place, ...]:
    """Return the provinces with enough cities and counties for a programme, from the gazetteer of `ontology/`."""
    rows = [line.split("\t") for line in (ROOT / "ontology/places.tsv").read_text(encoding="utf-8").splitlines()]
    now = {row[0]: (row[1], row[2]) for row in rows if row[0].isdigit() and not "".join(row[4:])}
    provinces = [code for code, (name, _) in now.items() if code.endswith("0000") and name.endswith("省")]
    found = (_Place(*now[code], now[code][0], _cities(code, now)) for code in provinces)
    return tuple(place for place in found if len(place.below) >= CITIES)


def _cities(province: str, now: Mapping[str, tuple[str, str]]) -> tuple[_Place, ...]:
    codes = [code for code in now if code[:2] == province[:2] and code[4:] == "00" and code != province]
    found = (_Place(*now[code], now[code][0], _counties(code, now)) for code in codes if now[code][0].endswith("市"))
    return tuple(place for place in found if len(place.below) >= COUNTIES)


def _counties(city: str, now: Mapping[str, tuple[str, str]]) -> tuple[_Place, ...]:
    return tuple(
        _Place(name, short, f"{now[city][0]}{name}" if name.endswith("区") else name, ())
        for code, (name, short) in now.items()
        if code[:4] == city[:4] and code[4:] != "00" and name[-1] in "区县" and len(name) <= _LONGEST_NAME
    )


def main() -> None:
    """Write a corpus into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    length = write_corpus(arguments.folder, arguments.count, arguments.seed)
    print(f"{arguments.count} documents, {length:,} characters")


if __name__ == "__main__":
    main()
