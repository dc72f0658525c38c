"""Whom a grant goes to, and how 分别 deals several numbers out to as many members; the family's wording only."""

from __future__ import annotations

import re

from reformkg.extract.indicator_wording import GRANT_IN, Target, tail_of, without_binding, without_lead

_FOR = re.compile(r"(?:对于?|凡是?)(?!照|接|外开放|口|象)(.{3,})")
_ENTITY_END = re.compile(
    r"(?:企业|单位|机构|项目|人员|个人|团队|中心|平台|基地|载体|医院|学校|高校|的|者|人才|车间|工厂|贷款|租户|院所|园区|实验室"
    r"|孵化器|奖项|家庭|对象|患者|员工|队伍|合作社|农户|首轮流片|改造|工作|等)$"
)
_BY_TERMS = re.compile(r"(?<=.{4})(?:省级|市级|区级)?(?:财政)?(?:按照?|可).*$")
_SUPPORTED = re.compile(r"^(?:每年)?(?:支持|鼓励|引导)(?:建设)?(?:一批)?")
_TERMS = re.compile(
    r"^(?:经[^，]{0,16}(?:后|後|合格|通过|认定|评定|优秀)$|其中|按|省级按|市级按|根据|视|由|于|给予|省级|可|并)"
)
_GENERIC = re.compile(
    r"^(?:分别|最高|一次性|给予|每[人家户个名年月天亩台]+|单个(?:企业|项目|机构|单位)|省级|市级|国家级|县级|财政|再|补助|补贴|奖励|于|获批"
    r"|认定|次年|特等奖|[一二三]等奖|企业|奖补|累计|[前后][一二两三四五]年|连续|扶持|资助|额度|金额|期限|的|按|照|标准|比例|项目申报主体|[一二三四五]年"
    r"|支持|补差)*$"
)
_GIVEN = re.compile(
    r"(?:给予|予以|享受|发放)(?:企业)?([^，。；、\d]{0,12}?(?:补贴|补助|奖补|奖励|扶持|支持|贴息|津贴))|(奖补|补贴|补助|奖励|贴息)$"
)
_LIST_BEFORE_HEAD = re.compile(
    r"^(.{0,8}?(?:获批|认定|建设|培育|开展|支持|从事|承担|获得|入选|具有|经))?[^，。；]{26,}?等(?=[^等]{4,}$)"
)
_EACH = re.compile(r"每[名人家户个](?=[^，。；、\d]{1,12}$)")
_LEVEL = "(?:(?:国家|省|市|县|区)级?|[一二三]级)"
_LEVELS = re.compile(f"{_LEVEL}(?:[、和及]{_LEVEL})+")
_PARTED = re.compile("[、和及]")
_YEARS_AHEAD = re.compile(r"^(?:到|至)?(?:20\d\d年底?[、和与])+(?:到|至)?20\d\d年底?，?")
_SAID_OF_ALL = re.compile(
    r"的|占|患者|用户|居民|人群|报装|平均|日常|每|，|覆盖率|达标率|比例|比重|签约率|人均|标准(?=$)"
)
_SHORT = 4
"""Fewer characters than this between a comma and 分别 name nothing; the members stand in the clauses before."""
_MATES = 12
"""How far a list of numbers is followed to either side; longer ones are no sentence."""
_WHOLE_MEMBER = re.compile(r"(?:率|比例|比重|占比|人数|数量|总量|水平|时间)$")
_COUNT_IN = re.compile(r"(?:至少|不少于|不超过)?\d+[个名家项所张场次](?![月体级])")
_LEVEL_LEAD = re.compile(r"(?:园区内|新认定的?|新获批的?|获批|认定)*(?:国家级|省级|市级|县级)")
_NUMBER_IN = re.compile(r"(?:至少|不少于|不超过|不低于)?\d[\d.]*(?:万|亿)?(?:[个名家项所张元年%]|个月)")


def clause_mates(targets: list[Target], index: int) -> list[Target]:
    """Return the targets of the same clause as the one at `index`, itself among them, in order."""
    clause = targets[index].passage.clause
    low = high = index
    while low > 0 and index - low < _MATES and targets[low - 1].passage.clause == clause:
        low -= 1
    while high + 1 < len(targets) and high - index < _MATES and targets[high + 1].passage.clause == clause:
        high += 1
    return targets[low : high + 1]


def is_generic(head: str) -> bool:
    """Whether a head says nothing of what is measured (每家, 分别给予, 单个企业)."""
    return _GENERIC.match(head) is not None


def beneficiary(clauses: list[str]) -> str:
    """Return whom or what a grant is for: 对…的企业，; "" where no clause says so."""
    for clause in reversed(clauses):
        match = _FOR.match(clause)
        if match:
            who = _BY_TERMS.sub("", match[1])
            return shortened(re.sub(r"(?:省级|市级)?(?:给予|予以)[^，]{0,12}$", "", who))
    return ""


def receiver(clauses: list[str]) -> str:
    """Return the clause that names who gets a grant where no 对 does: the first that ends in a body or a project."""
    for clause in clauses:
        if _ENTITY_END.search(clause) and not _TERMS.match(clause):
            return _SUPPORTED.sub("", shortened(without_lead(clause)))
    return _SUPPORTED.sub("", shortened(without_lead(clauses[0]))) if clauses else ""


def given(clauses: list[str]) -> str:
    """Return what a clause before gives (一次性奖补), for a number that only caps it."""
    for clause in reversed(clauses):
        match = _GIVEN.search(clause)
        if match:
            return match[1] or match[2]
    return ""


