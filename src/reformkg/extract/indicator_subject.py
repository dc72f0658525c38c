"""What a target measures: the words round its number, made readable by themselves; the family's wording only.

Four shapes are told apart: a share (30%的二级公立医院完成…), a level (就诊率达到90%), a count (建成2个专科; 培训1000名)
and one of several numbers that 分别 deals out. Where the clause leaves out what it speaks of, it is taken from the
clauses before: the noun that is taken up again (给予补贴，补贴期限…), the body that a grant goes to (对…的企业，), the
verb of a list.
"""

from __future__ import annotations

import re

from reformkg.extract.indicator_binding import changes, is_bound
from reformkg.extract.indicator_grant import (
    beneficiary,
    clause_mates,
    dealt,
    given,
    is_generic,
    per_each,
    receiver,
    shortened,
)
from reformkg.extract.indicator_passage import Passage
from reformkg.extract.indicator_wording import (
    GRANT_IN,
    Target,
    head_of,
    span_of,
    tail_of,
    without_binding,
    without_date,
    without_lead,
    without_verb,
)
from reformkg.extract.quantity import Sort

_DO = "完成|达到|实现|开展|建立|通过|纳入|接受|提供|落实|具备|设立|参与|取消|建成|成为|配备|制定"
_PREDICATE = re.compile(rf"(?:{_DO})[^，。；、]*$")
_VERB_FIRST = re.compile(rf"(?:以上)?(?:{_DO})")
_MEASURE_NOUN = re.compile(
    r"[^、，（）]{0,12}(?:率|比例|占比|比重|之比|人数|总数|数量|总量|产量|床位数|收入|规模|面积|水平|增速|标准|额|数|度|时间|时限|期限)$"
)
_FROM_LEVEL_ON = re.compile(
    r"(?:新增|增加|提高|降低|减少)\d.*$|(?:分别|均|已)?(?:达到?|超过|不低于|不少于|突破|(?:提高|提升|增加|增长|降低|下降|控制|保持|稳定)[到至在]).*$"
)
_ON_ITS_OWN = re.compile(
    r"(?:累计|重点|新|滚动|每年|共)?(?:建|创|打造|培|完成|引|组|举办|新|改造|形成|推|遴选|发布|设|配|招|选|认定|争|揭|惠及|覆盖|服务"
    r"|受益|带动|减少|消除|救|治|安置|转移|集|聚|吸|提供|促进|孵化|开|实施|制|编|扩|获|达|拥有|资助|面向|投)"
)
_LIST_VERB = re.compile(
    r"(?:每年|累计|重点|滚动|新|全市|全省|全县|全区)*(?:谋划|规划|布局|遴选|引导|推动)?(?:建成|新建|建设|建立|创建|打造|培育|培养|培训|完成"
    r"|引进|引育|组建|举办|新增|扩建|改造|形成|推出|遴选|评选|发布|设立|配备|招聘|选派|认定|集聚|聚集|吸引|提供|推广|孵化|开放|布局|壮大|扶持"
    r"|支持){1,2}"
)
_COUNTED = re.compile(rf"{_LIST_VERB.pattern}(?P<what>[^\d，]{{2,14}}?)\d[\d.]*[万亿]?(?:人次|[人名家个所])$")
"""培训农村护理员50万人次, on which 培训合格率 is measured."""
_RESUMED = re.compile("补贴|补助|签约|帮扶|贴息|奖补|缓缴|租金|房租|培训|服务|重点|补偿|奖励|贷款|岗位")
_LEANS = re.compile(r"占|比例|比重|增速|增幅|较(?![大多高好低小快强长重])|增长|其中")
_BY_SHARE = re.compile("(?:省级|市级|区级)?按")
_EACH_ONE = re.compile("(?:单个|每个|每家|每支).{4,}")
_OFTEN = re.compile("每[年天日周月]")
_TOTAL = re.compile("总数|总量|总额|总规模")
_ADDED = re.compile("^净?新增|净?(?:新增|增加|增)$")
"""What a total goes on from: 高新技术企业新增60家、总数突破300家."""
_LONGEST_OBJECT = 24
_BARE = 6
"""A measure so short (合格率, 首期规模) says nothing of what it is measured on."""
_SHORT = 9


