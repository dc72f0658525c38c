"""Reads the name of a body behind its place (财政局, 组织部, 卫生健康部门) with the vocabulary of functions."""

from __future__ import annotations

import re
from datetime import date

from reformkg.resolve.functions import Designation, Level, Vocabulary
from reformkg.resolve.places import NATION, Place, Rank
from reformkg.resolve.reading import Reading, Step, is_group, kind_of

LEVEL_OF = {
    Rank.NATION: Level.NATIONAL,
    Rank.PROVINCE: Level.PROVINCE,
    Rank.PREFECTURE: Level.PREFECTURE,
    Rank.COUNTY: Level.COUNTY,
    Rank.AREA: Level.COUNTY,
}
_DEPARTMENT = re.compile(r"(.{2,})(?:部门|机关|经办机构|行政机构|系统)$")
_PARTY_ORGAN = re.compile(r"^(?:党委|党工委)(?=.{2})")
_AGENCY = re.compile("(?:督导|监察|执法|监督|监管|经办|仲裁)机构$")
_DEPARTMENT_END = re.compile(r"(?:行政)?(?:执法)?(?:主管|监管|管理|监督管理|监督)?$")
_ENDS = (
    ("委员会", "委员会"),
    ("办公室", "办公室"),
    ("管理局", "管理局"),
    ("局", "局"),
    ("厅", "厅"),
    ("委", "委员会"),
    ("办", "办公室"),
)
_UNSPECIFIC_GROUP = re.compile(r"(?:工作)?(?:领导小组|委员会|指挥部|专班|工作组|小组)(?:办公室)?")
_LONGEST_FORM = 14


