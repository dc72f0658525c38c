"""What a target measures: the words round its number, made readable by themselves; passages only.

Four shapes are told apart: a share (30%的二级公立医院完成…), a level (就诊率达到90%), a count (建成2个专科; 培训1000名) and one
of several numbers that 分别 deals out. Where the clause leaves out what it speaks of, it is taken from the clauses
before: the noun that is taken up again (给予补贴，补贴期限…), the body that a grant goes to (对…的企业，), the verb of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformkg.extract.indicator_passage import Passage
from reformkg.extract.quantity import Quantity, Sort

_TIME_AHEAD = re.compile(
    r"^.{0,60}?(?:(?:力争|争取|计划)?[到至在于]?(?:19|20)\d\d年(?:年?[底末]|\d{1,2}月底?)?前?(?:和20\d\d年)?|年底前|[\d一二三四五]年内"
    r"|[到至]?“?十[一二三四五六]五”?(?:期末|末|期间|时期))，?"
)
_LEAD_IN = re.compile(
    r"^(?:并且?|且|同时|其中|力争|争取|努力|确保|保证|基本|也是实现|实现|应当?|须|将|使|原则上|推动|带动|按照|按|根据|由|省级|市级|县级|再|需|必须|即|尽快"
    r"|要(?!求|素)|为(?=[^了])|是|均|达到|逐步|对于?|凡是?|给予|给)+(?!率|比|准)"
)
_AT_LEAST_WORDS = (
    r"不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不多于|不大于|不得超过|不得高于|至少须?有?|≥|≤|>|<|超过|突破|大于|高于|多于|低于|小于|少于"
    r"|最高|最多|最长|最短|上限为?|限额为?"
)
_LEVEL_TAIL = re.compile(
    r"(?:分别|均|就|都|应|要|须|需|原则上|力争|总体|总计|累计|已|基本|一次性|约|近|的)*"
    rf"(?:(?:{_AT_LEAST_WORDS}|达到?|约?为|近|是|：|占(?=$)|给予"
    r"|(?:提高|提升|增加|增长|扩大|上升|上调|降低|下降|减少|缩短|压缩|压减|控制|延长|放宽|保持|稳定|维持|调整|发展|增|降|减|升)[到至在])(?:了|约|近)?)*\s*$"
)
_PREPOSITION = re.compile(
    r"^(?:围绕|聚焦|面向|针对|依托|按照|根据|通过|依据|立足|结合|在)[^，。；]{2,70}?(?:等领域|领域|等方面|方面|基础上|等地|等载体|优势|要求)"
)
_TAIL_END = re.compile(
    r"^[^，。；]*?(?=并(?:做|对|按|给|加|及|且|与|将|在|通|形|取|达|完|于)|的目标|目标的|的要求|的?(?:方式|形式))"
)
_PREDICATE = re.compile(
    r"(?:完成|达到|实现|开展|建立|通过|纳入|接受|提供|落实|具备|设立|参与|取消|建成|成为|配备|制定)[^，。；、]*$"
)
_VERB_FIRST = re.compile(
    r"^(?:完成|达到|实现|开展|建立|通过|纳入|接受|提供|落实|具备|设立|参与|取消|建成|成为|配备|以上达到|以上的)"
)
_MEASURE_NOUN = re.compile(
    r"[^、，（）]{0,12}(?:率|比例|占比|比重|之比|人数|总数|数量|总量|产量|床位数|收入|规模|面积|水平|增速|标准|额|数)$"
)
_GRANT_NOUN = re.compile(
    r"^的?(?:生活|创新|创业|资金|一次性|财政|贷款|科研|培训|租金|房租|奖金|配套|专项|签约服务|失业|临时)?[^，。；、]{0,6}?(?:奖励|补助|补贴|资助|扶持|奖补|标准|支持|贴息|津贴|经费|优惠|资金|金|费)"
)
_GENERIC_HEAD = re.compile(
    r"^(?:分别|最高|一次性|给予|每[人家户个名年月天亩台]+|单个?(?:企业|项目|机构|单位)|省级|市级|国家级|县级|财政|再|补助|补贴|奖励|于|获批|认定|次年|特等奖|[一二三]等奖|企业|奖补|累计"
    r"|前[一二三]年|后[一二三]年|连续|其中|扶持|资助|额度|金额|期限|的|按|照|标准|比例)*$"
)
_GRANT_IN = re.compile(r"给予|奖励|补助|补贴|资助|扶持|奖补|贴息|发放|返还|支付")
_CUT_AT_LEVEL = re.compile(
    r"(?:分别|均|已)?(?:达到?|超过|不低于|不少于|突破|(?:提高|提升|增加|增长|降低|下降|控制|保持|稳定)[到至在]).*$"
)
_RESUMED = (
    "补贴",
    "补助",
    "签约",
    "帮扶",
    "贴息",
    "奖补",
    "缓缴",
    "租金",
    "房租",
    "培训",
    "服务",
    "重点",
    "补偿",
    "奖励",
    "贷款",
    "岗位",
)
_LIST_BEFORE_HEAD = re.compile(
    r"^(.{0,8}?(?:获批|认定|建设|培育|开展|支持|从事|承担|获得|入选|具有|经))?[^，。；]{26,}?等(?=[^等]{4,}$)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that is a target, and where it stands."""

    quantity: Quantity
    passage: Passage
    rule: str


