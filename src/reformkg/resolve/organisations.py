"""Turns names of bodies, as a document writes them, into organisations; touches the gazetteer and the vocabulary of functions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from reformkg.model import Organisation
from reformkg.resolve.collectives import read_class
from reformkg.resolve.functions import Change, Designation, Function, Level, Vocabulary, succession, vocabulary
from reformkg.resolve.jurisdiction import Context, jurisdiction_of, place_of
from reformkg.resolve.places import NATION, Place, Rank, gazetteer

__all__ = ["Change", "Context", "Function", "Resolver", "Step", "jurisdiction_of", "succession"]

_LEVEL_OF = {
    Rank.NATION: Level.NATIONAL,
    Rank.PROVINCE: Level.PROVINCE,
    Rank.PREFECTURE: Level.PREFECTURE,
    Rank.COUNTY: Level.COUNTY,
    Rank.AREA: Level.COUNTY,
}
_PREFIX = re.compile(r"(?:我|本|全)?(自治区|自治州|自治县|新区|省|市|区|县|州|盟|旗)(?:直(?=[^属])|级(?!机关))?(?=..)")
_PARTY = re.compile(r"(自治区|省|市|区|县|州|盟|旗)?(?:党工委|委|党委)(?=..)")
_DEPARTMENT = re.compile(r"(.{2,})部门$")
_DEPARTMENT_ENDS = re.compile(r"(?:行政)?(?:执法)?(?:主管|监管|管理|监督管理|监督)?$")
_TOWN = re.compile(
    r"(?P<name>[^各]{1,10}?(?:镇|乡|街道|苏木))(?P<office>人民政府|政府|街道?办事处|办事处|街道?办|办)?$"
)
_DIVISION = re.compile(r"[^办]{2,10}(?:处|科|股|司)$|.{2,8}(?<!委员会办公)(?<!办公)室$")
_GROUP = re.compile(
    r"(?:领导小组|指挥部|联席会议|工作专班|专班|协调机制|委员会|工作组|专项小组|推进组|工作小组|小组)(?:办公室|办)?$|.{4}(?:建设|创建|推进)办公室$"
)
_SORTS = (
    (re.compile(r"(?:公司|集团|银行|供电局|电厂|企业|电网|铁塔|邮政速递|运营商|交易所|信用社|保险|电力)$"), "企业"),
    (
        re.compile(r"(?:医院|卫生院|卫生服务中心|保健院|保健所|急救中心|血站|中心血库|医共体|医联体|保健中心)$"),
        "医疗机构",
    ),
    (re.compile(r"(?:大学|学院|学校|研究院|研究所|科学院|中学|小学|党校|实验室|科技中心)$"), "学校科研机构"),
    (re.compile(r"(?:协会|学会|商会|促进会|基金会|联合会|联盟)$"), "社会组织"),
    (re.compile(r"(?:村民?委员?会|居民?委员?会|社区)$"), "基层自治组织"),
)
_SUFFIXES = (
    ("委员会", "委员会"),
    ("办公室", "办公室"),
    ("管理局", "管理局"),
    ("局", "局"),
    ("厅", "厅"),
    ("委", "委员会"),
    ("办", "办公室"),
)
_UNSAFE = re.compile(r"[/\s]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of how a name was resolved: what was read, and what it gave."""

    rule: str
    read: str
    gave: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a name was read as; `place` is where the body is."""

    function: str | None
    full: str | None
    place: Place | None
    steps: tuple[Step, ...]
    collective: bool = False
    unit_of: str | None = None


_NOTHING = _Reading(None, None, None, ())


class Resolver:
    """Resolves the names of one document; the same name always gives the same organisation."""

    def __init__(self, context: Context) -> None:
        """Find the place that the document binds; the vocabularies are loaded at the first use in a process."""
        self._context = context
        self._words: Vocabulary = vocabulary()
        self._places = gazetteer()
        self._day = context.issued.isoformat() if context.issued else None
        self._place = place_of(context)
        self._organisations: dict[str, Organisation] = {}
        self._readers: tuple[Callable[[str], _Reading | None], ...] = (
            self._read_class,
            self._read_town,
            self._read_national,
            self._read_around,
            self._read_whole,
            self._read_youth_league,
            self._read_placed,
            self._read_party,
            self._read_levelled,
            self._read_bare,
            self._read_division,
            self._read_sort,
        )

    def resolve(self, name: str) -> Organisation:
        """Return the organisation that a name, as written in the document, stands for.

        Where the name cannot be placed the function or the full name is None, and the label is the name as written.
        """
        found = self._organisations.get(name)
        if found is None:
            found = self._organisations[name] = self._organisation(name, self._read(name))
        return found

    def steps(self, name: str) -> tuple[Step, ...]:
        """Return how a name resolves, step by step: which rule read which part, and what it gave."""
        reading = self._read(name)
        organisation = self.resolve(name)
        scope = Step("document", self._context.issuer or self._context.title or "", organisation.jurisdiction or "?")
        return (scope, *reading.steps, Step("organisation", name, organisation.key))

    def _read(self, name: str) -> _Reading:
        text = _folded(name)
        for reader in self._readers:
            reading = reader(text)
            if reading:
                return reading
        return _Reading(None, None, None, (Step("unknown", name, ""),))

    def _organisation(self, name: str, reading: _Reading) -> Organisation:
        label = reading.full or name.strip()
        place = reading.place or (self._place if reading.collective else None)
        jurisdiction = place.full_name if place else None
        function = (
            "政府"
            if reading.function in ("本级政府", "上级政府", "下级政府") and not reading.collective
            else reading.function
        )
        key = "/".join(_UNSAFE.sub("", part) for part in (jurisdiction or self._scope(), function or "?", label))
        return Organisation(
            key, label, reading.full, reading.function, jurisdiction, reading.collective, reading.unit_of
        )

    def _scope(self) -> str:
        """Return what keeps names without a place apart from those of other documents."""
        if self._place:
            return self._place.full_name
        context = self._context
        stated = "|".join((context.title or "", context.issuer or "", str(context.issued), context.text_head))
        return context.number or hashlib.sha256(stated.encode()).hexdigest()[:16]

    # --- classes of bodies, townships

    def _read_class(self, text: str) -> _Reading | None:
        found = read_class(text, self._place)
        if not found:
            return None
        if found.body is None:
            full = self._behind(found.full)
            return _Reading(
                found.function, full, self._place, (Step("class", text, found.function or ""),), collective=True
            )
        if self._words.function_of(found.body) is None and not self._knows(found.body):
            return _Reading("其他", None, self._place, (Step("class", text, "其他"),), collective=True)
        body = self._lower_body(found.body)
        full = self._behind(found.full + body[1]) if found.full and body[1] else None
        step = Step("class", text, body[0] or "")
        return _Reading(body[0], full, self._place, (step,), collective=True)

    def _behind(self, words: str | None) -> str | None:
        """Return words behind the place that the document binds; a national document's stand alone."""
        if words is None or self._place is None:
            return None
        return words if self._place is NATION else self._place.full_name + words

    def _lower_body(self, body: str) -> tuple[str | None, str | None]:
        """Return function and official name of a body of the levels below."""
        department = _DEPARTMENT.fullmatch(body)
        if department:
            return self._function_of(department[1]), None
        found = self._words.elsewhere(body)
        if found:
            return found.function, None if "{" in found.name else found.name
        return self._function_of(body), None

    def _knows(self, body: str) -> bool:
        department = _DEPARTMENT.fullmatch(body)
        stem = department[1] if department else body
        return bool(self._function_of(stem) or self._words.elsewhere(body))

    def _function_of(self, words: str) -> str | None:
        """Return the function of the first of the short forms that the words join (民政、卫生健康)."""
        for cut in (words, words.removesuffix("等"), _DEPARTMENT_ENDS.sub("", words, count=1)):
            found = self._words.function_of(cut) or self._dated(cut)
            if found:
                return found
        first = re.split(r"[、和与及]", words, maxsplit=1)[0]
        return self._words.function_of(first)

    def _dated(self, form: str) -> str | None:
        """Return the function of a short form that means one thing before a reform and another after it (社保)."""
        found = self._words.named(form + "局", Level.COUNTY, self._context.issued)
        return found.function if found and found.informal else None

    def _read_town(self, text: str) -> _Reading | None:
        found = _TOWN.fullmatch(text)
        if not found or _PREFIX.match(text) or self._places.named(text, self._place):
            return None
        name, place = found["name"], self._place
        opening = self._places.prefix(name, place, self._day)
        if opening and opening[1] > 2 and opening[1] < len(name):
            place, name = opening[0], name[opening[1] :]
        office = "办事处" if name.endswith("街道") else "人民政府"
        full = place.full_name + name + office if place and place.rank >= Rank.PREFECTURE else None
        return _Reading("街道乡镇", full, place, (Step("township", text, full or ""),))

    # --- names with a place or level

    def _read_national(self, text: str) -> _Reading | None:
        """Read a national body by its own name; in local documents only by names that no local body bears."""
        found = self._words.named(text, Level.NATIONAL, self._context.issued)
        local = self._place is not None and self._place is not NATION
        if not found or (local and self._words.elsewhere(text)):
            return None
        function = found.function
        if function == "政府":
            function = "上级政府" if local else "本级政府"
        return _Reading(function, found.name, NATION, (Step("national name", text, found.name),))

    def _read_around(self, text: str) -> _Reading | None:
        """Read names written around their place: 人行合肥中心支行, 共青团大连市委."""
        for middle, designation in self._words.around(text):
            level = re.fullmatch(r"(省|市|区|县|州)?", middle)
            place = self._level_place(middle) if level else self._whole_place(middle)
            if place and _LEVEL_OF[place.rank] in designation.levels:
                full = _full(designation, place, middle if "中心支行" in text or "分行" in text else None)
                return _Reading(designation.function, full, place, (Step("name around place", text, full),))
        return None

    def _whole_place(self, text: str) -> Place | None:
        return self._places.named(text, self._place, self._day) or (
            self._places.named(text + "省", self._place, self._day) if len(text) < 3 else None
        )

    def _read_whole(self, text: str) -> _Reading | None:
        """Read a body's own name that only looks as if it began with a level or a place: 市场监管局, 公安局."""
        known = self._words.elsewhere(text) or self._words.elsewhere(text, party=True)
        return self._read_bare(text) if known else None

    def _read_youth_league(self, text: str) -> _Reading | None:
        found = re.fullmatch(r"团(省|市|区|县|州|旗)委", text)
        return self._read_levelled(found[1] + "团委") if found else None

    def _read_placed(self, text: str) -> _Reading | None:
        found = self._places.prefix(text, self._place, self._day)
        if not found or found[1] == len(text):
            return self._lower_government(text, found[0]) if found else None
        place, length = found
        if place.short == text[:length] and place.name != place.short:
            return self._read_short(text, place, text[length:])
        party = re.match(r"(?:党工委|党委|委)(?=.{2})", text[length:])
        rest = text[length + (party.end() if party else 0) :]
        step = Step("place", text[:length], place.full_name)
        return self._body(rest, place, (step,), party=bool(party)) or self._rest(rest, text, place, step)

    def _read_short(self, text: str, place: Place, rest: str) -> _Reading | None:
        """Read a body behind a place's short name: what arms of central bodies and institutions are called by (大连银保监局)."""
        step = Step("place", place.short, place.full_name)
        found = self._designation(f"{{short}}{rest}", place, party=False) or self._designation(rest, place, party=False)
        if found and ("{" in found.name or place.rank is Rank.AREA):
            full = _full(found, place)
            return _Reading(found.function, full, place, (step, Step("name", rest, full)))
        preparing = re.fullmatch(r"(.+)(筹备组|筹备办公室)", rest)
        if preparing:
            body = self._read_short(text.removesuffix(preparing[2]), place, preparing[1])
            return replace(body, full=f"{body.full}{preparing[2]}") if body and body.full else None
        if place.rank is Rank.AREA or len(rest) > 3:
            return self._body(rest, place, (step,)) if place.rank is Rank.AREA else self._rest(rest, text, place, step)
        return None

    def _lower_government(self, text: str, place: Place) -> _Reading | None:
        """Read a place that stands for its government: 上街区."""
        if place is NATION or place.short == text:
            return None
        full = place.full_name + ("管理委员会" if place.rank is Rank.AREA else "人民政府")
        return _Reading(self._relation(place), full, place, (Step("place", text, full),))

    def _rest(self, rest: str, text: str, place: Place, step: Step) -> _Reading | None:
        """Keep a body of unknown function at a known place."""
        sort = next((function for pattern, function in _SORTS if pattern.search(rest)), None)
        if sort:
            named = step.rule == "place" and sort not in ("企业", "其他")
            return _Reading(sort, text if named else None, place, (step, Step("kind of body", rest, sort)))
        if re.search(r".{4}中心$|(?:局|办公室|委员会|站|队|馆|院|所|台|社)$", rest):
            function = "其他" if re.search(r"(?:中心|站|队|馆|院|所|台|社)$", rest) else None
            full = place.full_name + rest if step.rule == "level" else text
            return _Reading(function, full, place, (step, Step("body as written", rest, full)))
        return _Reading("其他", None, place, (step,)) if rest.endswith("中心") else None

    def _read_party(self, text: str) -> _Reading | None:
        found = _PARTY.match(text)
        if not found:
            return None
        place = self._level_place(found[1] or "")
        step = Step("Party committee", found[0], place.full_name if place else "?")
        return self._body(text[found.end() :], place, (step,), party=True)

    def _read_levelled(self, text: str) -> _Reading | None:
        found = _PREFIX.match(text)
        if not found:
            return None
        place = self._level_place(found[1])
        rest = text[found.end() :]
        step = Step("level", found[0], place.full_name if place else "?")
        reading = self._body(rest, place, (step,)) or (place and self._rest(rest, text, place, step))
        if reading and place is None and self._is_below(found[1]):
            return replace(reading, collective=True)
        return reading or None

    def _read_bare(self, text: str) -> _Reading | None:
        """Read a body without level or place: one of the document's own level, or of the nation in a national document."""
        place = self._place
        if place and text.endswith("厅") and place.rank > Rank.PROVINCE:
            place = place.at(Rank.PROVINCE)
        department = _DEPARTMENT.fullmatch(text)
        if department and (place is None or place.rank < Rank.COUNTY):
            function = self._function_of(department[1])
            return (
                _Reading(function, None, self._place, (Step("departments", text, function or ""),), collective=True)
                if function
                else None
            )
        if text.endswith(("管委会", "管理委员会")):
            return self._read_area(text)
        for party in (False, True):
            reading = self._body(text, place, (), party=party)
            if reading:
                return reading
        return None

    def _read_area(self, text: str) -> _Reading:
        """Read the administration of the one area of its kind in the document's place (高新区管委会)."""
        kind = re.sub(r"管理?委员?会$", "", text)
        found = self._places.inside(self._place, kind) if self._place and len(kind) > 1 else ()
        if len(found) == 1:
            return self._body("管委会", found[0], (Step("area", kind, found[0].full_name),)) or _NOTHING
        return _Reading("下级政府", None, None, (Step("area", kind, ""),))

    def _read_division(self, text: str) -> _Reading | None:
        """Read an internal division: of the body named before it, else of the issuer where that is a department."""
        if not _DIVISION.fullmatch(text):
            return None
        for at in range(len(text) - 2, 2, -1):
            owner = self.resolve(text[:at]) if text[at - 1] in "委局厅部会" else None
            if owner and owner.full_name and not owner.collective:
                return self._division(text[at:], owner, text)
        issuer = (self._context.issuer or "").split("、")[0]
        owner = self.resolve(issuer) if issuer and issuer != text else None
        if owner and owner.full_name and owner.function not in ("本级政府", "政府办公", "医改领导小组"):
            return self._division(text, owner, text)
        return _Reading("内设机构", None, self._place, (Step("division", text, ""),))

    def _division(self, division: str, owner: Organisation, text: str) -> _Reading:
        full = f"{owner.full_name}{division}"
        place = self._places.by_full_name(owner.jurisdiction)
        return _Reading("内设机构", full, place, (Step("division", text, full),), unit_of=owner.key)

    def _read_sort(self, text: str) -> _Reading | None:
        """Read what is no organ at all, by the end of its name: 供电公司, 人民医院."""
        sort = next((function for pattern, function in _SORTS if pattern.search(text)), None)
        if sort:
            return _Reading(sort, None, None, (Step("kind of body", text, sort),))
        if _GROUP.search(text):
            return _Reading("议事协调机构", None, self._place, (Step("kind of body", text, "议事协调机构"),))
        return None

    # --- levels and bodies

    def _level_place(self, level: str) -> Place | None:
        """Return the place of a level (省, 市, 区, 县 …) as seen from the document's place; None where that could be several."""
        own = self._place
        if own is None or own is NATION:
            return None
        if not level:
            return own
        if level in ("省", "自治区"):
            return own.at(Rank.PROVINCE)
        if level == "市":
            return next((place for place in (own, *own.ancestors()) if place.name.endswith("市")), None)
        if level in ("区", "新区"):
            return own if own.name.endswith("区") else None
        if level in ("县", "自治县"):
            return own if own.name.endswith("县") else None
        return next((place for place in (own, *own.ancestors()) if place.name.endswith(level[-1])), None)

    def _is_below(self, level: str) -> bool:
        """Return whether a level lies below the document's, so that the name stands for one body in each place there."""
        rank = {
            "省": Rank.PROVINCE,
            "自治区": Rank.PROVINCE,
            "市": Rank.PREFECTURE,
            "州": Rank.PREFECTURE,
            "盟": Rank.PREFECTURE,
        }
        return self._place is not None and rank.get(level, Rank.COUNTY) > self._place.rank

    def _body(self, body: str, place: Place | None, steps: tuple[Step, ...], *, party: bool = False) -> _Reading | None:
        """Read a body's name behind its place; without a place only the function can be told."""
        if place is NATION:
            return self._national_body(body, steps)
        if body in ("政府", "人民政府", "区政府") and place and not party:
            full = place.full_name + "人民政府"
            return _Reading(self._relation(place), full, place, (*steps, Step("government", body, full)))
        if body in ("管委会", "管理委员会") and not party:
            full = place.full_name + "管理委员会" if place else None
            relation = self._relation(place) if place else "下级政府"
            return _Reading(relation, full, place, (*steps, Step("administration of an area", body, full or "")))
        found = self._designation(body, place, party=party)
        if found:
            full = _full(found, place) if place and not found.informal else None
            return _Reading(found.function, full, place, (*steps, Step("name", body, full or found.name)))
        return self._described(body, place, steps, party=party)

    def _designation(self, body: str, place: Place | None, *, party: bool) -> Designation | None:
        day = self._context.issued
        if place is None:
            return self._words.elsewhere(body, party=party)
        level = _LEVEL_OF[place.rank]
        found = self._words.named(body, level, day, party=party)
        if found and not found.holds(day) and not party:
            later = self._words.named(body, level, day, party=True)
            if later and later.holds(day):
                return later
        return found or self._words.elsewhere(body, party=party)

    def _described(self, body: str, place: Place | None, steps: tuple[Step, ...], *, party: bool) -> _Reading | None:
        """Read 卫生健康部门, combined bureaus, and bodies that coordinate others."""
        department = _DEPARTMENT.fullmatch(body)
        if department and not party:
            function = self._function_of(department[1])
            if function is None:
                return None
            current = self._department(function, department[1], place)
            full = _full(current, place) if current and place else None
            return _Reading(function, full, place, (*steps, Step("departments", body, full or function)))
        combined = None if party else self._combined(body)
        if combined:
            full = place.full_name + combined[1] if place else None
            return _Reading(combined[0], full, place, (*steps, Step("combined name", body, full or combined[1])))
        if _GROUP.search(body) and not party:
            named = place and not re.fullmatch(r"(?:工作)?(?:领导小组|委员会|指挥部|专班)(?:办公室)?", body)
            full = place.full_name + re.sub(r"办$", "办公室", body) if place and named else None
            return _Reading("议事协调机构", full, place, (*steps, Step("kind of body", body, full or "")))
        return None

    def _department(self, function: str, written: str, place: Place | None) -> Designation | None:
        """Return the one body that exercises a function at a place on the document's day."""
        if place is None or self._dated(written):
            return None
        return self._words.current(function, _LEVEL_OF[place.rank], self._context.issued, written)

    def _national_body(self, body: str, steps: tuple[Step, ...]) -> _Reading | None:
        found = self._words.named(body, Level.NATIONAL, self._context.issued)
        if found:
            return _Reading(found.function, found.name, NATION, (*steps, Step("national name", body, found.name)))
        local = self._words.elsewhere(body)
        if local:
            return _Reading(
                local.function, None, NATION, (*steps, Step("local name", body, local.function)), collective=True
            )
        return None

    def _combined(self, body: str) -> tuple[str, str] | None:
        """Read a bureau that joins several functions (科技和工业信息化局): the first counts; abbreviations are written out."""
        for end, official_end in _SUFFIXES:
            if body.endswith(end) and len(body) > len(end):
                parts = self._segments(body.removesuffix(end))
                if parts:
                    return parts[0], "".join(parts[1]) + official_end
                return None
        return None

    def _segments(self, stem: str) -> tuple[str, list[str]] | None:
        first, words, at = None, [], 0
        while at < len(stem):
            if stem[at] in "和与及、":
                words.append(stem[at])
                at += 1
                continue
            length = next(
                (n for n in range(min(14, len(stem) - at), 1, -1) if self._words.function_of(stem[at : at + n])), 0
            )
            if not length:
                return None
            part = stem[at : at + length]
            first = first or self._words.function_of(part)
            words.append(part if "和" in stem else self._words.official(part) or part)
            at += length
        return (first, words) if first else None

    def _relation(self, place: Place) -> str:
        """Return what a government is to the document's place: its own, a higher or a lower one."""
        if self._place is None:
            return "下级政府"
        if place.code == self._place.code:
            return "本级政府"
        return "上级政府" if self._place.within(place) else "下级政府"


def _full(designation: Designation, place: Place, written: str | None = None) -> str:
    """Return the official name with its place; `written` is the place as the text has it, where the name keeps that."""
    name = designation.name
    if "{" in name:
        parent = place.parent.full_name if place.parent else ""
        return (
            name.replace(
                "{place}", place.full_name if written is None else written if len(written) > 1 else place.full_name
            )
            .replace("{short}", written if written and len(written) > 1 else place.short)
            .replace("{parent}", parent)
        )
    if designation.party:
        committee = "委员会" if place.name.endswith("自治区") else "工作委员会" if place.rank is Rank.AREA else "委"
        return f"中共{place.full_name}{committee}{name}"
    return place.full_name + name


def _folded(name: str) -> str:
    """Return a name as the rules read it: half-width brackets, no spaces, no quotes."""
    text = unicodedata.normalize("NFKC", name).translate(str.maketrans("〔〕【】﹝﹞[]", "()()()()"))
    return re.sub(r"[\s“”\"'《》]+", "", text).strip("、,;。:.等")