def subjects(targets: list[Target]) -> list[tuple[int, int, str]]:
    """Return for each target the span of its wording and what it measures."""
    made: list[tuple[int, int, str]] = []
    for index, target in enumerate(targets):
        previous = targets[index - 1] if index and targets[index - 1].passage.part == target.passage.part else None
        subject = dealt(targets, index) or per_each(targets, index)
        if subject is None:
            subject = _subject(target, previous, made[-1][2] if previous else "", _list_noun(targets, index))
        start, end = span_of(target)
        made.append((start, end, _tidy(subject) or target.passage.text[start:end]))
    return made


def _subject(target: Target, previous: Target | None, before: str, noun: str) -> str:
    sort, passage = target.quantity.sort, target.passage
    head, tail = head_of(target), re.sub("^的", "", tail_of(target)) or noun
    if sort is Sort.WHOLE:
        return re.sub("(?:实现|达到|做到)$", "", head or passage.own_head) + "覆盖"
    if not head and not tail and before and sort is not Sort.MONEY:
        return before
    if sort in {Sort.SHARE, Sort.ALL} and len(head) < 3 and tail and not GRANT_IN.search(passage.tail):
        return _share(target, head, tail, before)
    if (same := _same_again(target, previous, head, tail, before)) is not None:
        return same
    if previous is not None and sort is Sort.COUNT and _goes_on(passage, head, previous):
        return _every_year(target, _list_verb(previous, before) + head + tail)
    if previous is not None and sort is previous.quantity.sort and head and not tail and _lacks_measure(target, head):
        measure = None if changes(head) or _MEASURE_NOUN.search(head) else _MEASURE_NOUN.search(before)
        head += measure[0] if measure else ""
    return _every_year(target, _context(target, head, tail, previous, before) + head + tail)


def _same_again(target: Target, previous: Target | None, head: str, tail: str, before: str) -> str | None:
    """Return the subject of a number that goes on from the one before with its verb or a total alone, or None."""
    if previous is None:
        return None
    if not tail and _LIST_VERB.fullmatch(head) and previous.quantity.unit == target.quantity.unit:
        return before
    if _TOTAL.fullmatch(head) and previous.passage.clause == target.passage.clause:
        return _ADDED.sub("", before) + head
    return None


def _lacks_measure(target: Target, head: str) -> bool:
    """Whether a level goes on with a list and leaves out what is measured: …就诊率达到90%，基层达到65%."""
    if target.quantity.sort is Sort.SHARE:
        return "达到" in target.passage.head
    if target.quantity.sort is not Sort.TIME or head.endswith(("期", "间", "限")):
        return False
    return len(head) <= _SHORT and is_bound(target.passage.head)


def _share(target: Target, head: str, tail: str, before: str) -> str:
    """Make the subject of 30%的二级公立医院…完成…: the members, and what they are to do."""
    if _VERB_FIRST.match(tail) and not head:
        owner = _FROM_LEVEL_ON.sub("", _PREDICATE.sub("", before)) or before
        return owner + re.sub("^以上", "", tail)
    predicate = None if target.passage.last else _PREDICATE.search(target.passage.tail)
    if predicate and not tail.endswith(predicate[0]) and not _PREDICATE.search(tail):
        tail += predicate[0]
    return head + tail


def _list_noun(targets: list[Target], index: int) -> str:
    """Return the noun that the last member of a list gives to all: 一等奖30万元、二等奖20万元奖励."""
    target = targets[index]
    if target.quantity.sort is not Sort.MONEY or tail_of(target):
        return ""
    return re.sub("^的", "", tail_of(clause_mates(targets, index)[-1]))


def _goes_on(passage: Passage, head: str, previous: Target) -> bool:
    """Whether a count goes on with a list and leaves out its verb: 3家…，20家…; 120个，…供应商15个."""
    if previous.quantity.sort is not Sort.COUNT or _ON_ITS_OWN.match(head) or _in_bracket(passage):
        return False
    if is_bound(passage.own_head) and _MEASURE_NOUN.search(head):
        return False
    return not passage.first or not head or not (passage.own_tail or previous.passage.own_tail)


def _list_verb(previous: Target, before: str) -> str:
    """Return the verb of the list's first member (建成8家孵化器、50家机构), or nothing."""
    match = _LIST_VERB.match(before)
    return match[0] if match and previous.quantity.sort is Sort.COUNT else ""