def subjects(targets: list[Target]) -> list[tuple[int, int, str]]:
    """Return for each target the span of its wording and what it measures."""
    made: list[tuple[int, int, str]] = []
    for index, target in enumerate(targets):
        previous = targets[index - 1] if index else None
        if previous is not None and previous.passage.part != target.passage.part:
            previous = None
        dealt = _dealt(targets, index)
        subject = dealt if dealt is not None else _subject(target, previous, made[-1][2] if previous else "")
        made.append((*_span(target), _tidy(subject)))
    return made


def _span(target: Target) -> tuple[int, int]:
    passage = target.passage
    start = passage.clause if passage.first or "分别" in passage.head else passage.own
    tail = _tail(target)
    return start, passage.end + (len(tail) if passage.text.startswith(tail, passage.end) else 0)


def _subject(target: Target, previous: Target | None, before: str) -> str:
    passage, quantity = target.passage, target.quantity
    head, tail = _head(passage), _tail(target).lstrip("的")
    if quantity.sort is Sort.WHOLE:
        return (head or passage.own_head) + "覆盖"
    if quantity.sort is Sort.SHARE and len(head) < 3 and tail and not _GRANT_IN.match(tail):
        return _share(target, head, tail, before)
    if not passage.first and previous is not None and not _own_verb(head):
        head = _list_verb(previous, before) + head if target.quantity.sort is Sort.COUNT else head
    if head and not tail and previous is not None and quantity.sort is Sort.SHARE and not _MEASURE_NOUN.search(head):
        noun = _MEASURE_NOUN.search(before)
        head += noun[0] if noun and "达到" in passage.head else ""
    return _context(passage, head, tail, previous, before) + head + tail


def _share(target: Target, head: str, tail: str, before: str) -> str:
    """Make the subject of 30%的二级公立医院…完成…: the members, and what they are to do."""
    if _VERB_FIRST.match(tail) and not head:
        owner = _CUT_AT_LEVEL.sub("", _PREDICATE.sub("", before)) or before
        return owner + re.sub("^以上", "", tail)
    if not target.passage.last:
        predicate = _PREDICATE.search(target.passage.tail)
        if predicate and not tail.endswith(predicate[0]) and not _PREDICATE.search(tail):
            tail += predicate[0]
    return head + tail


def _head(passage: Passage) -> str:
    head = passage.own_head
    head = _TIME_AHEAD.sub("", head)
    head = _LEVEL_TAIL.sub("", head)
    head = _LEAD_IN.sub("", head)
    return _PREPOSITION.sub("", head).strip(" -—")


