"""Reads names of classes of bodies (各县（区）人民政府, 各级卫生健康部门, 各有关部门) by their wording alone; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformkg.resolve.places import Place, Rank

_LEVEL = r"(?:省份|自治区|自治州|自治县|直辖市|设区的?市|县级市|特区|地区|省|市|州|县|区|旗|盟)"
_LEVELS = rf"(?:{_LEVEL}(?:[、,和及或/()]*{_LEVEL})*\)?)"
_WHICH = r"(?:地方各|全[国省市区县州]各|各有关|各相关|有关|相关|其他|其它|每个|各)"
_TOWN = r"(?:乡镇|镇街|街镇|街乡|乡|镇|街道|街|办事处|苏木)"
_AREA = (
    r"(?:开放先导区|先导区|功能园区|功能区|高新技术产业开发区|经济技术开发区|开发区"
    r"|产业园区|高新区|经开区|新区|园区|管理区)"
)

_GOVERNMENTS = re.compile(rf"(?P<which>{_WHICH})?(?P<levels>{_LEVELS})(?P<rank>级)?(?:地方)?(?:人民)?政府$")
_ALL_GOVERNMENTS = re.compile(
    r"(?:地方)?(?:各级|县级以上|市级以上)(?:地方)?(?:党委、?和?)?(?:人民)?政府$|各级地方政府$|各?地方?(?:人民)?政府$|各级$|各盟行政公署、.*人民政府$"
    rf"|{_LEVELS}[两三四]级(?:党委)?(?:人民)?政府$|(?:属地|当地|所在地)[省市县区]级(?:人民)?政府$|.{{2,4}}各[区县市](?:人民)?政府$"
)
_AREAS = re.compile(
    rf"(?P<which>{_WHICH}|[省市区县州](?:直|级|属))?(?:[^、]{{0,4}}?)(?P<areas>{_AREA}(?:[、,和()]*{_AREA}\)?)*)"
    r"(?P<office>管委会|管理委员会)?$"
)
_AREA_ALONE = re.compile(_AREA)
_PLACES = re.compile(
    rf"{_WHICH}(?:涉.|沿.)?(?:地方?|地区|{_LEVELS}级?)(?:\(.*\))?$"
    rf"|(?:[^各]{{2,8}})?{_LEVEL}\({_LEVELS}$|{_LEVEL}{{2,}}$"
    r"|各?(?:帮扶|受帮扶|有关|相关|重点|试点|统筹|示范).{0,8}(?:地区|省市|省份|城市)$|.{0,8}(?:试点|重点)(?:地区|省份?|城市|[市县])$"
    r"|.{2,}的地[区方]$|.{0,8}[低中高]风险(?:地区|[县市区].*)$|人口.{2,}大[省市县]$|.+等.{2,}地区$"
)
_TOWNS = re.compile(
    rf"(?P<which>{_WHICH})?(?P<towns>{_TOWN}(?:[、,和及()]*(?:{_TOWN}|管委会|开发区|园区|农场))*\)?)"
    r"(?P<office>人民政府|政府)?(?:[、,和及]?(?:街道)?办事处)?$"
)
_RURAL = re.compile(r"乡\(镇\)|镇\(乡\)|乡镇|乡、?镇|镇、?乡|乡|镇")
_GRADED = re.compile(
    rf"(?P<which>各级|{_WHICH}级?)?(?P<levels>[县市]级以上|地(?!方|震)区?|{_LEVELS})?(?P<rank>[两三四]?级)?"
    r"(?P<body>(?!场).{2,})$"
)
_UNSPECIFIC = re.compile(
    r"^(?:各|有关|相关|其他|其它|全[省市区县]|行业|主管|成员|牵头|所有|定点医|(?:政府|党政)(?=机关))"
    r"|^(?:自治区|[省市区县州盟旗])(?:直属?|级|属)?(?:各?(?:有关|相关)|各?(?:部门|单位)$)"
    r"|^国务院(?:各|有关).*(?:部委|部门|机构)$"
    r"|(?:成员单位|行业主管部门|牵头部门)$|^(?:业务)?主管部门$"
    r"|^[省市区县州]委(?:各|有关)+(?:部委|部门)$"
    r"|^(?:[一二三]级|公立|基层|[省市县]级(?:公立|综合|医院|医疗卫?生?机构)|社会办|民营|非公立|医共体|医联体|村卫生室|家庭医生)"
    r"|(?:医疗机构|卫生机构|企业|院校|高校|家庭医生团队)$"
    r"|^(?:乡镇卫生院|社区卫生服务(?:中心|机构)|村\(居\)委会|村\(社区\)|街道社区|社区(?:居委会)?|村委会)$"
)
_CHIEFS = re.compile(r"(?:各级?|乡镇?级?|镇街?级?|街道级?|村级?|社区)[^、]{0,2}?(?:总?[河湖林田路]长)(?:办公室|办)?")
"""Those who answer for a river or a road at levels that have many of them; the office of each is one more class."""
_SORTS = (
    (
        re.compile(
            r"(?:医院|医疗机构|卫生机构|卫生院|服务中心|医联体|医共体|卫生单位|诊所|卫生室|医疗集团|家庭医生团队)$"
        ),
        "医疗机构",
    ),
    (re.compile(r"疾控机构$"), "卫生健康"),
    (re.compile(r"(?:学校|高校|院校|科研院所|科研机构|大学|中小学)$"), "学校科研机构"),
    (re.compile(r"(?:部委|直属机构)$"), "其他"),
    (re.compile(r"(?:企业|公司|银行|金融机构|运营商|平台|商户|机构)$"), "企业"),
    (re.compile(r"(?:协会|学会|商会|社会组织|团体)$"), "社会组织"),
    (re.compile(r"(?:社区|村|委会|村\(社区\)|居民委员会|村民委员会)$"), "基层自治组织"),
    (re.compile(r"(?:党委|党组织)$"), "党委"),
    (re.compile(r"(?:部门|单位|处室|科室|委办局|成员|主体|组|方面|机关|各方)(?:们)?$"), "其他"),
)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of bodies.

    Attributes:
        function: notation, or None where `body` says it.
        full: what the class is called in full behind the name of the place, or None.
        body: the name of the body that each of the class is, as 卫生健康部门, or None.
    """

    function: str | None
    full: str | None
    body: str | None = None