def _every_year(target: Target, subject: str) -> str:
    """Say 每年 also of a count or a sum that follows it in its sentence; a level is reached once."""
    passage = target.passage
    if target.quantity.sort in {Sort.SHARE, Sort.LEVEL} and not changes(passage.own_head):
        return subject
    if passage.first and "每年" in passage.before and not _OFTEN.search(subject) and passage.clause > passage.sentence:
        return "每年" + subject
    return subject


def _context(target: Target, head: str, tail: str, previous: Target | None, before: str) -> str:
    """Return what the words before say of a subject that does not stand by itself."""
    passage = target.passage
    if previous is not None and (head.startswith("每次") or (_in_bracket(passage) and len(head) <= 6)):
        return before
    clauses = passage.clauses_before
    return _from_clauses(passage, clauses, head, tail) if clauses else ""


def _from_clauses(passage: Passage, clauses: list[str], head: str, tail: str) -> str:
    if _EACH_ONE.match(head):
        return ""
    subject, nearest = head + tail, clauses[-1]
    short = len(subject) <= _SHORT or is_generic(head)
    resumed = _resumed(subject, nearest) if short else ""
    if _LEANS.match(subject) or (is_generic(head) and not _is_grant(passage) and not given(clauses)):
        return shortened(_FROM_LEVEL_ON.sub("", without_lead(nearest)))
    if resumed and _stands_by_itself(head, resumed) and re.search(r"\d", nearest):
        counted = _COUNTED.search(nearest)
        return counted["what"] if counted and head.startswith(resumed) else ""
    if resumed and nearest.endswith(resumed) and not re.search(r"\d", nearest):
        return without_lead(nearest)
    grants = _is_grant(passage) or short or re.match("[在按]", passage.own_head) is not None
    who = _whose(passage, clauses, head, tail) if grants else ""
    leaning = resumed or (len(head) < 3 and len(subject) < 8)
    if not (who or leaning) and len(subject) <= _BARE and _MEASURE_NOUN.search(subject):
        return _measured_on(nearest, subject)
    return who or (shortened(without_lead(nearest)) if leaning else "")


def _measured_on(clause: str, subject: str) -> str:
    """Return what the clause before does, for a measure that leans on it: 水质 for 开展水质抽检，抽检合格率…."""
    words = without_verb(clause)
    if words == clause or re.search(r"\d", clause) or len(words) > _LONGEST_OBJECT or words[:2] == subject[:2]:
        return ""
    for length in range(min(len(words), len(subject)), 1, -1):
        if words.endswith(subject[:length]):
            return words[:-length]
    return words


def _is_grant(passage: Passage) -> bool:
    return bool(GRANT_IN.search(passage.head) or GRANT_IN.search(passage.tail))


def _whose(passage: Passage, clauses: list[str], head: str, tail: str) -> str:
    """Return who gets the grant, unless the clause itself says so."""
    if re.match(r"(?:对|凡|为)", without_date(passage.head)):
        return ""
    who = beneficiary(clauses)
    share = GRANT_IN.search(tail or passage.part_after[:20]) is not None and _BY_SHARE.match(passage.head) is not None
    if not who and (share or (is_generic(head) and (_is_grant(passage) or given(clauses)))):
        who = receiver(clauses)
    if who and is_generic(head) and not GRANT_IN.search(head + tail) and given(clauses) not in who:
        who += given(clauses)
    return who


def _resumed(subject: str, clause: str) -> str:
    """Return the noun of the clause before that the subject takes up, or nothing."""
    return next((noun for noun in _RESUMED.findall(subject[:8]) if noun in clause), "")


def _stands_by_itself(head: str, resumed: str) -> bool:
    """Whether a rate says on what it is measured, as in a list of rates: 农村签约覆盖率, 培训合格率."""
    return head.endswith(("率", "占比", "比重")) or (head.endswith("比例") and not head.startswith(resumed))


def _in_bracket(passage: Passage) -> bool:
    """Whether the number stands in a bracket that gives parts of the number before it."""
    opened = passage.text.rfind("（", passage.part, passage.start)
    if opened < 0 or passage.text.find("）", opened, passage.start) >= 0:
        return False
    return not passage.text.startswith(("（其中", "（或"), opened)


def _tidy(subject: str) -> str:
    """Strip what is left of brackets and punctuation at the ends."""
    subject = without_binding(subject.strip(" ，、：；-—（|")) or subject
    subject = re.sub(r"（[^（）]*$", "", subject)
    return subject if subject.count("）") == subject.count("（") else subject.replace("）", "", 1)