class Bodies:
    """Reads bodies for one document: relations and names in force depend on its place and day."""

    def __init__(self, words: Vocabulary, place: Place | None, day: date | None, head: str) -> None:
        """Take the vocabulary, the place that the document binds, its day of issue and the head of its text."""
        self._head = head
        self.words = words
        self._place = place
        self._day = day

    def at(self, body: str, place: Place | None, steps: tuple[Step, ...], *, party: bool = False) -> Reading | None:
        """Read a body at a place, or without one: then only its function can be told.

        Args:
            body: the name without place and level.
            place: where the body is, or None.
            steps: how the place was found.
            party: the name stands behind 省委, 市委 …
        """
        if place is NATION:
            return self._national(body, steps)
        return (
            (None if party else self._government(body, place, steps))
            or self._named(body, place, steps, party=party)
            or (None if party else self._departments(body, place, steps))
            or (None if party else self._combined(body, place, steps))
            or (None if party else self._group(body, place, steps))
        )

    def relation(self, place: Place) -> str:
        """Return what a government is to the document's place: its own, a higher or a lower one."""
        if self._place is None:
            return "下级政府"
        if place.code == self._place.code:
            return "本级政府"
        return "上级政府" if self._place.within(place) else "下级政府"

    def designation(self, body: str, place: Place | None, *, party: bool = False) -> Designation | None:
        """Return the designation that a body's name means at a place on the document's day, or None.

        A government's name that had ended by then gives way to a Party organ's of the same name (编办 after 2018).
        """
        if place is None:
            return self.words.elsewhere(body, party=party)
        level = LEVEL_OF[place.rank]
        own = self.words.named(place.full_name + body, level, self._day)
        if own and not party:
            return own
        found = self.words.named(body, level, self._day, party=party)
        if found and not found.holds(self._day) and not party:
            later = self.words.named(body, level, self._day, party=True)
            if later and later.holds(self._day):
                return later
        return found or self.words.elsewhere(body, party=party)

    def departments_function(self, text: str) -> str | None:
        """Return the function of 卫生健康部门, 医保经办机构, 公安机关 …, or None."""
        found = _DEPARTMENT.fullmatch(text)
        return self.function_of(found[1]) if found else None

    def function_of(self, form: str) -> str | None:
        """Return the function of the first of the short forms that a text joins (民政、卫生健康), or None."""
        first = re.split(r"[、,和与及]", form, maxsplit=1)[0]
        cuts = (form, form.removesuffix("等"), _DEPARTMENT_END.sub("", form, count=1), first, first.removesuffix("等"))
        return next((found for cut in cuts if (found := self.words.function_of(cut) or self._dated(cut))), None)

    def opening_function(self, body: str) -> str | None:
        """Return the function whose usual short form a body's name opens with (医疗保险基金管理局, 人大教科文卫委)."""
        for length in range(min(_LONGEST_FORM, len(body) - 1), 1, -1):
            form = body[:length]
            function = self.words.function_of(form) if self.words.is_stated(form) else self._dated(form)
            if function:
                return function
        return None

    def lower(self, body: str) -> tuple[str | None, str | None]:
        """Return function and official name of a body of the levels below; None for what can't be told."""
        function = self.departments_function(body)
        if function:
            return function, None
        organ = _PARTY_ORGAN.sub("", body)
        found = self.words.elsewhere(organ, party=organ != body)
        if found:
            return found.function, None if organ != body or "{" in found.name or found.informal else found.name
        return self.function_of(body) or self.behind(body), None

    def behind(self, body: str) -> str | None:
        """Return the function of a department behind words that say which: 统筹地区医疗保障部门, 教育督导机构."""
        agency = _AGENCY.search(body)
        if not agency and not body.endswith(("部门", "机关")):
            return None
        whole = body[: agency.start()] + "部门" if agency else body
        tails = (self.departments_function(whole[at:]) for at in range(len(whole) - 3))
        return next((found for found in tails if found not in (None, "政府办公", "政府")), None)

    def centre(self, text: str) -> Reading | None:
        """Read a centre of the document's own place by the function that its name opens with: 大数据中心."""
        function = self.opening_function(text) if text.endswith("中心") and not kind_of(text) else None
        if function is None or self._place is None or self._place is NATION:
            return None
        full = self._place.full_name + text
        return Reading(function, full, self._place, (Step("body as written", text, full),))

    def _dated(self, form: str) -> str | None:
        """Return the function of a short form that a reform gave another meaning (社保)."""
        found = self.words.named(form + "局", Level.COUNTY, self._day)
        return found.function if found and found.informal else None

    def _government(self, body: str, place: Place | None, steps: tuple[Step, ...]) -> Reading | None:
        if body in ("政府", "人民政府"):
            ending = "人民政府"
        elif body in ("管委会", "管理委员会"):
            ending = "管理委员会"
        elif body in ("行署", "行政公署"):
            ending = "行政公署"
        else:
            return None
        if place is None:
            return Reading("下级政府", None, None, (*steps, Step("government", body, "")))
        full = place.full_name + ending
        return Reading(self.relation(place), full, place, (*steps, Step("government", body, full)))

    def _named(self, body: str, place: Place | None, steps: tuple[Step, ...], *, party: bool) -> Reading | None:
        found = self.designation(body, place, party=party)
        if not found:
            return None
        full = None if place is None or found.informal else full_name(found, place)
        return Reading(found.function, full, place, (*steps, Step("name", body, full or found.function)))

    def _national(self, body: str, steps: tuple[Step, ...]) -> Reading | None:
        found = self.words.named(body, Level.NATIONAL, self._day)
        if found:
            full = None if found.informal else found.name
            return Reading(found.function, full, NATION, (*steps, Step("national name", body, found.name)))
        local = self.words.elsewhere(body)
        if not local:
            return None
        step = Step("local name", body, local.function)
        return Reading(local.function, None, NATION, (*steps, step), collective=True)

    def _departments(self, body: str, place: Place | None, steps: tuple[Step, ...]) -> Reading | None:
        """Read 卫生健康部门: at one place, the one body that had the function on the day."""
        found = _DEPARTMENT.fullmatch(body)
        function = self.function_of(found[1]) if found else None
        if not found or not function:
            return None
        current = None
        joined = bool(re.search(r"[、,]|等$", found[1]))
        if place and body.endswith(("部门", "机关")) and not joined and not self._dated(found[1]):
            current = self.words.current(function, LEVEL_OF[place.rank], self._day, found[1], self._head)
        full = full_name(current, place) if current and place else None
        return Reading(function, full, place, (*steps, Step("departments", body, full or function)), collective=joined)

    def _combined(self, body: str, place: Place | None, steps: tuple[Step, ...]) -> Reading | None:
        """Read a bureau that joins functions (科技和工业信息化局): the first counts; short forms are spelled out."""
        end, official_end = next(((end, official) for end, official in _ENDS if body.endswith(end)), ("", ""))
        parts = self._segments(body.removesuffix(end)) if end else None
        if not parts:
            return None
        function, stem = parts
        guessed = end == "办" and stem != body.removesuffix(end)
        full = place.full_name + stem + official_end if place and not guessed else None
        return Reading(function, full, place, (*steps, Step("combined name", body, full or function)))

    def _segments(self, stem: str) -> tuple[str, str] | None:
        """Return the first function and the official wording of a stem made of short forms alone, or None."""
        function, words, at = None, [], 0
        while at < len(stem):
            if stem[at] in "和与及、":
                words.append(stem[at])
                at += 1
                continue
            longest = range(min(_LONGEST_FORM, len(stem) - at), 1, -1)
            length = next((n for n in longest if self.words.function_of(stem[at : at + n])), 0)
            if not length:
                return None
            form = stem[at : at + length]
            function = function or self.words.function_of(form)
            words.append(form if "和" in stem else self.words.official(form) or form)
            at += length
        return (function, "".join(words)) if function else None

    def _group(self, body: str, place: Place | None, steps: tuple[Step, ...]) -> Reading | None:
        if not is_group(body):
            return None
        named = place and not _UNSPECIFIC_GROUP.fullmatch(body)
        full = place.full_name + re.sub(r"办$", "办公室", body) if place and named else None
        return Reading("议事协调机构", full, place, (*steps, Step("kind of body", body, full or "")))


def full_name(designation: Designation, place: Place, written: str | None = None) -> str:
    """Return the official name with its place.

    Args:
        designation: the name with its pattern.
        place: where the body is.
        written: the place as the text has it, for names that keep that (中国人民银行合肥中心支行).

    A designation that one place alone has is written with that place.
    """
    name = designation.name
    if "{" in name:
        parent = place.parent.full_name if place.parent else ""
        name = name.replace("{place}", written or place.full_name).replace("{short}", written or place.short)
        return name.replace("{parent}", parent)
    if designation.party:
        committee = "委员会" if place.name.endswith("自治区") else "工作委员会" if place.rank is Rank.AREA else "委"
        # A name of two characters keeps its rank: 中共费县县委.
        committee = place.name[-1] + committee if len(place.name) == 2 else committee
        return f"中共{place.full_name}{committee}{name}"
    return name if name.startswith(place.full_name) else place.full_name + name
