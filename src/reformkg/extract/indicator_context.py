"""Which quantities are targets: counts that are built, levels that are reached, grants that are given, norms.

No targets are numbers that name or describe something, permissions, conditions for a grant, baselines and the
arithmetic of a formula. Touches the family's passages only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from reformkg.extract.indicator_binding import changes, is_bound, is_limited, is_only_limit
from reformkg.extract.indicator_passage import Passage
from reformkg.extract.indicator_wording import Target
from reformkg.extract.quantity import JOINTS, Quantity, Sort
from reformkg.model import Comparator

_AFTER_ISSUE = re.compile(r"(?:印发|发布|下发|公布|出台|施行|发文)(?:实施)?(?:之日)?(?:起|后)$")
_BEGUN = re.compile(r"(?:19|20)\d\d年[^，。；]{0,6}(?:起|开始)")
_PER_UNIT = re.compile(r"每[新认培引建完]?[认定增育进成建立获批入选]{0,3}$|前$")
_MULTIPLE_OF = re.compile(r"(?:按|达到|超过|为|是)[^，。；]{1,20}的$")
_NO_LENGTH_BEFORE = re.compile(r"(?:有效期|近|(?<!提)前|过去|连续)$")
_NO_LENGTH_AFTER = re.compile(r"(?:以上)?(?:学历|劳动合同|经验|期以上|内|前|后)")
_NORM_HEAD = re.compile(r"按照?每[^，。；、]{1,10}$")
_RELIEF_HEAD = re.compile(r"[免减]$|(?:[成设]立|投产|落户|其后|此后).?$")
_YIELD = re.compile(
    r"(?:完成|实现|达到|力争|新增|突破|引进|带动)[^，。；、]{0,12}(?:投资|产值|收入|营收|规模|销售额|交易额|减税降费|减税|降费|让利|贷款|总额|资金|增加值)$"
)
_INVESTED = re.compile(r"的?(?:出资|投资|融资|授信|注资)")
_RATE_HEAD = re.compile(r"每[人家户个名亩台][^，。；、]{0,8}$|[户人亩年月]均[^，。；、]{0,8}$|(?:标准|额|规模|增收)$")
_AMOUNT_NOUN = re.compile(r"(?:量|数|规模|能力|人数|总数|人口|里程|面积|产能)$")
_LOOSE_LEVEL = re.compile(r"(?:是|占|至少|[:：=])$")
_CLAUSE_REST = re.compile(r"[^，。；：\n]{0,60}")
_RANK_HEAD = re.compile(r"(?:(?<![底末月日])前|后|排名|首付|名列)$")
_RANKED = re.compile(r"(?:稳居|位居|居|进入|跻身|位列|列|排名|排|进)(?:全[国省市球县区]|世界|同类|[^，。；、]{2,4})?$")
_FROM = re.compile(r"(?:从|由)[^，。；]{0,20}$")
_MOVES = re.compile(
    r"(?:左右)?(?:提高|增加|上升|降低|下降|减少|提升|调整|扩大|增长|缩短|压缩|压减|降|升|减|增)[到至为]?"
)
_DISTANCES = frozenset({"公里", "千米", "米"})
_ODD_UNITS = frozenset("米对只类种款组队")

_PERMITTED = re.compile(
    r"(?<![许认不无非宁])可(?!(?:[^，。；]{0,4}(?:率|性|度))|持续|再生|复制|推广|追溯|及性|穿戴|靠|控|行|视|循环|比|开放|体验|转化|放大|示范|移植|编程|支配|操作"
    r"|落地|预|降解|办|转换|回收|利用|调节|信|能|供|感|见|用|定制|疑)|允许|自主选择|不设"
)
_ASSUMED = re.compile(r"(?:已经?|目前|现有|上年|去年底|近年来?)(?:累计)?(?:达|有|建成|完成|实现|超过|覆盖|突破)")
_SINCE = re.compile(r"以来，|截[至止](?:目前|20\d\d年(?:年?底|末|\d{1,2}月底?)?)，")
_CHOICE_HEAD = re.compile(r"^(?:对于?|凡是?|如|若|当|针对|经)")
_GRANT_IN = re.compile(
    r"给予|予以|奖|补|资助|扶持|出资|投入|拨付|发放|安排|贴息|收取|返还|预付|拨款|减免|支付|筹资|配套"
)
_GRANT_TAIL = re.compile(
    r"^的?[^，。；]{0,14}(?:奖励|补助|补贴|资助|扶持|奖补|标准|支持|贴息|津贴|经费|补差|资金|优惠)"
)
_STRONG = re.compile(
    r"建成|新建|建设|建立|创建|打造|培育|培养|培训|完成|引进|引育|引入|组建|举办|新增|扩建|改造|形成|推出|遴选|评选|发布|设立|设置"
    r"|配备|配置|招聘|招收|招募|选派|选聘|选树|认定|争创|揭榜|集聚|聚集|吸引|提供|促进|推广|孵化|开放|开展|实施|制定|修订|编制|布局|创办|壮大|拥有"
    r"|指定|接入|上云|签约|资助|救助|帮扶|转移|安置|开发|投放|建强|做强|开设|增加|增设|发展|开通|生产|种植|获批|申报|转化|突破|转产|参加|组织|扶持"
    r"|整治|治理|覆盖|建|配|打通|实现|支持|招引|转岗|输送|储备|更新|清理|取消|办好|办理|招录|录用|布设|架设|安装|曝光|加装|更换|拆除|淘汰|关停|筛查|接种|修建|续建|迁建|铺设|评定|命名|表彰|选拔|轮训|派驻|创成|争取|投用|竣工"
    r"|筹集|供应|检测|测量|体检|随访|吸纳|解决|归集|汇聚|发放|造林|修复|绿化|排查|整改|接入|选取|收集|选育|压减|削减|化解|联系|走访|包联|征集|征求|购置|添置|研发|攻克|揭牌|搭建|服务|惠及|列出|召开|督办|检查|抽查|抽检|确定"
)
_WEAK_END = re.compile(r"(?:支持|推动|推进|引导|面向|实施)[全省市县区国乡镇]{0,2}$")
_DUTIES_BEHIND = re.compile("(?:重点|主要|具体)?(?:任务|工作)")
_REACHES = re.compile("达到|建成|完成|通过|创成|获评")
_EACH_TIME = re.compile(r"每(?:年|半年|季度?|月|周|天|日|学[年期])[^，。；]{0,20}$")
_ROUNDS = frozenset({"次", "场", "期", "场次"})
_EACH_HAS = re.compile(r"每[^，。；每]{1,16}(?:都|均)?(?:至少)?(?:要|应|须)?有$")
_WEAK = re.compile(
    r"支持|实施|开展|落实|组织|实现|覆盖|建立|促进|提供|发展|开放|转移|配|建|取消|签约|办理|检查|治理|整治|更新|增加|推广|生产"
    r"|参加|救助|帮扶|制定|服务|惠及"
)
_NAMING = re.compile(
    r"围绕|聚焦|针对|依托|按照|通过|采取|包括|涵盖|分为|划分|组成|等$|上述|贯彻|遵循|这|该|由(?![^，。；]{2,30}(?:牵头|领衔)的)|属于|符合|其中|根据|对$|参照|从(?![事业])|贯彻|遵守|坚持"
)
_HAN_COUNT_FOR = re.compile(
    r"至少|不少于|不低于|每个|每县|每村|每镇|每市|每乡|每所|每名|每家|各|每(?:个)?[^，。；每]{1,16}(?:有|建|设|配)|标准为"
)
_DONE_THERE = re.compile("[^，。；]{1,14}(?:开展|推广|实施|建设|建成|试点|推行)")
_CLOSE = 4
_FEW = 1000
"""Below it a count in Chinese numerals more often names than counts (两个允许, 十八项制度)."""
_TIME_NOUN = re.compile(r"(?:期限|周期|时间|时长|年限|工龄|期|学时|天数|工期)(?:[^，。；]{0,6})?(?:为|达|原则上)?$")
_TIME_VERB = re.compile(
    r"(?:发放|参加|免收|减免|免除|延长至?|放宽[至到](?:参保)?|缩短[至到]?|压缩[至到]?|压减[至到]?|控制在|给予|提供|补助|减半征收|缴纳|实习|服务|进修|培训"
    r"|满|达到?|提前|驻点|顺延|预付)(?:满|为)?(?:不少于)?$"
)
_TIME_MEASURE = re.compile("住院[日天]|(?:平均|等待|办理|审批|响应|在途)[^，。；、]{0,8}(?:时间|时长|时限|用时|天数)")
_DONE_WITHIN = re.compile(r"(?:办结|办理|办好|完成|出证|送达|答复|响应|到位|支付|拨付|审结)(?![^，。；]{0,3}率)")
_TIME_LIMIT_HEAD = re.compile(r"(?:在|于|起|后|日起|原则上)$")
_AFTER_DESCRIPTOR = re.compile(r"^(?:规模|及以上|以上)?的")
_WITHIN_REACH = re.compile("(?:范围|半径)?(?:以?[内外])的|范围")
_OVER = re.compile(r"(?:超过|达到|满|高于|低于|不足|在|过|小于|大于)$")
_BESTOWED = re.compile("赋予|授予")
"""What follows is given with its number: 赋予…不低于10年的长期使用权."""
_QUOTE = re.compile(r"[《“][^》”]{0,24}$")
_QUOTED = re.compile("“[^”]*”")
_WHOLE_HEAD = re.compile(r"(?:实现|达到|做到|推进|推动|完成|力争|基本)[^，。；“”]{0,40}$|[^，。；、“”]{2,30}$")


_ALL_AS_BASE = re.compile("(?:占|按照?|从|不是|并非)$")
_MEASURED_ABOVE = re.compile(r"(?:率|比例|占比|比重|额|收入|投入|强度|量)(?:达到?|超过|不低于|高于|在)$")
_DESCRIBED = re.compile(r"(?:以上|左右|以内)?的(?!目标|水平|要求|标准|比例)")


@dataclass(frozen=True, slots=True)
class _Case:
    """A quantity in its place, and the target before it in the same part of the sentence."""

    quantity: Quantity
    passage: Passage
    previous: Target | None


def is_target(quantity: Quantity, passage: Passage, previous: Target | None) -> bool:
    """Whether a quantity is a measurable target.

    Args:
        quantity: as parsed.
        passage: the words round it.
        previous: the last target before it in the same part of the sentence, or None.
    """
    case = _Case(quantity, passage, previous)
    return not any(is_so(case) for is_so in _EXCLUDED) and _ACCEPTED[quantity.sort](case)


def _is_named(case: _Case) -> bool:
    """Whether it stands in a name or a title: “两个允许”, 《…三年行动》."""
    return _QUOTE.search(case.passage.before) is not None


def _is_arithmetic(case: _Case) -> bool:
    return any("×" in words and "×" in _QUOTED.sub("", words) for words in (case.passage.head, case.passage.tail))


def _is_told(case: _Case) -> bool:
    """Whether it tells of what is (已建成5个) or of what a change starts from (从60%提高到70%)."""
    head = case.passage.head
    if _SINCE.search(case.passage.part_before):
        return True
    return bool(_ASSUMED.search(head) or (_FROM.search(head) and _MOVES.match(case.passage.tail)))


def _is_permitted(case: _Case) -> bool:
    """Whether it may be, and need not: 可返还50%, 可按6个月…，或按6个月…; 可申请延期，最长不超过3个月."""
    passage = case.passage
    if _PERMITTED.search(passage.head):
        return True
    if passage.head.startswith("或"):
        return _PERMITTED.search(passage.part_before) is not None
    return is_only_limit(passage.head) and any(_PERMITTED.search(clause) for clause in passage.clauses_before[-1:])


def _is_condition(case: _Case) -> bool:
    """Whether the clause only says for whom or when: 年销售收入首次达到2000万元的，."""
    passage = case.passage
    text, stop, tail = passage.text, passage.stop, passage.tail
    if text[stop : stop + 1] == "）":
        rest = _CLAUSE_REST.match(text, stop + 1)
        tail = rest[0] if rest else ""
        stop += 1 + len(tail)
    return tail.endswith("的") and text[stop : stop + 1] in {"，", "、", "："} and not _GRANT_TAIL.match(passage.tail)


def _is_choice(case: _Case) -> bool:
    """Whether the clause chooses what a grant goes to: 对室内场所200平方米以上，…的体育俱乐部，给予奖励."""
    if case.quantity.sort is Sort.WHOLE:
        return False
    head = case.passage.head
    if not _CHOICE_HEAD.match(head) or "按" in head or _GRANT_IN.search(head):
        return False
    if case.passage.tail.startswith(("免", "减")):
        return False
    return _GRANT_IN.search(case.passage.part_after) is not None


def _is_description(case: _Case) -> bool:
    """Whether it describes the noun behind it: 超过1000人规模的学校, 占比超过5%的企业, 160千瓦及以下小微企业."""
    head, tail = case.passage.head, case.passage.tail
    if case.passage.text.endswith(("及以上", "及以下"), case.passage.start, case.passage.end) and not is_bound(head):
        return "\u4e00" <= tail[:1] <= "\u9fff"
    if case.quantity.unit in _DISTANCES and _WITHIN_REACH.match(tail) and not is_bound(head):
        return True
    if case.quantity.sort is Sort.SHARE:
        return bool(_MEASURED_ABOVE.search(head) and _DESCRIBED.match(tail))
    marked = case.passage.text.endswith(("以上", "以下"), case.passage.start, case.passage.end)
    governed = head not in {"为", "对"} and (is_bound(head) or _verb_governs(head[-_CLOSE:]))
    if marked and tail.startswith("的") and not governed:
        return not _GRANT_TAIL.match(tail)
    described = _OVER.search(head) and _AFTER_DESCRIPTOR.match(tail) and not _GRANT_TAIL.match(tail)
    return bool(described) and _BESTOWED.search(head) is None


_EXCLUDED: tuple[Callable[[_Case], bool], ...] = (
    _is_named,
    _is_permitted,
    _is_arithmetic,
    _is_told,
    _is_condition,
    _is_choice,
    _is_description,
)


def _whole(case: _Case) -> bool:
    head, tail = case.passage.head, case.passage.tail
    return bool(_WHOLE_HEAD.search(head)) and len(head) < 60 and (not tail or tail[0] in "和并且")


def _all(case: _Case) -> bool:
    return _ALL_AS_BASE.search(case.passage.own_head) is None


def _share(case: _Case) -> bool:
    head = case.passage.own_head
    if case.quantity.value == Decimal("0.5") and case.quantity.unit is None:
        return bool(_GRANT_IN.search(head)) or is_bound(head) or changes(head)
    return not (_RANK_HEAD.search(head) or case.passage.tail.startswith(("股权", "股份")))


def _money(case: _Case) -> bool:
    head, tail = case.passage.head, case.passage.tail
    if _carries_on(case) or is_bound(head):
        return True
    if re.match(r"(?:及|（含）)?以上", tail):
        return False
    return bool(
        _GRANT_IN.search(head) or _GRANT_TAIL.match(tail) or _RATE_HEAD.search(head) or _YIELD.search(head)
    ) or (_INVESTED.match(tail) is not None and _verb_governs(head))


def _count(case: _Case) -> bool:
    quantity, passage = case.quantity, case.passage
    head, bound = passage.head, is_bound(passage.own_head) or changes(passage.own_head)
    if _PER_UNIT.search(head) or (quantity.unit == "岁" and not re.search(r"寿命|年龄", head)):
        return False
    if _carries_on(case) or _NORM_HEAD.search(head):
        return True
    if not bound and (_NAMING.search(head[-6:]) or quantity.unit in _ODD_UNITS):
        return False
    few = quantity.han and quantity.value is not None and quantity.value < _FEW
    if few and not quantity.mark and not _HAN_COUNT_FOR.search(head):
        return False
    marked = quantity.mark is not None and "标准" in passage.part_before[-30:]
    named = not passage.own_tail and _AMOUNT_NOUN.search(passage.own_head)
    if quantity.unit == "项" and _DUTIES_BEHIND.match(passage.tail):
        return bound
    return bool(
        bound
        or (not head and _REACHES.search(passage.own_tail))
        or marked
        or named
        or passage.is_cell
        or _EACH_HAS.search(head)
        or (quantity.unit in _ROUNDS and _EACH_TIME.search(head))
        or _is_venue(case)
        or _verb_governs(head)
        or _is_bracketed(passage)
    )


def _is_venue(case: _Case) -> bool:
    """Whether it counts where something is to be done: 每年在30个县开展…, 选择15个左右地级市开展…."""
    head = case.passage.head
    chosen = head.endswith("选择") and case.quantity.mark is not None
    return (chosen or head.endswith("在")) and _DONE_THERE.match(case.passage.tail) is not None


def _is_bracketed(passage: Passage) -> bool:
    """Whether the count alone fills the bracket behind what is chosen or built: 确定薄弱专科（3-4个）."""
    before, behind = passage.text[passage.start - 1 : passage.start], passage.text[passage.end : passage.end + 1]
    return before == "（" and behind == "）" and any(_verb_governs(clause) for clause in passage.clauses_before[-1:])


def _verb_governs(head: str) -> bool:
    """Whether a verb of building, training or the like governs what stands at the end of `head`."""
    verbs = list(_STRONG.finditer(head))
    if not verbs:
        return bool(_WEAK_END.search(head))
    last = verbs[-1]
    if any(found.start() > last.start() for found in _NAMING.finditer(head)):
        return False
    return len(head) - last.end() <= 8 if _WEAK.fullmatch(last[0]) else True


def _time(case: _Case) -> bool:
    quantity, passage = case.quantity, case.passage
    head, tail = passage.own_head, passage.tail
    if _NO_LENGTH_BEFORE.search(head) or _NO_LENGTH_AFTER.match(tail) or _AFTER_ISSUE.search(head):
        return False
    if re.search(r"周期为?$|为期$", head) and _BEGUN.search(passage.part_before):
        return False
    if quantity.unit == "年" and _RELIEF_HEAD.search(head + tail[:1]):
        return _GRANT_IN.search(passage.part_after) is not None or tail[:1] in {"免", "减"}
    if _same_list(case) and _is_joined(case):
        return True
    if quantity.mark is Comparator.AT_MOST and quantity.unit not in {"年", "个月"}:
        return bool(_TIME_LIMIT_HEAD.search(head) or _DONE_WITHIN.match(tail)) or is_bound(head)
    return bool(
        is_limited(head)
        or _TIME_VERB.search(head)
        or _TIME_NOUN.search(head)
        or (is_bound(head) and _TIME_MEASURE.search(head))
        or (head.endswith("各") and _EACH_TIME.search(passage.part_before))
    )


def _times(case: _Case) -> bool:
    head = case.passage.head
    return case.quantity.unit == "番" or changes(head) or is_bound(head) or _MULTIPLE_OF.search(head) is not None


def _level(case: _Case) -> bool:
    quantity, head = case.quantity, case.passage.head
    if quantity.mark is Comparator.AT_MOST and head.endswith("前"):
        return _RANKED.search(head[:-1]) is not None
    if ((quantity.unit or "").startswith("/") and _same_list(case)) or (quantity.unit == "级" and _is_joined(case)):
        return True
    if not is_bound(head) or quantity.unit in {"G", "A", "K", "P", "x"}:
        return False
    return bool(quantity.unit) or not _LOOSE_LEVEL.search(head)


_ACCEPTED: dict[Sort, Callable[[_Case], bool]] = {
    Sort.SHARE: _share,
    Sort.MONEY: _money,
    Sort.COUNT: _count,
    Sort.TIME: _time,
    Sort.TIMES: _times,
    Sort.LEVEL: _level,
    Sort.WHOLE: _whole,
    Sort.ALL: _all,
}


def _same_list(case: _Case) -> bool:
    """Whether the target before it stands in the same clause: 分别下降到4.5‰、10/10万."""
    return case.previous is not None and case.previous.passage.clause == case.passage.clause


def _is_joined(case: _Case) -> bool:
    """Whether nothing but 、 or 和 stands between the number and the one before it: 22天、32天."""
    previous, passage = case.previous, case.passage
    return previous is not None and passage.text[previous.passage.end : passage.start] in JOINTS


def _carries_on(case: _Case) -> bool:
    """Whether the number carries on a list of targets: 3家…，20家…，100家…; 100%、100%、85%; 8家、…50家."""
    passage, previous = case.passage, case.previous
    if previous is None or previous.quantity.sort is not case.quantity.sort:
        return False
    if _same_list(case):
        return True
    noun_first = not previous.passage.own_tail and not passage.own_tail
    return passage.text.count("，", previous.passage.end, passage.start) == 1 and (not passage.head or noun_first)
