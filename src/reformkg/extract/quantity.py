"""Quantities in folded text: a number or a range, its unit and the words that bind it; model and numerals only.

Whether a quantity is a target is decided elsewhere; here it is only parsed. Every pattern begins with a set of
characters, which lets the engine skip the rest of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from reformkg.extract.numerals import ARABIC, DASH, HAN, SCALE, decimal_value
from reformkg.extract.rule import Rule
from reformkg.model import Comparator

JOINTS = frozenset({"、", "和", "及", "与", "以及"})
"""What joins two numbers of one list."""


class Sort(Enum):
    """What a quantity is a quantity of; it decides which contexts make it a target."""

    SHARE = "share"
    MONEY = "money"
    TIME = "time"
    COUNT = "count"
    TIMES = "times"
    LEVEL = "level"
    WHOLE = "whole"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parsed number with its unit.

    Attributes:
        value: the number, None where it is a range.
        minimum: the lower bound of a range.
        maximum: the upper bound of a range.
        unit: as written, None where there is none.
        mark: how the words behind it bind it (以上, 以内, 左右), or None.
        han: written in Chinese numerals, which more often than digits name rather than count.
    """

    sort: Sort
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    mark: Comparator | None
    han: bool = False


_HEAD = r"[0-9](?<![\d.A-Za-z×*/第〔\-—–~+]\d)(?<!\d[:：∶]\d)"
_FIRST = rf"{_HEAD}(?:\d{{0,2}}(?:，\d{{3}}){{1,4}}(?!\d)|\d{{0,14}}(?:\.\d{{1,6}})?)"
"""The first number of a quantity: not the rest of a longer number, of a name (N95) or of arithmetic."""
_HAN_FIRST = r"[一二两三四五六七八九十百千](?<![〇零一二两三四五六七八九十百千万亿\d第之每唯统同单进“].)"
_MARK = r"(?P<mark>（含）以上|及?以上|之上|以内|之内|及?以下|左右|上下)?"
_MARKS = {
    "上": Comparator.AT_LEAST, "内": Comparator.AT_MOST, "下": Comparator.AT_MOST, "右": Comparator.ABOUT,
}  # fmt: skip
_MEASURE = (
    r"人口|万?人次|万?人天|课时|学时|学分|床位|标准箱|平方公里|平方千米|平方米|立方米|微克/立方米|毫克/立方米|毫克/升|微克|毫克|场次|家次|台次|万千瓦时|万千瓦|千瓦时|千伏安|千瓦|千伏|兆瓦|公里|千米|公顷"
    r"|公斤|千克|吨标准煤|吨标煤|车次|班次|批次|户次|例次|台套|台（套）|辆次|[个名人家所项张台套件条场次户座处支届期门篇部册辆架艘株头只对"
    r"片栋间床位例份种类款亩吨升米岁村镇县组队站枚颗宗本卷幅轮批棒羽]|分(?![之钟类别级期])|起(?![步草点始降居诉到])|路(?![线径口段由公])"
)
_NOT_COUNT = r"(?!月|百分点|工作日|自然日|小时|多月|半月)"
_PER = r"(?:[/·每](?:人|户|亩|年|月|天|日|床|次|平方米|公里|学年|生|台|件|吨|家|例|千瓦时|车|村|校)){0,3}"

ALL = frozenset({"所有", "全部", "全体"})
"""What stands for 100 % in a list of shares: 所有三级公立医院、30%的二级公立医院."""
JOINT = "(?:、|以及|[和及与])"
"""`JOINTS` as a pattern."""
_ALL = "[所全](?:(?<=所)有|(?<=全)[部体])"
_KIND = (
    "(?:医院|机构|卫生院|卫生室|中心|单位|部门|企业|公司|学校|高校|院校|小学|中学|幼儿园|园区|基地|医联体|医共体|科室|社区|街道|乡镇"
    "|[省市县区镇乡村户组站店所馆人]|地区|家庭|群众|儿童|对象|人员|人口|居民|患者|职工|干部|党员|学生|教师|医师|医生|护士)"
    r"(?:（[^（）\d\n]{1,8}）)?"
)
"""What a share of is one of bodies, places or people; a verb or a measure ends otherwise (提供优惠, 使用率)."""
_ALL_OF = (
    "(?!的|由|为|是|落实|取消|完成|纳入|实现|实行|建立|达到|免除|覆盖|开展|下放|公开)"
    rf"[^，。；：、和及与（）\d%\n要应须将均都]{{0,24}}{_KIND}"
)
_SHARE_OF = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?%|{HAN}分之{HAN})(?:以上|左右)?的?[^，。；：、（）\d\n]{{0,24}}{_KIND}"
_SHARE_BEFORE = re.compile(rf"{_SHARE_OF}{JOINT}\Z")
_LONGEST_MEMBER = 60