def shortened(clause: str) -> str:
    """Shorten 新获批A、B、C、…等国家平台的企业 to 新获批国家平台的企业, and leave numbers out."""
    clause = re.sub(r"（[^（）]*[、，][^（）]*）", "", clause)
    if clause.count("、") >= 3:
        clause = _LIST_BEFORE_HEAD.sub(lambda match: match[1] or "", clause)
    clause = _COUNT_IN.sub("", clause)
    return _NUMBER_IN.sub("", clause) if GRANT_IN.search(clause) or "至少" in clause else clause


def per_each(targets: list[Target], index: int) -> str | None:
    """Return the subject in 每名高级工1000元、技师2000元的标准给予企业一次性补贴: 每名技师 …, or None elsewhere."""
    group = clause_mates(targets, index)
    leader = group[0].passage
    each = _EACH.search(leader.own_head)
    if each is None or len(group) < 2 or group[0].quantity.sort is not targets[index].quantity.sort:
        return None
    own = (
        without_binding(targets[index].passage.own_head)
        if targets[index] is not group[0]
        else leader.own_head[each.end() :]
    )
    last = group[-1].passage
    return each[0] + own + re.sub(r"^的|给予", "", last.tail)


def dealt(targets: list[Target], index: int) -> str | None:
    """Return the subject of the nth of several numbers that 分别 deals out to as many members, or None without 分别."""
    passage = targets[index].passage
    where = passage.text.rfind("分别", passage.clause, passage.start)
    if where < 0:
        return None
    group = [one for one in clause_mates(targets, index) if one.passage.start > where]
    position = group.index(targets[index])
    labels = [_label(one, where) for one in group]
    noun = _noun(group, passage.text[where + 2 : group[0].passage.start])
    before = _YEARS_AHEAD.sub("", passage.text[passage.clause : where])
    if len(_closed("，" + before)) < _SHORT:
        before = passage.text[passage.part : where]
    named = _by_label(before, labels)
    if named is not None:
        return named[position] + noun
    members = _members(before, len(group))
    if members is None:
        base = without_lead(passage.text[passage.clause : where]) or beneficiary(passage.clauses_before)
        return base + labels[position] + noun if base or labels[position] else None
    return members[position] + labels[position] + noun


def _label(target: Target, where: int) -> str:
    """Return what stands at the number itself: 国家级500万元、省级100万元."""
    passage = target.passage
    own = passage.text[max(passage.own, where + 2) : passage.start]
    own = re.sub(r"^.*?(?:给予|奖励|补助|奖补)", "", own)
    return re.sub(r"^(?:一次性|企业|建设单位|奖补|最高|达到|不低于|为)+", "", without_binding(without_lead(own)))


def _noun(group: list[Target], between: str) -> str:
    noun = re.sub("^的", "", tail_of(group[-1]))
    return noun or "".join(re.findall(r"一次性奖补|奖补|奖励|补助", between)[:1])


def _by_label(before: str, labels: list[str]) -> list[str] | None:
    """Put each level in the place of their list: 国家级、省级、市级技术创新中心."""
    found = _LEVELS.search(before)
    levels = _PARTED.split(found[0]) if found else []
    if found is None or len(levels) != len(labels):
        return None
    lead, rest = before[: found.start()], before[found.end() :]
    rest = _closed(rest)
    return [_opened(lead) + level + rest for level in levels]


def _opened(text: str) -> str:
    """Strip what leads up to a list of members."""
    return re.sub(r"^(?:对于?|按照?)", "", without_lead(re.sub(r"^.*，(?=对)", "", text)))


def _closed(text: str) -> str:
    """Strip what leads from a list of members to 分别."""
    return re.sub(
        r"，(?:省级|市级|于[^，]{0,8}|经[^，]{0,12}|省级财政|市级财政|连续[^，]{0,8})?$", "", text.rstrip("，")
    )


def _members(text: str, count: int) -> list[str] | None:
    """Split 当年获批国际标准、国家标准的企业 into the two subjects that it joins.

    The first piece carries what stands before the list, the last what stands behind it; how long the first member is
    shows in the next one.
    """
    pieces = re.split(r"、|以及|及(?!以)|和|与", _opened(_closed(text)))
    if len(pieces) < count or count < 2:
        return None
    if all(_WHOLE_MEMBER.search(piece) for piece in pieces[-count:]):
        return pieces[-count:]
    first = "、".join(pieces[: len(pieces) - count + 1])
    rest = pieces[len(pieces) - count + 1 :]
    length = len(rest[0]) if len(rest) > 1 else _end_of_member(rest[-1], len(rest[-1]))
    cut = _shared_end(first, rest[-1]) or _end_of_member(rest[-1], length)
    mark = first.rfind("的")
    level = _LEVEL_LEAD.match(first)
    lead = first[: max(len(first) - length, 0)]
    if (mark >= 0 and len(first) - mark <= 16) or level:
        lead = first[: max(mark + 1, level.end() if level else 0)]
    tail = rest[-1][cut:]
    return [first + tail, *(lead + one + tail for one in rest[:-1]), lead + rest[-1]]


def _shared_end(first: str, last: str) -> int | None:
    """Return where `last` stops being like the end of `first`: 高压单电源 and 双电源用户平均办电时间 share 电源."""
    for length in range(min(len(first), _SHORT), 1, -1):
        at = last.find(first[-length:], 0, len(first) + _SHORT)
        if at >= 0 and at + length < len(last):
            return at + length
    return None


def _end_of_member(piece: str, length: int) -> int:
    """Return where the last member of a list ends and what is said of all begins."""
    mark = _SAID_OF_ALL.search(piece)
    if mark is not None and mark.start() > 0:
        return mark.start() if mark.start() <= length + 4 else length
    return min(length, len(piece))
