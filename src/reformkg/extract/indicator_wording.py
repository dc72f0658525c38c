"""The words round a number, stripped of what only leads in, dates or binds it; the family's modules only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformkg.extract.indicator_passage import Passage
from reformkg.extract.quantity import Quantity, Sort

_TIME_AHEAD = re.compile(
    r"(?P<ahead>.{0,60}?)(?<![比较以与])(?:(?:力争|争取|计划)?[到至在于]?(?:19|20)\d\d年(?:年?[底末]|\d{1,2}月底?|[上下]半年|第?[一二三四]季度末?)?前?(?:起?[和到至]20\d\d年)?|年底前|[\d一二三四五]年内"
    r"|[到至]?“?十[一二三四五六]五”?(?:期末|末|期间|时期))(?!的?基础|同期|水平)，?"
)
_MEASURED = re.compile(r"(?:率|度|比例|占比|比重|数|量|额|规模|收入|面积|水平|标准|寿命)$")
_FROM = re.compile(r"(?:从|由)[^，。；]*\d[^，。；]*[到至为][^，。；]{0,10}$")
_RANK = re.compile(r"(?:稳居|位居|居|进入|跻身|位列|列|排名|排|进)(全[国省市球县区]|世界)?前$")
_LEAD_IN = re.compile(
    r"^(?:并且?|且|同时|其中|力争|争取|努力|确保|保证|基本(?=[建实形达完消覆全普满解])|也是实现|实现|应当?(?![用急届对收])|须|将|使(?!用)|原则上|推动|带动|按照|按(?![时期揭需])|根据|由|再(?!生)|需(?!求)|必须"
    r"|即(?![时将])|尽快|要(?!求|素)|为(?=[^了])|做到|是|均(?!衡)|达到|逐步|对于?(?!口|接|象)|凡是?|给予|给|或|鼓励|(?:省级|市级|县级)(?=(?:财政)?(?:按|给予|分别|再|对|予以|一次性)))+(?!率|比|准)"
)
_ACTOR = re.compile(
    r"^(?:由)?[^，。；（）]{2,40}?(?:局|委|厅|部|处|办|政府|部门|单位|机构|医院|学校|高校|企业|各地|地区)"
    r"(?:会同[^，。；]{2,14}?(?:局|委|厅|部门))?(?:要(?!求)|应当?(?!急|用)|将|负责|须|必须|牵头)+"
)
_VERBS = re.compile(
    r"^(?:组织|开展|实施|推进|推动|加强|建立|设立|健全|完善|落实|推广|鼓励|支持|统筹|安排|制定|发布|遴选|组建|做好|联合|进一步|积极|大力"
    r"|加快|保证|确保|定期|每季度|每月|每年)+"
)
_BINDING = (
    r"不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不多于|不大于|不得超过|不得高于|至少须?有?|≥|≤|>|<|超过|突破|大于|高于"
    r"|多于|低于|小于|少于|最高|最多|最长|最短|上限为?|限额为?"
)
_MOVED_TO = (
    r"(?:提高|提升|增加|增长|扩大|上升|上调|降低|下降|减少|缩短|压缩|压减|控制|延长|放宽|保持|稳定|维持|调整|发展"
    r"|增|降|减|升)[到至在]"
)
_LEVEL_TAIL = re.compile(
    r"(?:分别|均|就|都|应|要|须|需|原则上|力争|总体|总计|累计|已|基本|一次性|约|近|的)*"
    rf"(?:(?:{_BINDING}|达到?|约?为|近|是|：|占(?=$)|给予|{_MOVED_TO})(?:了|约|近)?)*\s*$"
)
_PREPOSITION = re.compile(
    r"^(?:围绕|聚焦|面向|针对|依托|按照|根据|通过|依据|立足|结合|在)[^，。；]{2,70}?"
    r"(?:等领域|领域|等方面|方面|基础上|等地|等载体|优势|要求)(?=[^的])"
)
_AND_THEN = re.compile(
    r"[和及与、](?=\d)|并(?=[做对按给加及且与将在通形取达完于])|的?目标的|的目标|的要求|的?(?:方式|形式)|（(?=[^）]*[\d或]|其中|责任)"
)
_BRACKET_NEXT = re.compile(r"[^，。；：、\n（]*")
_GRANT_NOUN = re.compile(
    r"^的?[^，。；、\d]{0,12}?(?:奖励|补助|补贴|资助|扶持|奖补|标准|支持|贴息|津贴|经费|优惠|资金|金|费)(?![用率])"
)
GRANT_IN = re.compile(r"给予|奖励|补助|补贴|资助|扶持|奖补|贴息|发放|返还|支付|免收|减免|免除|顺延|缓缴")
"""Words of giving: where they stand, somebody gets something."""


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that is a target, and where it stands."""

    quantity: Quantity
    passage: Passage
    rule: str