def _made(sort: Sort, match: re.Match[str]) -> Quantity | None:
    """Make a number or a range with the scale and the unit behind it."""
    groups = match.groupdict()
    scale = groups.get("scale") or ""
    low = decimal_value(groups["low"], groups.get("low_scale") or scale)
    high = decimal_value(groups["high"], scale) if groups.get("high") else None
    if low is None:
        return None
    mark = _MARKS[groups["mark"][-1]] if groups.get("mark") else None
    han = not groups["low"][0].isascii()
    unit = groups.get("unit") or None
    if high is not None and high > low:
        return Quantity(sort, None, low, high, unit, mark, han)
    return Quantity(sort, low, None, None, unit, mark, han)


def _share(match: re.Match[str]) -> Quantity | None:
    return _made(Sort.SHARE, match)


def _fraction(match: re.Match[str]) -> Quantity | None:
    """Make 三分之一, 1/3, 一半; 百分之三十 is 30 %."""
    text = match["low"]
    mark = _MARKS[match["mark"][-1]] if match["mark"] else None
    if text.startswith("百分之"):
        return Quantity(Sort.SHARE, decimal_value(text[3:]), None, None, "%", mark)
    value = Decimal("0.5") if text in {"一半", "半数"} else decimal_value(text)
    return None if value is None else Quantity(Sort.SHARE, value, None, None, None, mark)


def _money(match: re.Match[str]) -> Quantity | None:
    return _made(Sort.MONEY, match)


def _time(match: re.Match[str]) -> Quantity | None:
    low = match["low"]
    if match["unit"] == "年" and len(low) == 4 and low.isdigit():
        return None
    made = _made(Sort.TIME, match)
    # 分别压减到4个和5个工作日: the last number of a list has the unit of all.
    later = match.groupdict().get("later")
    return replace(made, unit=f"个{later}") if made and later else made


def _count(match: re.Match[str]) -> Quantity | None:
    return _made(Sort.COUNT, match)


def _times(match: re.Match[str]) -> Quantity | None:
    return _made(Sort.TIMES, match)


def _level(match: re.Match[str]) -> Quantity | None:
    return _made(Sort.LEVEL, match)


def _rank(match: re.Match[str]) -> Quantity | None:
    """Make 稳居全球前三: at most the third place."""
    value = decimal_value(match["low"])
    return None if value is None else Quantity(Sort.LEVEL, value, None, None, match["unit"], Comparator.AT_MOST)


def _whole(match: re.Match[str]) -> Quantity | None:  # noqa: ARG001 - the shape of a production
    return Quantity(Sort.WHOLE, Decimal(100), None, None, "%", None)


def _all(match: re.Match[str]) -> Quantity | None:  # noqa: ARG001 - the shape of a production
    return Quantity(Sort.ALL, Decimal(100), None, None, "%", None)


def _all_behind(match: re.Match[str]) -> Quantity | None:
    """Make 30%的二级公立医院和所有三级公立医院, where the share stands before."""
    low = max(match.pos, match.start() - _LONGEST_MEMBER)
    return _all(match) if _SHARE_BEFORE.search(match.string, low, match.start()) else None


_NUMBER = rf"(?P<low>{_FIRST})(?P<low_scale>{SCALE})(?:{DASH}(?P<high>{ARABIC}))?(?P<scale>{SCALE})"

