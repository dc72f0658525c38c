"""Says which place a document binds, from what it states of itself; touches the gazetteer and the vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from reformkg.resolve.functions import Level, vocabulary
from reformkg.resolve.places import NATION, Gazetteer, Place, Rank, gazetteer

_NATIONAL_ISSUER = re.compile(r"国务院|中共中央|中央|国家|全国|最高人民|中国|中华")
_NATIONAL_TITLE = re.compile(r"国务院|中共中央|中央.{0,12}(?:委员会|办公|领导小组)")
_ARM = re.compile(
    r"国家税务总局|中国人民银行|中国共产党(?!中央)|国家统计局|中国.{0,12}监督管理委员会|国家金融监督管理总局"
)
_NATIONAL_NUMBER = re.compile(
    r"国(?:发|办|函|令|卫|中医|药监|市监|医)|中[发办]|厅字|医保|财[社税综建办预]|发改|人社|民发|教[体基职高]|国.{0,4}[发函]"
)
_PROVINCE_SIGNS = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "内政": "150000", "内卫": "150000", "辽": "210000",
    "吉": "220000", "黑": "230000", "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000",
    "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000",
    "琼": "460000", "渝": "500000", "川": "510000", "黔": "520000", "滇": "530000", "云政": "530000", "云卫": "530000",
    "藏": "540000", "陕": "610000", "甘": "620000", "宁政": "640000", "宁卫": "640000", "新政": "650000",
}  # fmt: skip
"""How provinces begin the numbers of their documents; 青 is left out, since 青海 and 青岛 share it."""
_NUMBERED = re.compile(r".{1,2}(?:政|府|卫|办|发改|财|教|民|医|健|药|委|人社|工信|经信)")
_AREA = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:经济技术开发区|高新技术产业开发区|高新技术产业园区|经济开发区|开发区|高新区|经开区|新区|保税区|示范区|度假区|试验区)"
    r"(?=管委会|管理委员会|党工委|工委|管理办公室)"
)
_LONGER_WORD = re.compile("区[域间块位]|市场(?!监)|县区|县级市")
_MAY_BEGIN = re.compile(r"[^\w]$|[\d省市州区县盟旗在于对向到从由赴与及和或为将按发是]$")
"""What may stand before a place in running text."""
_COMPOUND = frozenset("级域乡")
"""What a 县 goes on to in a word of its own (县级, 县域, 县乡)."""
_OFTEN = 2
_LONGEST_STATEMENT = 300
_LONGEST_HEAD = 4000
_FOLD = str.maketrans("（）〔〕［］：，", "()[][]:,", " \u3000\t")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document states of itself, as far as it does.

    Attributes:
        text_head: its text, or the beginning of it: title, addressees, paragraphs. Places are looked for in the first
            4,000 code points, names that the document defines (以下简称…) in all of it.
    """

    issuer: str | None
    number: str | None
    title: str | None
    issued: date | None
    text_head: str


def jurisdiction_of(context: Context) -> str | None:
    """Return the full name of the place that a document binds, `全国` for a national issuer, or None.

    What says most is asked first: the issuer, the title, the number (国办发, 辽政办发), then the beginning of the text.
    """
    place = place_of(context)
    return place.full_name if place else None


def place_of(context: Context) -> Place | None:
    """Return the place that `jurisdiction_of` names."""
    day = context.issued.isoformat() if context.issued else None
    known = gazetteer()
    for statement, national in ((context.issuer, _NATIONAL_ISSUER), (context.title, _NATIONAL_TITLE)):
        found = _stated(statement[:_LONGEST_STATEMENT], national, known, day) if statement else None
        if found:
            return found
    head = context.text_head[:_LONGEST_HEAD]
    return _numbered(context.number, head, known, day) or _said(head, known, day) or _dominant(head, known, day)


def _stated(statement: str, national: re.Pattern[str], known: Gazetteer, day: str | None) -> Place | None:
    """Return the place of the first of joint issuers, or of the body or place that a title opens with or names."""
    statement = statement.translate(_FOLD)
    opening = re.sub(r"^(?:关于)?(?:印发|转发|公布|发布)?[《“\"']*", "", statement)
    for text in (statement, opening):
        starts = known.prefix(text, None, day)
        if starts and (area := _area_of(text, *starts)):
            return area
        if starts and (
            _in_full(text, 0, starts) or (starts[0].rank <= Rank.PREFECTURE and text[starts[1] - 1] != "县")
        ):
            return starts[0]
    named = _named_in(opening, known, day)
    if national.match(statement) or _is_ministry(statement):
        return named if named and _ARM.match(statement) else NATION
    return named