def _tail(target: Target) -> str:
    """Return the words behind the number that name what is counted, without a bracket between."""
    passage = target.passage
    tail = passage.own_tail
    if tail.startswith("（") or (not tail and passage.text.startswith("（", passage.end)):
        close = passage.text.find("）", passage.end, passage.end + 60)
        if close < 0:
            return ""
        tail = re.match(r"[^，。；：、\n（]*", passage.text[close + 1 : close + 40])[0]  # type: ignore[index]
        return "" if re.match(r"[和及与并]|之间", tail) else tail
    cut = _TAIL_END.match(tail)
    tail = cut[0] if cut else tail
    if target.quantity.sort is Sort.MONEY:
        noun = _GRANT_NOUN.match(tail)
        return noun[0] if noun else (tail if len(tail) <= 14 else "")
    if target.quantity.sort is Sort.LEVEL:
        return ""
    if re.match(r"（?含|）", tail) or (passage.own_head.endswith("占") and not tail):
        return ""
    return re.sub(r"（[^）]*$", "", tail)


def _own_verb(head: str) -> bool:
    return bool(
        re.match(
            r"(?:累计|重点|新|滚动|每年|共)?(?:建|创|打造|培|完成|引|组|举办|新|改造|形成|推|遴选|发布|设|配|招|选|认定|争|揭|集|聚|吸|提供|促进|孵化|开|实施|制|编|扩|获|达|拥有|资助|面向|投)",
            head,
        )
    )


def _list_verb(previous: Target, before: str) -> str:
    """Return the verb of the list's first member (建成8家孵化器、50家机构), or nothing."""
    match = re.match(
        r"(?:每年|累计|重点|滚动|新|全市|全省|全县|全区)*(?:谋划|规划|布局|遴选|引导|推动)?(?:建成|新建|建设|建立|创建|打造|培育|培养|培训|完成|引进|引育|组建|举办|新增|扩建|改造|形成|推出|遴选|评选|发布|设立|配备"
        r"|招聘|选派|认定|集聚|聚集|吸引|提供|推广|孵化|开放|布局|壮大|扶持|支持){1,2}",
        before,
    )
    return match[0] if match and previous.quantity.sort is Sort.COUNT else ""


def _context(passage: Passage, head: str, tail: str, previous: Target | None, before: str) -> str:
    """Return what the clauses before say of a subject that does not stand by itself."""
    subject = head + tail
    clauses = passage.clauses_before
    if _in_bracket(passage) and len(head) <= 6 and previous is not None:
        return before
    if not clauses:
        return ""
    nearest = clauses[-1]
    granted = bool(_GRANT_IN.search(passage.own_head + tail))
    bare = bool(_GENERIC_HEAD.match(head))
    resumed = next((noun for noun in _RESUMED if noun in subject[:8] and noun in nearest), None)
    if len(subject) <= 9 and resumed and nearest.endswith(resumed) and not re.search(r"\d|给予", nearest):
        return _lead_off(nearest)
    if re.match(r"占|比例|比重|增速|增幅|较|增长|其中", subject):
        return _CUT_AT_LEVEL.sub("", _lead_off(nearest))
    beneficiary = _beneficiary(clauses)
    own_beneficiary = re.match(r"(?:对|凡|为)", _TIME_AHEAD.sub("", passage.head)) is not None
    if (
        beneficiary
        and not own_beneficiary
        and (granted or bare or len(subject) <= 9 or re.match("在|按", passage.own_head))
    ):
        return beneficiary
    if resumed and (len(subject) <= 9 or bare):
        return _lead_off(nearest)
    if bare and granted:
        return _lead_off(clauses[0] if len(clauses) > 1 and _GENERIC_HEAD.match(_lead_off(nearest)) else nearest)
    if len(head) < 3 and len(subject) < 8:
        return _lead_off(nearest)
    return ""


def _in_bracket(passage: Passage) -> bool:
    opened = passage.text.rfind("（", passage.part, passage.start)
    return (
        opened >= 0
        and passage.text.find("）", opened, passage.start) < 0
        and "其中" not in passage.text[opened : passage.start]
    )