def without_lead(words: str) -> str:
    """Strip dates, who is to act and words that only lead in (到2025年，力争, 市教育局要, 按照, 对) from the front."""
    return _LEAD_IN.sub("", _ACTOR.sub("", without_date(words)))


def without_verb(words: str) -> str:
    """Strip what is done from what it is done to: 开展农村劳动力技能培训 is 农村劳动力技能培训."""
    return _VERBS.sub("", without_lead(words))


def without_binding(words: str) -> str:
    """Strip what binds a number (达到, 不低于, 提高到) from the end."""
    return _LEVEL_TAIL.sub("", words)


def without_date(words: str) -> str:
    """Strip a date from the front, with what stands before it unless that is what is measured (签约率到2025年)."""
    if "年" not in words and "五" not in words:
        return words
    match = _TIME_AHEAD.match(words)
    if match is None:
        return words
    ahead = match["ahead"].rstrip("于在到至")
    return (ahead if _MEASURED.search(ahead) else "") + words[match.end() :]


def head_of(target: Target) -> str:
    """Return the words before the number that tell what it measures."""
    head = target.passage.own_head
    if head.endswith("、"):
        return ""
    head = without_binding(without_date(_FROM.sub("", head)))
    head = _RANK.sub(r"\1排名", head)
    return _PREPOSITION.sub("", _LEAD_IN.sub("", head)).strip(" -—")


def tail_of(target: Target) -> str:
    """Return the words behind the number that name what is counted; a bracket between the two is left out."""
    passage, sort = target.passage, target.quantity.sort
    if passage.text.startswith("（", passage.end) and sort is Sort.COUNT:
        return _behind_bracket(passage)
    tail = re.sub(r"^\d+(?:\.\d+)?%", "", passage.own_tail).rstrip()
    if sort is Sort.LEVEL or tail.startswith(("（含", "）", "（")):
        return ""
    cut = _AND_THEN.search(tail)
    tail = tail[: cut.start()] if cut else tail
    if sort is Sort.MONEY:
        noun = _GRANT_NOUN.match(tail)
        return noun[0] if noun else (tail if len(tail) <= 14 else "")
    return tail


def _behind_bracket(passage: Passage) -> str:
    """Return what is counted in 不少于4名（执法人员不少于2名）农村公路专管员."""
    close = passage.text.find("）", passage.end, passage.end + 60)
    rest = _BRACKET_NEXT.match(passage.text, close + 1) if close >= 0 else None
    return "" if rest is None or len(rest[0]) > 40 or re.match(r"[和及与并]|之间", rest[0]) else rest[0]


def span_of(target: Target) -> tuple[int, int]:
    """Return where the wording begins and ends."""
    passage, tail = target.passage, tail_of(target)
    start = passage.clause if passage.first or "分别" in passage.head else passage.own
    while start < passage.start and passage.text[start].isspace():
        start += 1
    return start, passage.end + (len(tail) if passage.text.startswith(tail, passage.end) else 0)
