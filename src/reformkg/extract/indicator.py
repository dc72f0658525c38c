"""Measurable targets in folded text: which quantities are one, how they bind, and what they measure.

Touches model, the rule matcher and the quantities of this family. What counts follows the section Indicators of the
annotation guidelines: targets, counts of what is to be built, trained or funded, norms with a number; not numbers that
name or describe something, permissions, conditions, or the arithmetic of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from reformkg.extract.indicator_passage import Passage, passages
from reformkg.extract.indicator_subject import subjects
from reformkg.extract.indicator_wording import Target
from reformkg.extract.quantity import RULES as QUANTITY_RULES
from reformkg.extract.quantity import Quantity, Sort
from reformkg.extract.rule import Mention, Rule, find
from reformkg.model import Comparator, IndicatorValue

RULES: tuple[Rule[Quantity], ...] = QUANTITY_RULES

_AT_LEAST = r"(?:不低于|不少于|不小于|不得低于|不得少于|应不少于|至少[^，。；、\d]{0,6}|≥|>|超过|突破|大于|高于|多于|最少|最低|最短)"
_AT_MOST = (
    r"(?:不超过|不高于|不多于|不大于|不得超过|不得高于|不得多于|≤|<|低于|小于|少于|最高|最多|最长|最大|上限为?|限额为?)"
)
_ABOUT = r"(?:约|大约|约为|近|接近)"
_LEVEL = (
    r"(?:达到?|(?:提高|提升|增加|增长|扩大|上升|上调|降低|下降|减少|缩短|压缩|压减|控制|延长|放宽|保持|稳定|维持|调整|发展|扩展|增|降|减|升)[到至在]"
    r"|稳居|占比?|为|突破|超过|是|[:：=]|均达|就达到)"
)
_WHICH = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))"
    r"(?:的|到|达到?|给予|须?有|为|(?<=[于过])[^，。；、\d]{2,20}的?)?$"
)
_LEVEL_END = re.compile(rf"{_LEVEL}(?:了|约|近)?$")
_RISE_END = re.compile(r"(?:提高|增长|增加|提升|上升|上浮|递增|增幅为?|扩大|翻)(?:了|约|近)?$")
_FALL_END = re.compile(r"(?:下降|降低|减少|压减|下浮|缩短|下调|减)(?:了|约|近)?$")
_BASELINE = re.compile(r"较|比(?!例|重|率|值|对|赛)|基础上|水平上")
_BOUND_ONLY = re.compile(rf"(?:{_AT_LEAST}|{_AT_MOST}){{1,2}}")
_AFTER_ISSUE = re.compile(r"(?:印发|发布|下发|公布|出台|施行|发文)(?:实施)?(?:之日)?(?:起|后)$")
_BEGUN = re.compile(r"(?:19|20)\d\d年[^，。；]{0,6}(?:起|开始)")
_RATE_HEAD = re.compile(r"每[人家户个名亩台][^，。；、]{0,8}$|标准$|额$")
_AMOUNT_NOUN = re.compile(r"(?:量|数|规模|能力|人数|总数)$")
_LOOSE_LEVEL = re.compile(r"(?:是|占|至少|[:：=])$")
_CLAUSE_REST = re.compile(r"[^，。；：\n]{0,60}")
_RANKED = re.compile(r"(?:稳居|位居|居|进入|跻身|位列|列|排名|排|进)(?:全[国省市球县区]|世界|同类|[^，。；、]{2,4})?$")
_ODD_UNITS = frozenset("级亿米对只类种款组队")

_PERMITTED = re.compile(
    r"(?<![许认不无非宁])可(?!持续|再生|复制|推广|追溯|及性|穿戴|靠|控|行|视|循环|比|开放|体验|转化|放大|示范|移植|编程|支配|操作"
    r"|落地|预|降解|信|能|供|感|见|用|定制|疑)|允许|自主选择|不设"
)
_ASSUMED = re.compile(r"(?:已经?|目前|现有|上年|去年底|近年来?)(?:累计)?(?:达|有|建成|完成|实现|超过|覆盖|突破)")
_CHOICE_HEAD = re.compile(r"^(?:对于?|凡是?|如|若|当|针对|经)")
_GRANT = r"(?:给予|予以|奖励|补助|补贴|资助|扶持|奖补|出资|投入|拨付|发放|安排|贴息|奖|补|收取|返还|预付|拨款|减免|支付|筹资|配套)"
_GRANT_IN = re.compile(_GRANT)
_GRANT_TAIL = re.compile(
    r"^的?[^，。；]{0,14}(?:奖励|补助|补贴|资助|扶持|奖补|标准|支持|贴息|津贴|经费|补差|资金|优惠)"
)
_STRONG = re.compile(
    r"建成|新建|建设|建立|创建|打造|培育|培养|培训|完成|引进|引育|引入|组建|举办|新增|扩建|改造|形成|推出|遴选|评选|发布|设立|设置"
    r"|配备|配置|招聘|招收|招募|选派|选聘|选树|认定|争创|揭榜|集聚|聚集|吸引|提供|促进|推广|孵化|开放|开展|实施|制定|修订|编制|布局|创办|壮大|拥有"
    r"|指定|接入|上云|签约|资助|救助|帮扶|转移|安置|开发|投放|建强|做强|开设|增加|增设|发展|开通|生产|种植|获批|申报|转化|突破|转产|参加|组织|扶持"
    r"|整治|治理|覆盖|建|配|打通|实现|支持|招引|转岗|输送|储备|更新|清理|取消|办好|办理|征集|征求|购置|添置|研发|攻克|揭牌|搭建|列出|召开|督办|检查|抽查|抽检|确定"
)
_WEAK_END = re.compile(r"(?:支持|推动|引导|面向|实施)[全省市县区国乡镇]{0,2}$")
_EACH_HAS = re.compile(r"每[^，。；每]{1,16}(?:都|均)?(?:至少)?(?:要|应|须)?有$")
_WEAK = frozenset({"支持", "实施", "开展", "落实", "组织", "实现", "覆盖", "建立", "促进", "提供", "发展", "开放", "转移", "配", "建", "取消", "签约",
                   "办理", "检查", "治理", "整治", "更新", "增加", "推广", "生产", "参加", "救助", "帮扶", "制定"})  # fmt: skip
_NAMING = re.compile(
    r"围绕|聚焦|针对|依托|按照|通过|采取|包括|涵盖|分为|划分|组成|等$|上述|贯彻|遵循|这|该|由|属于|符合|其中|根据|对$|参照|从(?!事)|贯彻|遵守|坚持"
)
_HAN_COUNT_FOR = re.compile(
    r"至少|不少于|不低于|每个|每县|每村|每镇|每市|每乡|每所|每名|每家|各|每(?:个)?[^，。；每]{1,16}(?:有|建|设|配)|标准为"
)
_TIME_NOUN = re.compile(r"(?:期限|周期|时间|时长|年限|工龄|期|学时|天数|工期)(?:[^，。；]{0,6})?(?:为|达|原则上)?$")
_TIME_VERB = re.compile(
    r"(?:发放|参加|免收|减免|免除|延长至?|放宽[至到](?:参保)?|缩短[至到]?|压缩[至到]?|压减[至到]?|控制在|给予|提供|补助|减半征收|缴纳|实习|服务|进修|培训"
    r"|满|达到?|提前|驻点|顺延)(?:满|为)?(?:不少于)?$"
)
_TIME_LIMIT_HEAD = re.compile(r"(?:在|于|起|后|日起|原则上)$")
_AFTER_DESCRIPTOR = re.compile(r"^(?:规模|及以上|以上)?的")
_OVER = re.compile(r"(?:超过|达到|满|高于|低于|不足|在|过|小于|大于)$")
_QUOTE = re.compile(r"[《“][^》”]{0,24}$")
_WHOLE_HEAD = re.compile(r"(?:实现|达到|做到|推进|推动|完成|力争|基本)[^，。；“”]{0,40}$|[^，。；、“”]{2,30}$")


def find_indicators(text: str, start: int, end: int) -> list[Mention[IndicatorValue]]:
    """Return the measurable targets in `text[start:end]`, in order, one mention each.

    A mention spans the wording from the subject to the number; those that 分别 deals out begin at the same place.

    Args:
        text: a document's folded text.
        start: where to begin, in code points of the whole text; nothing before it is looked at.
        end: where to stop.
    """
    found = find(RULES, text, start, end)
    around = passages(text, [(one.start, one.end) for one in found], start, end)
    targets: list[Target] = []
    for mention, passage in zip(found, around, strict=True):
        previous = targets[-1] if targets and targets[-1].passage.part == passage.part else None
        if _is_target(mention.value, passage, previous):
            targets.append(Target(mention.value, passage, mention.rule))
    return _indicators(targets)


def _indicators(targets: list[Target]) -> list[Mention[IndicatorValue]]:
    made: list[Mention[IndicatorValue]] = []
    comparators: list[Comparator] = []
    for index, (target, (begin, stop, subject)) in enumerate(zip(targets, subjects(targets), strict=True)):
        quantity = target.quantity
        comparator = _comparator(quantity, target.passage)
        if comparator is Comparator.EQUAL and index and _shares_bound(targets[index - 1], target):
            comparator = comparators[-1]
        comparators.append(comparator)
        value = IndicatorValue(
            subject=subject,
            comparator=comparator,
            value=quantity.value,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            unit=quantity.unit,
            optional=quantity.sort is Sort.WHOLE,
        )
        made.append(Mention(begin, stop, target.rule, value))
    return made


def _shares_bound(previous: Target, target: Target) -> bool:
    """Whether the number before says how this one binds: 不低于10000元、5000元."""
    passage = target.passage
    if previous.passage.clause != passage.clause or previous.quantity.sort is not target.quantity.sort:
        return False
    between = passage.text[previous.passage.end : passage.start]
    return between in {"、", "和", "及", "与"} or ("分别" in passage.head and len(between) <= 6)


def _is_target(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head, tail = passage.head, passage.tail
    if _QUOTE.search(passage.before) or _PERMITTED.search(head) or _ASSUMED.search(head) or "×" in head + tail:
        return False
    if _is_condition(passage) or (head.startswith("或") and _PERMITTED.search(passage.part_before)):
        return False
    if _BOUND_ONLY.fullmatch(head) and any(_PERMITTED.search(clause) for clause in passage.clauses_before[-1:]):
        return False
    if quantity.sort is Sort.WHOLE:
        return bool(_WHOLE_HEAD.search(head)) and not re.match(r"[的、]", tail) and len(head) < 60
    if _chooses(passage):
        return False
    if (
        _OVER.search(head)
        and _AFTER_DESCRIPTOR.match(tail)
        and quantity.sort is not Sort.SHARE
        and not _GRANT_TAIL.match(tail)
    ):
        return False
    return _ACCEPT[quantity.sort](quantity, passage, previous)


def _is_condition(passage: Passage) -> bool:
    """Whether the clause only says for whom or when: 年销售收入首次达到2000万元的，."""
    text, stop, tail = passage.text, passage.stop, passage.tail
    if text[stop : stop + 1] == "）":
        rest = _CLAUSE_REST.match(text, stop + 1)
        tail = rest[0] if rest else ""
        stop += 1 + len(tail)
    return tail.endswith("的") and text[stop : stop + 1] in {"，", "、", "："} and not _GRANT_TAIL.match(passage.tail)


def _chooses(passage: Passage) -> bool:
    """Whether the clause chooses what a grant goes to: 对室内场所200平方米以上，…的体育俱乐部，给予奖励."""
    head = passage.head
    return bool(_CHOICE_HEAD.match(head)) and not _GRANT_IN.search(head) and bool(_GRANT_IN.search(passage.part_after))


def _share(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head = passage.own_head
    if quantity.value == Decimal("0.5") and quantity.unit is None:
        return bool(_GRANT_IN.search(head) or _binds(head))
    return not re.search(r"(?:前|后|排名|首付|名列)$", head) and not re.match(r"(?:股权|股份)", passage.tail)


def _binds(head: str) -> bool:
    return bool(_WHICH.search(head) or _LEVEL_END.search(head))


def _money(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head, tail = passage.head, passage.tail
    if _carries_on(passage, previous, Sort.MONEY):
        return True
    if re.match(r"(?:及|（含）)?以上", tail) and not _binds(head):
        return False
    return bool(_GRANT_IN.search(head) or _binds(head) or _GRANT_TAIL.match(tail) or _RATE_HEAD.search(head))


def _count(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head = passage.head
    binds = _binds(passage.own_head)
    if re.search(r"每[新认培引建完]?[认定增育进成建立获批入选]{0,3}$|前$", head):
        return False
    if not binds and (_NAMING.search(head[-6:]) or quantity.unit in _ODD_UNITS):
        return False
    if _carries_on(passage, previous, Sort.COUNT):
        return True
    if quantity.han and not quantity.mark and not _HAN_COUNT_FOR.search(head):
        return False
    if quantity.unit == "岁" and not re.search(r"寿命|年龄", head):
        return False
    if binds or _EACH_HAS.search(head) or (quantity.mark is not None and "标准" in passage.part_before[-30:]):
        return True
    if (
        not head
        and passage.text[passage.clause - 1 : passage.clause] == "（"
        and passage.text[passage.end : passage.end + 1] == "）"
    ):
        return bool(
            _verb_governs(passage.clauses_before[-1] if passage.clauses_before else "") or "确定" in passage.part_before
        )
    return _verb_governs(head) or (not passage.own_tail and bool(_AMOUNT_NOUN.search(passage.own_head)))


def _verb_governs(head: str) -> bool:
    """Whether a verb of building, training or the like governs what stands at the end of `head`."""
    last = None
    for last in _STRONG.finditer(head):  # noqa: B007 - the last match counts
        pass
    if last is None:
        return bool(_WEAK_END.search(head))
    if any(found.start() > last.start() for found in _NAMING.finditer(head)):
        return False
    return len(head) - last.end() <= 8 if last[0] in _WEAK else True


def _time(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head, tail = passage.own_head, passage.tail
    if re.search(r"有效期$|近$|前$|过去$|连续$", head) or re.match(r"(?:以上)?(?:学历|劳动合同|经验|期以上)", tail):
        return False
    if _AFTER_ISSUE.search(head) or (re.search(r"周期为?$|为期$", head) and _BEGUN.search(passage.part_before)):
        return False
    if quantity.mark is Comparator.AT_MOST and quantity.unit not in {"年", "个月"}:
        return bool(_TIME_LIMIT_HEAD.search(head) or _binds(head))
    if _WHICH.search(head):
        return True
    return bool(_TIME_VERB.search(head) or _TIME_NOUN.search(head)) and not re.match(r"(?:以上)?(?:内|前|后)", tail)


def _times(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    head = passage.head
    return quantity.unit == "番" or bool(_RISE_END.search(head) or _binds(head) or re.search(r"按.{1,20}的$", head))


def _level(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    if quantity.mark is Comparator.AT_MOST and passage.text[passage.start - 1] == "前":
        return _RANKED.search(passage.head[:-1]) is not None
    if quantity.unit in {"G", "A", "K", "P", "x"} or not passage.head:
        return False
    return _binds(passage.head) and (bool(quantity.unit) or not _LOOSE_LEVEL.search(passage.head))


_ACCEPT: dict[Sort, Callable[[Quantity, Passage, Target | None], bool]] = {
    Sort.SHARE: _share,
    Sort.MONEY: _money,
    Sort.COUNT: _count,
    Sort.TIME: _time,
    Sort.TIMES: _times,
    Sort.LEVEL: _level,
}


def _carries_on(passage: Passage, previous: Target | None, sort: Sort) -> bool:
    """Whether the number carries on a list of targets: 3家…，20家…，100家…; 100%、100%、85%; 8家、…50家."""
    if previous is None or previous.quantity.sort is not sort:
        return False
    if previous.passage.clause == passage.clause:
        return True
    between = passage.text[previous.passage.end : passage.start]
    if between.count("，") != 1:
        return False
    noun_first = not previous.passage.own_tail and not passage.own_tail
    return not passage.head or noun_first


def _comparator(quantity: Quantity, passage: Passage) -> Comparator:
    """Return how the number binds: by the words at it, else as a change, else as a plain level."""
    head = passage.own_head
    if quantity.minimum is not None:
        return Comparator.RANGE
    change = _change(head) or (Comparator.INCREASE if quantity.unit == "番" else None)
    if change is not None and _BASELINE.search(head):
        return change
    if quantity.mark is not None:
        return quantity.mark
    which = _WHICH.search(head)
    if which is not None:
        if which["least"]:
            return Comparator.AT_LEAST
        return Comparator.AT_MOST if which["most"] else Comparator.ABOUT
    if change is not None:
        return change
    return Comparator.AT_MOST if re.search(r"控制在$", head) else Comparator.EQUAL


def _change(head: str) -> Comparator | None:
    if _RISE_END.search(head):
        return Comparator.INCREASE
    return Comparator.DECREASE if _FALL_END.search(head) else None
