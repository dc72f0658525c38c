"""Holds the vocabulary of functions: what bodies are called at each level and when; reads `ontology/functions.tsv`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from reformkg.resources import ontology_dir

PLACE = "{place}"
SHORT = "{short}"
_OFFICIAL_ENDS = (
    ("委员会", "委"),
    ("管理局", "局"),
    ("办公室", "办"),
    ("局", "局"),
    ("厅", "厅"),
    ("部", "部"),
)


class Level(StrEnum):
    """The level of government at which a body has its name."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Function:
    """What a body does, whatever it is called.

    Attributes:
        notation: the usual short form, as `卫生健康`: what the graph names the function by.
        short_forms: how it is called in front of 部门: 卫生健康, 卫健, 卫生计生 …
    """

    notation: str
    zh: str
    en: str
    broader: str | None
    short_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Designation:
    """An official name of the bodies of a function at some levels for some years.

    Attributes:
        party: an organ of the Party, named behind 省委, 市委 …
        informal: in use for bodies whose official name differs from place to place (社保局): tells the function alone.
        since: the first month or year (`2018-03`, `2018`), or None where it isn't known.
        until: the last month or year; in between, old and new names were both in use.
        name: the official name; `{place}`, `{short}` and `{parent}` stand for the place, its short name, the one above.
        abbreviations: other names, written like `name`.
    """

    function: str
    levels: tuple[Level, ...]
    party: bool
    informal: bool
    since: str | None
    until: str | None
    name: str
    abbreviations: tuple[str, ...]

    def holds(self, day: date | None) -> bool:
        """Return whether the name was in use on a day, to the month or year that is known; always so without a day."""
        if day is None:
            return self.until is None
        text = day.isoformat()
        return (self.since is None or self.since <= text[: len(self.since)]) and (
            self.until is None or text[: len(self.until)] <= self.until
        )

    @property
    def stem(self) -> str:
        """The name without its ending: 卫生和计划生育 of 卫生和计划生育委员会."""
        bare = self.name.rpartition("}")[2].removeprefix("人民政府")
        return next((bare.removesuffix(end) for end, _ in _OFFICIAL_ENDS if bare.endswith(end)), bare)


@dataclass(frozen=True, slots=True)
class Change:
    """A reform that ended, began, merged, split, renamed or moved bodies.

    Attributes:
        day: the day that the source decided or put in force.
        kind: `merged`, `split`, `renamed`, `abolished`, `established` or `moved`.
        before: the functions that gave duties; `after`: those that took them.
        bodies_before: the official names of the bodies before, `bodies_after` afterwards.
        source: the document that decided it.
    """

    id: str
    day: date
    kind: str
    zh: str
    en: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    bodies_before: tuple[str, ...]
    bodies_after: tuple[str, ...]
    source: str