def read_class(text: str, place: Place | None) -> Class | None:
    """Return the class of bodies that a folded name stands for, or None where it names a single body.

    Args:
        text: the name, brackets half-width, without spaces.
        place: where it is said: in a national document the provinces are the levels below.
    """
    chiefs = Class("其他", None) if _CHIEFS.fullmatch(text) else None
    return chiefs or _governments(text, place) or _areas(text) or _towns(text) or _graded(text) or _sort(text)


def _governments(text: str, place: Place | None) -> Class | None:
    found = _GOVERNMENTS.fullmatch(text)
    if found and (found["which"] or len(re.findall(_LEVEL, found["levels"])) > 1):
        which = found["which"] or ""
        if place and place.rank is Rank.NATION and found["levels"][0] == "省":
            return Class("下级政府", f"{which}省、自治区、直辖市人民政府" if which else None)
        named = which and not found["rank"]
        return Class("下级政府", f"{which}{_spelled(found['levels'])}人民政府" if named else None)
    if _ALL_GOVERNMENTS.fullmatch(text):
        return Class("下级政府", None)
    return Class("下级政府", None) if _PLACES.fullmatch(text) and not _TOWNS.fullmatch(text) else None


def _areas(text: str) -> Class | None:
    """Read 先导区管委会, 各园区管委会, 市直园区: areas that there are several of."""
    found = _AREAS.fullmatch(text)
    if _AREA_ALONE.fullmatch(text):
        return Class("下级政府", None)
    joined = found and len(re.findall(_AREA, found["areas"])) > 1
    several = found and (found["which"] or (found["office"] and (joined or re.search("先导|功能", text))))
    if not found or not several:
        return None
    named = found["office"] and found["which"] in (None, "各") and (found["which"] or not joined)
    return Class("下级政府", f"各{_spelled(found['areas'])}管理委员会" if named else None)


def _towns(text: str) -> Class | None:
    found = _TOWNS.fullmatch(text)
    if not found or not (found["which"] or len(re.findall(_TOWN, found["towns"])) > 1 or found["office"]):
        return None
    towns = found["towns"]
    stated = found["which"] == "各" and re.search(r"政府|办|\(", text)
    if not stated or re.search("管委会|开发区|园区|农场", towns):
        return Class("街道乡镇", None)
    rural, urban = _RURAL.search(towns), re.search("街|办事处", text)
    parts = [(rural.start(), _spelled(rural[0]) + "人民政府")] if rural else []
    if urban:
        parts.append((urban.start() - 1, "街道办事处"))
    return Class("街道乡镇", "各" + "、".join(part for _, part in sorted(parts)) if parts else None)


def _graded(text: str) -> Class | None:
    """Read 各级卫生计生委, 各市、县卫生计生行政部门, 县(区)卫健部门, 各县(区)医改领导小组."""
    found = _GRADED.fullmatch(text)
    if not found:
        return None
    which, levels, body = found["which"], found["levels"], found["body"]
    many = bool(levels) and (levels.startswith("设区") or len(re.findall(_LEVEL, levels)) > 1)
    several = many or (bool(levels) and levels.endswith("级以上"))
    if not (several or (which and levels) or which in ("各级", "地方各级")):
        return None
    named = which == "各" and levels and not found["rank"] and not body.endswith("部门") and "地" not in levels
    return Class(None, f"各{_spelled(levels)}" if named else None, body)


def _sort(text: str) -> Class | None:
    if not _UNSPECIFIC.search(text):
        return None
    return next((Class(function, None) for pattern, function in _SORTS if pattern.search(text)), None)


def _spelled(levels: str) -> str:
    """Return levels as officially written: 区市县 → 区、市、县, 县(区) → 县（区）; two together stay so (各区县)."""
    levels = re.sub(r"[,和及或/]", "、", levels)
    levels = re.sub(rf"{_LEVEL}{{3,}}", lambda run: "、".join(re.findall(_LEVEL, run[0])), levels)
    return levels.replace("(", "（").replace(")", "）")