def _beneficiary(clauses: list[str]) -> str:
    """Return whom or what a grant is for: 对…的企业，."""
    for clause in reversed(clauses):
        match = re.match(r"(?:对于?|凡是?)(?!照|接|外开放)(.{3,})", clause)
        if match:
            return _without_list(
                re.sub(r"(?:按|给予|省级|可).{0,12}$", "", match[1]) if len(match[1]) > 60 else match[1]
            )
    return ""


def _lead_off(clause: str) -> str:
    return _without_list(_LEAD_IN.sub("", _TIME_AHEAD.sub("", clause)))


def _without_list(clause: str) -> str:
    """Shorten 新获批A、B、C、…等国家平台的企业 to 新获批国家平台的企业."""
    return _LIST_BEFORE_HEAD.sub(lambda match: match[1] or "", clause) if clause.count("、") >= 3 else clause


def _dealt(targets: list[Target], index: int) -> str | None:
    """Return the subject of the nth of several numbers that 分别 deals out to as many members, or None."""
    target = targets[index]
    passage = target.passage
    where = passage.text.rfind("分别", passage.clause, passage.start)
    if where < 0:
        return None
    group = [one for one in targets if one.passage.clause == passage.clause and one.passage.start > where]
    position = group.index(target)
    own = "" if position == 0 else _LEVEL_TAIL.sub("", passage.own_head)
    if position == 0:
        own = _LEVEL_TAIL.sub("", _LEAD_IN.sub("", passage.text[where + 2 : passage.start]))
    own = re.sub(r"^(?:给予|奖励|补助|一次性|企业|建设单位|奖补|最高|达到|不低于|为)+", "", own)
    noun = _tail(group[-1]).lstrip("的") if group[-1].quantity.sort is target.quantity.sort else ""
    between = passage.text[where + 2 : group[0].passage.start]
    grant = "" if noun else "".join(re.findall(r"一次性奖补|奖补|奖励|补助", between)[:1])
    members = _members(passage.text[passage.part : where], len(group))
    if members is None:
        base = _LEAD_IN.sub("", passage.text[passage.clause : where]) or _beneficiary(passage.clauses_before)
        return base + own + noun + grant if base else None
    return members[position] + own + noun + grant


def _members(text: str, count: int) -> list[str] | None:
    """Split 当年获批国际标准、国家标准的企业 into the two subjects that it joins.

    The first piece carries what stands before the list, the last what stands behind it; how long the first member is
    shows in the next one.
    """
    text = re.sub(r"，(?:省级|市级|于[^，]{0,8}|经[^，]{0,12}|省级财政|市级财政)?$", "", text.rstrip("，"))
    text = re.sub(r"^(?:对于?|按照?)", "", _TIME_AHEAD.sub("", text))
    pieces = re.split(r"、|以及|及(?!以)|和|与", text)
    if len(pieces) < count or count < 2:
        return None
    first = "、".join(pieces[: len(pieces) - count + 1])
    rest = pieces[len(pieces) - count + 1 :]
    last = rest[-1]
    if len(rest) > 1:
        length = len(rest[0])
        cut = _end_of_member(last, length)
    else:
        cut = _end_of_member(last, len(last))
        length = cut
    lead, tail = first[: max(len(first) - length, 0)], last[cut:]
    return [first + tail, *(lead + one + tail for one in rest[:-1]), lead + last]


def _end_of_member(piece: str, length: int) -> int:
    """Return where the last member of a list ends and what is said of all begins."""
    mark = re.search(r"的|占|日常|每|，|覆盖率|达标率|比例|比重|签约率|人均|标准(?=$)", piece)
    if mark is not None and mark.start() > 0:
        return min(mark.start(), max(length, mark.start())) if mark.start() <= length + 4 else length
    return min(length, len(piece))


def _tidy(subject: str) -> str:
    subject = re.sub(r"[\s“”]*$", "", subject.strip(" ，、：；-—（"))
    subject = re.sub(r"（[^（）]*$", "", subject)
    return subject or "（未写明）"
