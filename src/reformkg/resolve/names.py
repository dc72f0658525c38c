"""Reads the names of bodies as one document writes them: by class, place, level, or as they stand; no work on keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reformkg.resolve.areas import Areas
from reformkg.resolve.bodies import LEVEL_OF, Bodies, full_name
from reformkg.resolve.collectives import read_class
from reformkg.resolve.functions import Level, vocabulary
from reformkg.resolve.jurisdiction import Context
from reformkg.resolve.places import NATION, Place, Rank, gazetteer
from reformkg.resolve.reading import Reading, Step, definitions, folded, is_group, kind_of

_LEVEL = r"(?:自治区|自治州|自治县|新区|地区(?=[^、]{2,5}[局委办]$|行署)|省|市|区|县|州|盟|旗)"
_LEVELLED = re.compile(rf"(?:我|本|全)?({_LEVEL})(?:直(?=[^属])|级(?!机关))?(?=..)")
_PARTY = re.compile(rf"({_LEVEL})?(?:党工委|党委|委)(?=..)")
_LEVEL_ALONE = re.compile(rf"({_LEVEL})(?:(?:本?级)?([^部门局委办]{{2,8}}))?$")
_COMMITTEE = re.compile(rf"({_LEVEL})(?:委|党委)$")
_COMMITTEE_OFFICE = re.compile(rf"({_LEVEL})委(办|办公室|办公厅)$")
_GOVERNMENT_OFFICE = re.compile(rf"({_LEVEL})(?:人民)?政府(.{{2,}})$")
_YOUTH_LEAGUE = re.compile(r"(?:共青团|团)(省|市|区|县|州|旗|自治区)委$")
_TOWN = re.compile(
    r"(?P<name>[^各]{1,10}?(?:镇|乡|街道|苏木))(?P<office>人民政府|政府|街道?办事处|办事处|街道?办|办)?$"
)
_OWN_OFFICE = re.compile("^[厅局委部](?=办公室$)")
"""How an internal office names its own body: 厅办公室."""
_DIVISION = re.compile(r"[^办]{2,16}(?:处|科|股|(?<!公)司)$|.{2,8}(?<!委员会办公)(?<!办公)室$|.{4,}(?:秘书处|秘书组)$")
_BRANCH = re.compile(r"(.{3,}局)(.{1,8}分局)$")
_OFFICES = frozenset({"办公室", "办公厅"})
_TEAM = re.compile(r".{2,6}(?<!领导小)(?<!工作小)(?<!工作)组")
_INSTITUTION = re.compile(r"(?:中心|站|队|馆|院|所|台|社)$")
_NAMED_AS_WRITTEN = re.compile(r"(?:.{4}|大数据)中心$|(?:局|办公室|委员会|站|队|馆|院|所|台|社)$")
_NOTE = re.compile(r"(.{3,})\(([^()]{2,})\)(办公室|)$")
_LONGEST_NAME = 100
_OPENING_LEVELS = "省市区县州"


class Names:
    """Reads the names of one document."""

    def __init__(self, context: Context, place: Place | None) -> None:
        """Take what the document states of itself and the place that it binds."""
        self._context = context
        self._place = place
        self._places = gazetteer()
        self._day = context.issued.isoformat() if context.issued else None
        self._words = vocabulary()
        self._bodies = Bodies(self._words, place, context.issued, context.text_head)
        self._areas = Areas(place, self._places, self._bodies)
        self._definitions = definitions(context.text_head)
        self._readers: tuple[Callable[[str], Reading | None], ...] = (
            self._class,
            self._defined,
            self._own_level,
            self._town,
            self._national,
            self._noted,
            self._around,
            self._whole,
            self._leading_group,
            self._special,
            self._placed,
            self._party,
            self._branch,
            self._levelled,
            self._issuer,
            self._areas.body,
            self._bare,
            self._kind,
            self._division,
            self._unspecific,
        )

    def read(self, name: str) -> Reading:
        """Return what a name, as written, is read as; nothing at all where no rule reads it."""
        text = folded(name)
        readers = self._readers if len(text) <= _LONGEST_NAME else ()
        found = (reading for reader in readers if (reading := reader(text)))
        return next(found, Reading(None, None, None, (Step("unknown", name, ""),)))

    def _class(self, text: str) -> Reading | None:
        found = read_class(text, self._place)
        if not found:
            return None
        if found.body is None:
            told = found.function not in ("其他", "企业")
            function = found.function if told else self._bodies.behind(text) or found.function
            step = Step("class", text, function or "")
            return Reading(function, self._behind(found.full), self._place, (step,), collective=True)
        function, body = self._bodies.lower(found.body)
        if function is None and self._levelled(text):
            return None
        function = "下级政府" if function == "政府" else function or kind_of(found.body) or "其他"
        step = Step("class", text, function)
        full = self._behind(found.full + body) if found.full and body else None
        return Reading(function, full, self._place, (step,), collective=True)

    def _behind(self, words: str | None) -> str | None:
        """Return words behind the place that the document binds; a national document's stand alone."""
        if words is None or self._place is None:
            return None
        return words if self._place is NATION else self._place.full_name + words

    def _defined(self, text: str) -> Reading | None:
        """Read a name by what the document says that it is short for: …工作领导小组（以下简称领导小组）."""
        office = "办公室" if text.endswith("办公室") else ""
        stated = self._definitions.get(text.removesuffix(office))
        ours = (self._context.issuer or "").removesuffix("办公室").endswith(text.removesuffix(office))
        if stated is None or ours or stated == text.removesuffix(office):
            return None
        reading = self.read(stated + office)
        step = Step("defined in the text", text, stated + office)
        own = self._place is NATION and reading.function == "议事协调机构"
        full = stated + office if own else reading.full
        if full and full.endswith(folded(stated) + office):
            full = full.removesuffix(folded(stated) + office) + stated + office
        place = NATION if own else reading.place
        return replace(reading, full=full, place=place, steps=(step, *reading.steps)) if reading.function else None

    def _own_level(self, text: str) -> Reading | None:
        """Read a level that stands for its government (市), or for its body of a function (市财政, 市级财政)."""
        found = _LEVEL_ALONE.fullmatch(text)
        place = self._level_place(found[1]) if found else None
        if not found or place is None:
            return None
        step = Step("level", found[1], place.full_name)
        if found[2] is None:
            return self._bodies.at("政府", place, (step,))
        stated = self._words.is_stated(found[2]) and found[2] != "政府"
        return self._bodies.at(found[2] + "部门", place, (step,)) if stated else None

    def _town(self, text: str) -> Reading | None:
        found = _TOWN.fullmatch(text)
        if not found or _LEVELLED.match(text) or self._places.named(text, self._place):
            return None
        name, place = found["name"], self._place
        opening = self._places.prefix(name, place, self._day)
        if opening and 2 < opening[1] < len(name):
            place, name = opening[0], name[opening[1] :]
        office = "办事处" if name.endswith("街道") else "人民政府"
        full = place.full_name + name + office if place and place.rank >= Rank.PREFECTURE else None
        return Reading("街道乡镇", full, place, (Step("township", text, full or ""),))

    def _national(self, text: str) -> Reading | None:
        """Read a national body by its own name; in a local document only by names that no local body bears."""
        found = self._words.named(text, Level.NATIONAL, self._context.issued)
        local = self._place is not None and self._place is not NATION
        if not found or (local and self._words.elsewhere(text)):
            return None
        function = found.function
        if function == "政府":
            function = "上级政府" if local else "本级政府"
        full = None if found.informal else found.name
        return Reading(function, full, NATION, (Step("national name", text, found.name),))

    def _around(self, text: str) -> Reading | None:
        """Read names written around their place: 人行合肥中心支行, 共青团大连市委."""
        for middle, designation in self._words.around(text):
            levelled = re.fullmatch(_LEVEL, middle)
            place = self._level_place(middle) if levelled else self._places.named(middle, self._place, self._day)
            if place and LEVEL_OF[place.rank] in designation.levels:
                bank = "支行" in designation.name or "分行" in designation.name
                written = None if not bank else place.full_name if levelled else middle
                full = full_name(designation, place, written)
                return Reading(designation.function, full, place, (Step("name around place", text, full),))
        return None

    def _whole(self, text: str) -> Reading | None:
        """Read a body's own name that only looks as if it began with a level or a place: 市场监管局, 公安局."""
        known = self._words.elsewhere(text) or self._words.elsewhere(text, party=True)
        return self._bare(text) if known else None

    def _leading_group(self, text: str) -> Reading | None:
        """Read the leading Party group of a body (省卫生健康委党组): it acts for the body's function."""
        owner = self.read(text.removesuffix("党组")) if text.endswith("党组") else None
        if owner is None or owner.function is None:
            return None
        full = f"中共{owner.full}党组" if owner.full else None
        return replace(owner, full=full, steps=(*owner.steps, Step("leading Party group", text, full or "")))

    def _special(self, text: str) -> Reading | None:
        """Read 团省委, 市委, 市委办, and offices written behind their government (区政府督查室)."""
        league = _YOUTH_LEAGUE.fullmatch(text)
        if league:
            return self._levelled(league[1] + "团委")
        committee = _COMMITTEE.fullmatch(text)
        if committee:
            place = self._level_place(committee[1])
            full = f"中国共产党{place.full_name}委员会" if place else None
            return Reading("党委", full, place, (Step("Party committee", text, full or ""),))
        office = _COMMITTEE_OFFICE.fullmatch(text)
        if office:
            name = ("办公厅" if office[1] in ("省", "自治区") else "办公室") if office[2] == "办" else office[2]
            return self._bodies.at(name, self._level_place(office[1]), (Step("level", office[1], ""),), party=True)
        government = _GOVERNMENT_OFFICE.fullmatch(text)
        return self._government_office(government[1], government[2], text) if government else None

    def _government_office(self, level: str, body: str, text: str) -> Reading | None:
        place = self._level_place(level)
        step = Step("level", level, place.full_name if place else "?")
        for name in (f"政府{body}", body):
            reading = self._bodies.at(name, place, (step,))
            if reading:
                return reading
        if place is None or not body.endswith(("办", "办公室")):
            return None
        spelled = re.sub(r"监管(?!理)", "监督管理", re.sub(r"办$", "办公室", body))
        full = f"{place.full_name}人民政府{spelled}"
        return Reading(None, full, place, (step, Step("body as written", text, full)))

    def _placed(self, text: str) -> Reading | None:
        found = self._places.prefix(text, self._place, self._day)
        if not found:
            return None
        place, length = found
        if length == len(text):
            return self._place_itself(text, place)
        read = text[:length]
        bare = read.endswith(place.short) and not read.endswith(place.name) and place.name != place.short
        if bare and text[length] in _OPENING_LEVELS and place.rank is not Rank.AREA:
            return None
        if bare:
            return self._short(text, place, text[length:])
        party = re.match(r"(?:党工委|党委|委)(?=.{2})", text[length:])
        rest = text[length + (party.end() if party else 0) :]
        step = Step("place", text[:length], place.full_name)
        return self._bodies.at(rest, place, (step,), party=bool(party)) or self._rest(rest, text, place, step)

    def _place_itself(self, text: str, place: Place) -> Reading | None:
        """Read a place that stands for its government: 上街区."""
        if place is NATION or place.short == text:
            return None
        full = place.full_name + ("管理委员会" if place.rank is Rank.AREA else "人民政府")
        return Reading(self._bodies.relation(place), full, place, (Step("place", text, full),))

    def _short(self, text: str, place: Place, rest: str) -> Reading | None:
        """Read a body behind a place's short name: arms of central bodies, institutions (大连银保监局)."""
        step = Step("place", place.short, place.full_name)
        if place.rank is Rank.AREA:
            return self._bodies.at(rest, place, (step,))
        area = self._areas.behind_short(text, place, rest, step)
        if area:
            return area
        found = self._bodies.designation(f"{{short}}{rest}", place) or self._bodies.designation(rest, place)
        if found and "{" in found.name:
            full = full_name(found, place)
            return Reading(found.function, full, place, (step, Step("name", rest, full)))
        preparing = re.fullmatch(r"(.+)(筹备组|筹备办公室)", rest)
        if preparing:
            body = self._short(text.removesuffix(preparing[2]), place, preparing[1])
            return replace(body, full=f"{body.full}{preparing[2]}") if body and body.full else None
        own = self._place is not None and self._place.within(place)
        if len(rest) < 3 or not (own or place.rank <= Rank.PREFECTURE):
            return None
        return self._rest(rest, text, place, step)

    def _rest(self, rest: str, text: str, place: Place, step: Step) -> Reading | None:
        """Keep a body of unknown function at a known place; its own name is kept where it is not abbreviated."""
        if "、" in rest:
            return None
        kind = kind_of(rest)
        if kind:
            full = text if step.rule == "place" and kind != "企业" else None
            return Reading(kind, full, place, (step, Step("kind of body", rest, kind)))
        if not (_INSTITUTION.search(rest) or _NAMED_AS_WRITTEN.search(rest)):
            return None
        function = self._bodies.opening_function(rest) or ("其他" if _INSTITUTION.search(rest) else None)
        full = place.full_name + rest if step.rule == "level" else text
        in_full = _NAMED_AS_WRITTEN.search(rest) and not step.read.endswith("级")
        named = full if in_full else None
        return Reading(function, named, place, (step, Step("body as written", rest, named or "")))

    def _party(self, text: str) -> Reading | None:
        found = _PARTY.match(text)
        if not found:
            return None
        place = self._level_place(found[1] or "")
        step = Step("Party committee", found[0], place.full_name if place else "?")
        return self._bodies.at(text[found.end() :], place, (step,), party=True)

    def _levelled(self, text: str) -> Reading | None:
        found = _LEVELLED.match(text)
        if not found:
            return None
        place = self._level_place(found[1])
        rest = text[found.end() :]
        step = Step("level", found[0], place.full_name if place else "?")
        reading = self._bodies.at(rest, place, (step,)) or (self._rest(rest, text, place, step) if place else None)
        below = place is None and self._is_below(found[1])
        return replace(reading, place=self._place, collective=True) if reading and below else reading

    def _bare(self, text: str) -> Reading | None:
        """Read a body without level or place: of the document's own level, or of the nation in a national document."""
        place = self._place
        if text in _OFFICES:
            return None
        area = self._areas.administration(text)
        if area:
            return area
        function = self._bodies.departments_function(text)
        if function and (place is None or place.rank < Rank.COUNTY):
            return Reading(function, None, place, (Step("departments", text, function),), collective=True)
        if place and text.endswith("厅"):
            place = place.at(Rank.PROVINCE) or place
        found = self._bodies.at(text, place, ()) or self._bodies.at(text, place, (), party=True)
        return found or self._bodies.centre(text)

    def _branch(self, text: str) -> Reading | None:
        """Read a branch that is named behind its bureau: 市公安局崂山分局."""
        found = _BRANCH.fullmatch(text)
        owner = self.read(found[1]) if found else None
        if not found or not owner or not owner.full or owner.collective:
            return None
        full = owner.full + found[2]
        return replace(owner, full=full, steps=(*owner.steps, Step("branch", found[2], full)), unit_of=owner.full)

    def _issuer(self, text: str) -> Reading | None:
        """Read what the issuer calls itself in short: 领导小组办公室, 健康促进办, in a document of that office."""
        issuer = folded(self._context.issuer or "")
        own = _LEVELLED.sub("", text, count=1)
        if own.endswith("小组"):
            issuer = issuer.removesuffix("办公室")
        ending = "室" if own.endswith("办") else own[-1:]
        if len(own) < 4 or "、" in issuer or text == issuer or not issuer.endswith(ending):
            return None
        signs = iter(issuer)
        in_short = own.endswith(("办", "办公室", "小组")) and all(sign in signs for sign in own)
        return self.read(issuer) if in_short else None

    def _kind(self, text: str) -> Reading | None:
        """Read what no rule could place, by the end of its name: 供电公司, 人民医院."""
        kind = kind_of(text) or ("内设机构" if _TEAM.fullmatch(text) else "议事协调机构" if is_group(text) else None)
        return Reading(kind, None, None, (Step("kind of body", text, kind),)) if kind else None

    def _division(self, text: str) -> Reading | None:
        """Read an internal division: of the body named before it, else of the issuer where that is a department."""
        office = _OWN_OFFICE.sub("", text) in _OFFICES
        if not _DIVISION.fullmatch(text) and not office:
            return None
        for at in range(len(text) - 2, 2, -1):
            owner = self.read(text[:at]) if text[at - 1] in "委局厅部会组" else None
            if owner and owner.full and not owner.collective:
                return self._division_of(owner, text[at:], text)
        issuer = (self._context.issuer or "").split("、")[0]
        owner = self.read(issuer) if issuer and issuer != text else None
        if owner and owner.full and owner.function not in ("本级政府", "政府办公", "医改领导小组", "议事协调机构"):
            return self._division_of(owner, _OWN_OFFICE.sub("", text).removeprefix("委"), text)
        return None if office else Reading("内设机构", None, self._place, (Step("division", text, ""),))

    def _division_of(self, owner: Reading, division: str, text: str) -> Reading:
        full = f"{owner.full}{division}"
        step = Step("division", text, full)
        return Reading("内设机构", full, owner.place, (*owner.steps, step), unit_of=owner.full)

    def _noted(self, text: str) -> Reading | None:
        """Read a name with a second name in brackets by the first that tells a function: 省教育厅(省委教育工委)."""
        found = _NOTE.fullmatch(text)
        if not found:
            return None
        reading, second = self.read(found[1] + found[3]), self.read(found[2] + found[3])
        if reading.function in (None, "议事协调机构") and second.function not in (None, "其他"):
            written = text.replace("(", "（").replace(")", "）")
            full = written if reading.full == found[1] + found[3] else None
            return replace(reading, function=second.function, full=full or reading.full)
        return reading if reading.function else None

    def _unspecific(self, text: str) -> Reading | None:
        """Read bodies named by what they do in the document alone: 起草单位, 审批部门."""
        if not text.endswith(("部门", "单位")):
            return None
        tails = (self._bodies.departments_function(text[at:]) for at in range(1, len(text) - 3))
        function = next((found for found in tails if found), "其他")
        return Reading(function, None, self._place, (Step("class", text, function),), collective=True)

    def _level_place(self, level: str) -> Place | None:
        """Return the place of a level (省, 市, 区, 县 …) seen from the document's place; None where that is several."""
        own = self._place
        if own is None or own is NATION:
            return None
        if not level:
            return own
        if level in ("省", "自治区"):
            return own.at(Rank.PROVINCE)
        if level in ("区", "新区", "县", "自治县"):
            return own if own.name.endswith(level[-1]) else None
        if level == "地区":
            return next((place for place in (own, *own.ancestors()) if place.name.endswith(level)), None)
        return next((place for place in (own, *own.ancestors()) if place.name.endswith(level[-1])), None)

    def _is_below(self, level: str) -> bool:
        """Return whether a level lies below the document's: the name then stands for one body in each place there."""
        higher = {"省": Rank.PROVINCE, "自治区": Rank.PROVINCE, "市": Rank.PREFECTURE, "州": Rank.PREFECTURE}
        rank = higher.get(level, Rank.PREFECTURE if level in ("盟", "自治州", "地区") else Rank.COUNTY)
        return self._place is not None and rank > self._place.rank
