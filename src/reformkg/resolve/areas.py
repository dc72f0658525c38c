"""Reads functional areas: their administrations (高新区管委会), bodies in them (高新区卫健局); no work on keys."""

from __future__ import annotations

import re
from dataclasses import replace

from reformkg.resolve.bodies import Bodies
from reformkg.resolve.places import NATION, Gazetteer, Place, Rank
from reformkg.resolve.reading import Reading, Step

_KIND = r"(?:经济技术开发区|开发区|经开区|高新区|保税区|示范区|先导区|园区)"
_SEVERAL = frozenset({"经济技术开发区", "开发区", "经开区", "示范区", "先导区", "园区"})
_ADMINISTRATION = re.compile(r"(?:管委会|管理委员会)$")
_ABBREVIATED = re.compile(r"(?:经开区|高新区|园区)(?:管委会|管理委员会)?$")
_BODY = re.compile(rf"({_KIND})(?=.{{2,}}[局委办部]$)")
_NO_AREA = re.compile(r"(?:医共体|医联体|共同体|联合体|医院|市场|基金|资金)$")


class Areas:
    """Reads names of areas for one document."""

    def __init__(self, place: Place | None, places: Gazetteer, bodies: Bodies) -> None:
        """Take the place that the document binds, all places, and the reader of bodies."""
        self._place = place
        self._places = places
        self._bodies = bodies

    def administration(self, text: str) -> Reading | None:
        """Read a 管委会 without a place: of the one area of its kind in the document's place, or of one not known."""
        if not _ADMINISTRATION.search(text):
            return None
        kind = _ADMINISTRATION.sub("", text)
        own = self._place
        if _NO_AREA.search(kind):
            return Reading("议事协调机构", None, own, (Step("kind of body", text, ""),))
        area = self._inside(own, kind) if own and kind else own if own and own.rank is Rank.AREA else None
        return self._bodies.at("管委会", area, (Step("area", text, area.full_name if area else ""),))

    def body(self, text: str) -> Reading | None:
        """Read a body of an area; where the place has several areas of the kind, of some one of them: a collective."""
        found, own = _BODY.match(text), self._place
        if not found or own is None or own is NATION:
            return None
        area = own if own.rank is Rank.AREA else self._inside(own, found[1])
        reading = self._bodies.at(text[found.end() :], area, (Step("area", found[1], area.full_name if area else ""),))
        return reading if area or not reading else replace(reading, place=own, collective=True)

    def behind_short(self, text: str, place: Place, rest: str, step: Step) -> Reading | None:
        """Read an area named by its city's short name (雅安经开区), its administration, or a body in it.

        Args:
            text: the whole name.
            place: the city.
            rest: the name behind the city's.
            step: how the city was found.
        """
        if _ADMINISTRATION.search(rest):
            full = None if _ABBREVIATED.search(rest) else _ADMINISTRATION.sub("管理委员会", text)
            return Reading("下级政府", full, place, (step, Step("area", rest, full or "")))
        if re.fullmatch(_KIND, rest):
            return Reading("下级政府", None, place, (step, Step("area", rest, "")))
        body = _BODY.match(rest)
        reading = self._bodies.at(rest[body.end() :], None, (step, Step("area", body[1], ""))) if body else None
        return replace(reading, place=place) if reading else None

    def _inside(self, place: Place, kind: str) -> Place | None:
        """Return the area that a kind means in a place: a city has one 高新区, but many an 开发区."""
        found = self._places.inside(place, kind) if len(kind) > 1 and kind not in _SEVERAL else ()
        return found[0] if len(found) == 1 else None
