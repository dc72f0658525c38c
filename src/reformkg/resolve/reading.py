"""Holds what a name is read as, and what the ends of names tell of the kind of body; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reformkg.resolve.places import Place

_BRACKETS = str.maketrans("〔〕【】﹝﹞[]", "()()()()")
_KINDS = (
    (re.compile(r"(?:医疗集团|医疗机构)$"), "医疗机构"),
    (
        re.compile(
            r"(?:公司|集团|企业|供电局|电业局|电厂|电网|电力|铁塔|燃气|自来水|运营商|交易所|信用社|保险|银行)$"
            r"|(?:银行|[农工建中]行|农商行).{2,10}[支分]行$"
        ),
        "企业",
    ),
    (
        re.compile(
            r"(?:医院|卫生院|卫生服务中心|卫生服务站|保健院|保健所|急救中心|120中心|血站|中心血库|医共体|医联体|医疗集团)$"
        ),
        "医疗机构",
    ),
    (re.compile(r"(?:大学|学院|学校|研究院|研究所|科学院|中学|小学|实验室|科技中心|卫校|职校)$"), "学校科研机构"),
    (re.compile(r"(?:协会|学会|商会|促进会|基金会|联合会|联盟)$"), "社会组织"),
    (re.compile(r"(?:车务|机务|工务|供电|车辆|电务)段$"), "铁路"),
    (re.compile(r"总?[河湖林田路]长$"), "其他"),
    (re.compile(r"(?:村民?委员?会|居民?委员?会|村\(居\)委会|社区)$"), "基层自治组织"),
)
_GROUP = re.compile(
    r"(?:领导小组|指挥部|联席会议|工作专班|专班|协调机制|委员会|工作组|专项小组|推进组|工作小组|小组)(?:办公室|办)?$"
    r"|.{4}(?:建设|创建|推进)办公室$"
)
_DEFINITION = re.compile(
    r"(?:组成|成立|设立|组建|建立)([^，。；：、（）()\s]{4,40})[（(](?:以下)?简称[：:“\"]?([一-鿿]{2,12})[”\"]?[）)]"
)
_LEADING = "领导小组"
_GROUP_NAMED = re.compile(r"[\u4e00-\u9fff]{4}\Z")
_GROUP_IN_FULL = re.compile(r"(?:[^\w]|依托|成立|由)([省市区县州旗][\u4e00-\u9fff]{3,24})\Z")
_LONGEST_GROUP = 28


@dataclass(frozen=True, slots=True)
class Step:
    """One step of how a name was resolved: the rule, what it read, and what that gave."""

    rule: str
    read: str
    gave: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name was read as.

    Attributes:
        function: the notation, or None where it isn't known.
        full: the full official name, or None where the text does not allow it.
        place: where the body is, or None.
        collective: a class of bodies.
        unit_of: the key of the body that an internal division belongs to.
    """

    function: str | None
    full: str | None
    place: Place | None
    steps: tuple[Step, ...]
    collective: bool = False
    unit_of: str | None = None


def folded(name: str) -> str:
    """Return a name as the rules read it: half-width, round brackets, no spaces, quotes or final 等."""
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return re.sub(r"[\s“”\"'《》「」]+", "", text).strip("、,;。:.等")


def kind_of(name: str) -> str | None:
    """Return the function that the end of a name tells (供电公司: 企业; 人民医院: 医疗机构), or None."""
    return next((function for pattern, function in _KINDS if pattern.search(name)), None)


def is_group(name: str) -> bool:
    """Return whether a name is that of a leading group, a headquarters, a joint conference or one of their offices."""
    return bool(_GROUP.search(name))


def definitions(text: str) -> dict[str, str]:
    """Return the short names that a text gives to bodies that it sets up, with what they stand for.

    Where it names one leading group and no other, 领导小组 alone is that one.
    """
    stated = {found[2]: found[1] for found in _DEFINITION.finditer(text)}
    text = "\n" + text
    places = [found.start() for found in re.finditer(_LEADING, text)]
    mentions = [text[max(0, at - _LONGEST_GROUP) : at] for at in places]
    named = {found[0] for before in mentions if (found := _GROUP_NAMED.search(before))}
    full = next((found[1] for before in mentions if (found := _GROUP_IN_FULL.search(before))), None)
    if full and len(named) == 1:
        stated.setdefault(_LEADING, full + _LEADING)
    return stated
