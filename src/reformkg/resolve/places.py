"""Holds the gazetteer: divisions of China, their names and ranks, found by name; reads `ontology/places.tsv`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from reformkg.resources import ontology_dir

NATION_CODE = "000000"
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_LONGEST = 15


class Rank(IntEnum):
    """How high a place stands; a functional area (开发区) ranks with the counties."""

    NATION = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    AREA = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A division of China.

    Attributes:
        code: by GB/T 2260; a functional area that has none takes its parent's with a letter and number.
        name: the official name by itself, as `上街区`.
        short: the name without its rank, as `上街`.
        full_name: what it is called where it could be anywhere: 郑州市上街区, 象州县, 大连市, `全国`.
        parent: the division above, None for the nation.
        until: the last month (`2010-10`) of a name that is no more, or None.
    """

    code: str
    name: str
    short: str
    rank: Rank
    full_name: str
    parent: Place | None
    until: str | None

    def ancestors(self) -> tuple[Place, ...]:
        """Return the places above, the nearest first, the nation last."""
        return (self.parent, *self.parent.ancestors()) if self.parent else ()

    def within(self, other: Place) -> bool:
        """Return whether this is the other place or lies in it."""
        return self.code == other.code or any(above.code == other.code for above in self.ancestors())

    def at(self, rank: Rank) -> Place | None:
        """Return this place or the one above it that has the rank."""
        return next((place for place in (self, *self.ancestors()) if place.rank is rank), None)

    @property
    def is_municipality(self) -> bool:
        """Whether this is 北京市, 天津市, 上海市 or 重庆市: a province that is a city."""
        return self.code in _MUNICIPALITIES


NATION = Place(NATION_CODE, "中华人民共和国", "全国", Rank.NATION, "全国", None, None)


class Gazetteer:
    """All places, found by any of their names."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of the table (code, name, short name, other names, last month)."""
        self._by_code: dict[str, Place] = {NATION_CODE: NATION}
        self._by_name: dict[str, list[Place]] = {}
        self._openings: set[str] = set()
        self._by_full_name: dict[str, Place] = {NATION.full_name: NATION}
        for line in lines:
            if line and not line.startswith("#"):
                self._add(*line.split("\t"))

    def _add(self, code: str, name: str, short: str, others: str, until: str) -> None:
        rank = _rank(code)
        parent = self._parent(code, rank)
        place = Place(code, name, short, rank, _full_name(name, rank, parent), parent, until or None)
        if not until or code not in self._by_code:
            self._by_code[code] = place
        for known in {name, place.full_name, short, *(others.split("|") if others else ())}:
            self._by_name.setdefault(known, []).append(place)
            self._openings.add(known[:2])
        if not until or place.full_name not in self._by_full_name:
            self._by_full_name[place.full_name] = place

    def _parent(self, code: str, rank: Rank) -> Place:
        if rank is Rank.PROVINCE:
            return NATION
        codes = [f"{code[:2]}0000"]
        if rank > Rank.PREFECTURE:
            codes.insert(0, f"{code[:4]}00")
        if not code.isdigit():
            codes.insert(0, code[:6])
        return next((self._by_code[above] for above in codes if above in self._by_code), NATION)

    def __iter__(self) -> Iterator[Place]:
        """Give each place that has a code of its own today, the nation first."""
        return iter(self._by_code.values())

    def by_full_name(self, name: str | None) -> Place | None:
        """Return the place that `jurisdiction_of` names so, or None."""
        return self._by_full_name.get(name) if name else None

    def by_code(self, code: str) -> Place | None:
        """Return the place of a code, or None."""
        return self._by_code.get(code)

    def named(self, name: str, near: Place | None = None, day: str | None = None) -> Place | None:
        """Return the place that a name means, or None where it means none or could mean several.

        Args:
            name: an official, short or other name, alone.
            near: the place from which it is said: among namesakes one in it, above it or beside it is meant.
            day: an ISO date; a name that had ended before is passed over, unless no other bears it.
        """
        found = self._by_name.get(name)
        if not found:
            return None
        live = [place for place in found if not _over(place, day)] or found
        # 沙县 was a county before it became the short name of 沙县区.
        official = [place for place in live if place.name == name]
        return _nearest(official or live, near)

    def openings(self, text: str) -> Iterator[int]:
        """Yield where in `text` a name may begin: every offset whose two code points begin one."""
        return (at for at in range(len(text) - 1) if text[at : at + 2] in self._openings)

    def prefix(self, text: str, near: Place | None = None, day: str | None = None) -> tuple[Place, int] | None:
        """Return the place that the text opens with, and the length of its name, the longest there is; or None.

        A chain (四川省雅安市名山区) is followed down.
        """
        if text[:2] not in self._openings:
            return None
        for length in range(min(len(text), _LONGEST), 1, -1):
            place = self.named(text[:length], near, day)
            if place:
                further = self.prefix(text[length:], place, day)
                if further and further[0].within(place) and further[0].code != place.code:
                    return further[0], length + further[1]
                return place, length
        return None

    def inside(self, parent: Place, suffix: str) -> tuple[Place, ...]:
        """Return the functional areas in a place whose short or official name ends so (高新区)."""
        return tuple(
            place
            for place in self
            if place.rank is Rank.AREA
            and place.parent
            and place.parent.code == parent.code
            and (place.short.endswith(suffix) or place.name.endswith(suffix))
        )


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the shipped table, read once."""
    return Gazetteer((ontology_dir() / "places.tsv").read_text(encoding="utf-8").splitlines())


def _rank(code: str) -> Rank:
    if not code.isdigit() or 70 <= int(code[4:]) < 80:
        return Rank.AREA
    if code.endswith("0000"):
        return Rank.PROVINCE
    return Rank.PREFECTURE if code.endswith("00") else Rank.COUNTY


def _full_name(name: str, rank: Rank, parent: Place) -> str:
    """Return the name as governments sign: districts with their city, counties and county-level cities alone."""
    if rank is Rank.COUNTY and parent.rank is not Rank.NATION:
        district = name.endswith("区") and parent.rank is Rank.PREFECTURE
        return parent.name + name if district or parent.is_municipality else name
    return name


def _over(place: Place, day: str | None) -> bool:
    return place.until is not None and (day is None or place.until < day[:7])


def _nearest(found: list[Place], near: Place | None) -> Place | None:
    """Return the one that is meant: the only one, or the only one nearest; a higher rank beats its own seat (吉林)."""
    if len(found) > 1 and near:
        for circle in (near, *near.ancestors()):
            inside = [place for place in found if place.within(circle) or circle.within(place)]
            if inside:
                found = inside
                break
    top = min(place.rank for place in found)
    highest = {place.code: place for place in found if place.rank is top}
    return next(iter(highest.values())) if len(highest) == 1 else None