class Vocabulary:
    """All functions, designations and changes, found by name."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of the compiled table."""
        rows = [line.split("\t") for line in lines]
        self.functions = {row[1]: _function(row) for row in rows if row[0] == "function"}
        self.designations = [_designation(row) for row in rows if row[0] == "designation"]
        self.changes = sorted((_change(row) for row in rows if row[0] == "event"), key=lambda c: (c.day, c.id))
        self._by_name: dict[tuple[str, bool], list[Designation]] = {}
        self._around: list[tuple[str, str, Designation]] = []
        self._short_forms: dict[str, str] = {}
        self._stated_forms: frozenset[str] = frozenset()
        self._official: dict[str, str] = {}
        self._index()

    def _index(self) -> None:
        for designation in self.designations:
            for name in (designation.name, *designation.abbreviations):
                self._index_name(name, designation)
        for function in self.functions.values():
            for form in (*function.short_forms, function.notation):
                self._short_forms.setdefault(form, function.notation)
        self._stated_forms = frozenset(self._short_forms)
        for designation in self.designations:
            if Level.NATIONAL not in designation.levels and not (designation.informal or designation.party):
                self._learn_official(designation)

    def _index_name(self, name: str, designation: Designation) -> None:
        """File a name under itself, or under what stands around its place: 中国人民银行…中心支行."""
        before, _, after = name.replace(SHORT, PLACE).partition(PLACE)
        if PLACE in name and not before:
            self._by_name.setdefault((after, designation.party), []).append(designation)
        elif before != name and before and PLACE not in after and not before.startswith("{"):
            self._around.append((before, after, designation))
        else:
            self._by_name.setdefault((name, designation.party), []).append(designation)

    def _learn_official(self, designation: Designation) -> None:
        """Learn from 卫健委 ↔ 卫生健康委员会 that 卫健 stands for 卫生健康; what comes first in the table holds."""
        for end, short_end in _OFFICIAL_ENDS:
            if not designation.name.endswith(end) or "{" in designation.name:
                continue
            stem = designation.stem
            self._official.setdefault(stem, stem)
            self._short_forms.setdefault(stem, designation.function)
            for short in designation.abbreviations:
                bare = short.removesuffix(short_end)
                if short.endswith(short_end) and len(bare) > 1 and not bare.startswith(("国家", "中国", "政府")):
                    self._official.setdefault(bare, stem)
                    self._short_forms.setdefault(bare, designation.function)
            return

    def named(self, body: str, level: Level, day: date | None, *, party: bool = False) -> Designation | None:
        """Return the designation that a body's name without its place means at a level, or None.

        Among several with the name one in use on the day comes first, then the first in the table.
        """
        found = [d for d in self._by_name.get((body, party), ()) if level in d.levels]
        return next((d for d in found if d.holds(day)), found[0] if found else None)

    def elsewhere(self, body: str, *, party: bool = False) -> Designation | None:
        """Return a local designation with the name at whatever level, or None."""
        return next((d for d in self._by_name.get((body, party), ()) if Level.NATIONAL not in d.levels), None)

    def around(self, name: str) -> Iterator[tuple[str, Designation]]:
        """Yield what stands at the place in names that are written around it: 合肥 of 人行合肥中心支行."""
        for before, after, designation in self._around:
            if name.startswith(before) and name.endswith(after) and len(name) > len(before) + len(after):
                yield name[len(before) : len(name) - len(after)], designation

    def function_of(self, short_form: str) -> str | None:
        """Return the notation of the function that a short form (卫健, 食品药品监管) means, or None."""
        return self._short_forms.get(short_form)

    def is_stated(self, form: str) -> bool:
        """Return whether a word is by itself a usual short form of a function (财政), not one learned from names."""
        return form in self._stated_forms

    def official(self, stem: str) -> str | None:
        """Return the official wording of an abbreviated stem (人社: 人力资源和社会保障), or None."""
        return self._official.get(stem)

    def current(self, function: str, level: Level, day: date | None, written: str, head: str) -> Designation | None:
        """Return the body that had a function at a level on a day, or None.

        Among several the one with the written stem is meant, then one that the head of the text names, then the usual.
        """
        found = [
            d
            for d in self.designations
            if d.function == function and level in d.levels and d.holds(day) and not d.informal and not d.party
        ]
        stem = self._official.get(written, written)
        same = [d for d in found if d.stem == stem] or found
        return next((d for d in same if _is_in(d, head)), same[0] if same else None)

    def succession(self, function: str, day: date) -> tuple[Change, ...]:
        """Return the changes after a day that touched a function, and those that followed from them, oldest first."""
        touched = {function}
        found = []
        for change in self.changes:
            if change.day > day and touched.intersection(change.before):
                touched.update(change.after)
                found.append(change)
        return tuple(found)


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once."""
    return Vocabulary((ontology_dir() / "functions.tsv").read_text(encoding="utf-8").splitlines())


def succession(function: str, day: date) -> tuple[Change, ...]:
    """Return what became of a function (its notation) after a day: the reforms that moved it on, oldest first."""
    return vocabulary().succession(function, day)


def _function(row: list[str]) -> Function:
    _, notation, zh, en, broader, forms = row
    return Function(notation, zh, en, broader or None, _split(forms))


def _designation(row: list[str]) -> Designation:
    _, function, levels, organ, since, until, name, abbreviations = row
    return Designation(
        function=function,
        levels=tuple(Level(level) for level in _split(levels)),
        party=organ == "party",
        informal=organ == "informal",
        since=since or None,
        until=until or None,
        name=name,
        abbreviations=_split(abbreviations),
    )


def _change(row: list[str]) -> Change:
    _, identifier, day, kind, zh, en, before, after, ended, begun, source = row
    return Change(
        id=identifier,
        day=date.fromisoformat(day),
        kind=kind,
        zh=zh,
        en=en,
        before=_split(before),
        after=_split(after),
        bodies_before=_split(ended),
        bodies_after=_split(begun),
        source=source,
    )


def _is_in(designation: Designation, text: str) -> bool:
    return any("{" not in name and name in text for name in (designation.name, *designation.abbreviations))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