def _area_of(statement: str, place: Place, length: int) -> Place | None:
    """Return the functional area behind a place whose administration speaks, where the gazetteer does not know it."""
    behind = _AREA.match(statement, length)
    if behind is None or place.rank is Rank.AREA:
        return None
    name = statement[: behind.end()]
    return Place(f"{place.code}~{behind[0]}", name, name, Rank.AREA, name, place, None)


def _is_ministry(statement: str) -> bool:
    first = re.split(r"[、,\s]|关于", statement, maxsplit=1)[0]
    names = vocabulary()
    return any(names.named(first[:end], Level.NATIONAL, None) for end in range(len(first), 2, -1))


def _named_in(text: str, known: Gazetteer, day: str | None) -> Place | None:
    """Return the first place that a text names in full, with its rank."""
    for at in known.openings(text):
        found = known.prefix(text[at:], None, day)
        if found and _in_full(text, at, found) and text[at + found[1] - 1] in "省市区县州盟旗":
            return found[0]
    return None


def _in_full(text: str, at: int, named: tuple[Place, int]) -> bool:
    """Tell whether a name that stands at `at` is a place's full one, and no part of other words.

    A name of two characters is full where it ends in its rank (费县, 芒市); it must begin where a name may begin, since
    提高县级 and 建成县域 hold counties too. 新建区域 is no 新建区, 东方市场 no 东方市.
    """
    place, length = named
    name, rest = text[at : at + length], text[at + length :]
    if _LONGER_WORD.match(name[-1] + rest[:2]):
        return False
    if length > 2:
        return True
    ranked = name[-1] == "县" or (name[-1] == "市" and name == place.name)
    begins = _MAY_BEGIN.match(text[at - 1 : at]) is not None if at else True
    return ranked and begins and rest[:1] not in _COMPOUND


def _numbered(stated: str | None, head: str, known: Gazetteer, day: str | None) -> Place | None:
    """Return the place whose sign a document number begins with: one that the head names, else the province."""
    number = (stated or "").translate(_FOLD).replace(" ", "")
    if not number:
        return None
    if _NATIONAL_NUMBER.match(number):
        return NATION
    near = Counter(p.full_name for p in _all_named(head, known, day) if p.short[0] == number[0])
    sign = next((code for sign, code in _PROVINCE_SIGNS.items() if number.startswith(sign)), None)
    province = known.by_code(sign) if sign and _NUMBERED.match(number) else None
    if not near:
        return province
    name, times = near.most_common(1)[0]
    # An addressee that shares the sign of its province (赣江新区 in a 赣府发) is named once.
    return province if province and times < _OFTEN else known.by_full_name(name)


def _said(head: str, known: Gazetteer, day: str | None) -> Place | None:
    """Return the place that a text without letterhead speaks for: by its addressees, or at the level of 我市, 我省."""
    head = re.sub(r"\s", "", head)
    if re.search(r"各省、自治区、直辖市.{0,40}(?:国务院各部委|各直属机构|新疆生产建设兵团)", head):
        return NATION
    fitted = re.search(r"结合(\w{2,6}?)(?:省|市|区|县)?实际", head)
    place = known.named(fitted[1], None, day) if fitted else None
    if place and place is not NATION:
        return place
    own = re.search(r"(?:我|全)([省市])", head)
    if not own:
        return None
    rank = Rank.PROVINCE if own[1] == "省" else Rank.PREFECTURE
    count = Counter(
        place
        for at in known.openings(head)
        for place in (known.named(head[at : at + length], None, day) for length in (2, 3))
        if place and place.rank is rank
    )
    if not count:
        return None
    most, times = count.most_common(1)[0]
    return most if times * 2 > count.total() else None


def _all_named(text: str, known: Gazetteer, day: str | None) -> list[Place]:
    found, end = [], 0
    for at in known.openings(text):
        place = known.prefix(text[at : at + 24], None, day) if at >= end else None
        if place and _in_full(text, at, place):
            found.append(place[0])
            end = at + place[1]
    return found


def _dominant(head: str, known: Gazetteer, day: str | None) -> Place | None:
    """Return the place that the head of a text speaks of: named at least twice, and more than all others together."""
    count = Counter(place.full_name for place in _all_named(head, known, day))
    if not count:
        return None
    (name, times), total = count.most_common(1)[0], count.total()
    return known.by_full_name(name) if times >= 2 and times * 2 > total else None