RULES: tuple[Rule[Quantity], ...] = (
    Rule(
        "indicator.percent",
        re.compile(rf"(?P<low>{_FIRST})(?:[%‰]?{DASH}(?P<high>{ARABIC}))?(?P<unit>%|‰|个百分点|百分点){_MARK}"),
        _share,
    ),
    Rule(
        "indicator.fraction",
        re.compile(
            rf"(?P<low>[百千万一二三四五六七八九十](?<![一二三四五六七八九十百千万].)[一二三四五六七八九十]{{0,2}}分之(?:{HAN}|{ARABIC})){_MARK}"
        ),
        _fraction,
    ),
    Rule("indicator.ratio", re.compile(rf"(?P<low>{_HEAD}/[2-9](?![\d/])){_MARK}"), _fraction),
    Rule("indicator.half", re.compile(rf"(?P<low>一半|半数){_MARK}"), _fraction),
    Rule(
        "indicator.money",
        re.compile(rf"{_NUMBER}(?:余|多)?(?P<unit>(?:人民币)?(?:美元|欧元|元){_PER}){_MARK}"),
        _money,
    ),
    Rule(
        "indicator.time",
        re.compile(
            rf"(?P<low>{_FIRST})(?<!月\d)(?<!月\d\d)(?:个?[年月天日周]?{DASH}(?P<high>{ARABIC}))?"
            rf"(?P<unit>个?工作日|个?自然日|个月|个?小时|分钟|秒|年|天|日|周|个(?=[、和及与]\d{{1,3}}个(?P<later>工作日|自然日|月|小时)))"
            rf"(?!期|度|级|均|报|\d)(?!内){_MARK}"
        ),
        _time,
    ),
    Rule(
        "indicator.time-within",
        re.compile(
            rf"(?P<low>{_FIRST})(?<!月\d)(?<!月\d\d)(?P<unit>个?工作日|个?自然日|个?小时|分钟|天|日)(?P<mark>(?:以|之)?内)"
        ),
        _time,
    ),
    Rule(
        "indicator.relief-years",
        re.compile(
            r"(?P<low>[0-9一二三四五六七八十](?<![\d.一二三四五六七八九十].)\d?)(?P<unit>年)内"
            r"(?:(?=[免减])|(?<=[成设]立...)|(?<=[成设]立....)|(?<=投产...)|(?<=落户...))"
        ),
        _time,
    ),
    Rule("indicator.count", re.compile(rf"{_NUMBER}(?:余|多)?(?P<unit>{_MEASURE}){_NOT_COUNT}{_MARK}"), _count),
    Rule(
        "indicator.han-count",
        re.compile(
            rf"(?P<low>{_HAN_FIRST}[一二三四五六七八九十百千]{{0,3}})(?P<scale>万?)(?P<unit>[个名家所项张台套条场次座处支片篇]){_NOT_COUNT}"
            r"(?![性化致体样流级律路方些般定起旦批])(?P<mark>及?以上|以内|左右)?"
        ),
        _count,
    ),
    Rule(
        "indicator.han-time",
        re.compile(
            rf"(?P<low>(?:{_HAN_FIRST}|半)[一二三四五六七八九十]{{0,2}})(?P<unit>个月|个?小时|个工作日|年|天|周)(?!期|度|级|来|均|一|内){_MARK}"
        ),
        _time,
    ),
    Rule("indicator.times", re.compile(rf"(?P<low>{_FIRST})(?P<unit>倍)(?!频|增)(?P<mark>以上|左右)?"), _times),
    Rule(
        "indicator.han-times",
        re.compile(r"(?P<low>[一二两三四五](?<![一二两三四五六七八九十翻第].))(?P<unit>倍)(?P<mark>以上|左右)?"),
        _times,
    ),
    Rule(
        "indicator.per-population",
        re.compile(rf"(?P<low>{_FIRST})(?P<unit>/(?:10万|十万|1万|万|千))(?![人元]){_MARK}"),
        _level,
    ),
    Rule("indicator.doubling", re.compile(r"翻(?P<low>[一两二三四\d])(?P<unit>番)"), _times),
    Rule(
        "indicator.grade",
        re.compile(
            rf"(?P<low>[1-9](?<=[到至为达和及、].))(?P<unit>级)(?![别联配城医公]){_MARK}(?=[，。；、）\n和及]|$)"
        ),
        _level,
    ),
    Rule(
        "indicator.level",
        re.compile(
            rf"(?P<low>[0-9](?<=[到至于在过破达为≥≤].)(?:\d{{0,14}}(?:\.\d{{1,6}})?))(?:{DASH}(?P<high>{ARABIC}))?(?P<scale>{SCALE})"
            r"(?P<unit>[A-Za-z]{1,8}(?![A-Za-z\d]))?级?(?P<mark>及?以上|以内|及?以下|左右)?(?=[，。；、）\n和及]|$)"
        ),
        _level,
    ),
    Rule(
        "indicator.rank",
        re.compile(r"(?P<low>[一二三四五六七八九十\d](?<=前.)[十\d]{0,2})(?P<unit>名|位)?(?=[，。；、）（\n]|$)"),
        _rank,
    ),
    Rule("indicator.all", re.compile(rf"{_ALL}(?={_ALL_OF}(?:、{_ALL_OF}){{0,2}}{JOINT}{_SHARE_OF})"), _all),
    Rule("indicator.all-behind", re.compile(rf"{_ALL}(?={_ALL_OF})"), _all_behind),
    Rule("indicator.full-coverage", re.compile(r"全覆盖(?<![健安完保]全覆盖)"), _whole),
)
"""Every form of a quantity, in the order that decides between equally long ones."""

_BY_DIGITS = (
    "percent ratio money time time-within count times per-population grade level".split()  # noqa: SIM905
)
WITHOUT_DIGITS: tuple[Rule[Quantity], ...] = tuple(
    rule for rule in RULES if rule.name.removeprefix("indicator.") not in _BY_DIGITS
)
"""The forms that need no digit: the others find nothing in a text without one."""
