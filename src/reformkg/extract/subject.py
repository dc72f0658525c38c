"""Owners named in running text: a government body that is the subject of a duty (X要…, 由X负责…, X将于…).

Touches the model and the rest of this package's basis (`names`). Works on folded text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reformkg.extract.names import LEVELS, STEM, Name, is_collective, read_list
from reformkg.model import Role, Span

# The marks of duty, without the words that only look like one (要求, 应用, 负责人, 牵头单位).
_DUTY = (
    r"要(?!求|素|点|道|件|害|领|闻|么|不|是|约|务|地|塞|冲|有)|应当|必须|须(?!知)|需(?<!供需)(?!求|要)"
    r"|应(?!急|用|对|届|该|付|邀|征|收|纳|缴|聘|诊|答)|负责(?!人|制(?![定订作])|同|解释|任)|牵头(?!单位|部门|医院|作用)"
    r"|将(?=于|对|会|在|定|不定|按|从|向|组织|委托|遴选|选择|择优|安排|发布|逐步|持续|强化|深化|细化|重点|全面|积极|不断|组建|成立|继续|进一步|适|建|加[强大快]|开展|视情|及时|牵头|统筹|联合|制定|出台|印发|启动|研究|公布|通报|推[出进动]|实施|依[托据法]|根据|通过|完善|协调|督促|指导|支持)"
    r"(?![^，。；\n]{0,40}(?:纳入|列入|列为|作为))|将(?=把)"
    r"|负(?:总责|全责|主责|(?:主要|主体|直接|属地|总体|监管|领导)责任)|承担(?=[^，。；\n]{0,40}(?:职责|责任|工作))|是(?=[^，。；\n]{0,40}(?:责任主体|责任人))"
)
_ADVERB = (
    r"(?:在|于|根据|按照?|依据|结合|依托|对照?|围绕|针对|通过|充分|进一步|积极|及时|主动|切实|共同|具体|密切|分别"
    r"|也|还|均|都|可|统一|认真|加快|定期|会同|依法|要?牢固|既|每年|接到|收到|发现|经|实行|目前|当前|仍)"
)
_DUTIES = re.compile(_DUTY)
_ADVERBS = re.compile(_ADVERB)
_CLAUSE_START = re.compile("[。；：，\n”]|）(?=各|有关|相关)")
# Words and dates that may stand before the subject.
_BEFORE = re.compile(
    r"(?:其中|同时|此外|因此|另外|对此|原则上|疫情防控期间|必要时)，?"
    r"|(?:到|在|于)?(?:20\d\d年)?(?:\d{1,2}月)?(?:年?底|末|\d{1,2}日)?之?前?，?(?=各|每|[省市县区])"
)
_CLAUSES_BACK = 3
_FARTHEST = 44
_LONGEST_SUBJECT = 130
_LONGEST_PASSAGE = 200
_BY = re.compile(
    r"由(?P<subject>[^。；：，\n|的]{2,40}?)(?:具体|依法依规|依法|依规依纪依法|依规|按(?:比例|规定|程序|权限|照[^。；，\n]{1,12}?)|共同|统一|统筹|分别|每年|每季度|每月|定期|及时"
    r"|(?:会同|联合|与)[^。；，\n]{2,20}?|对[^。；，\n]{2,24}?)?"
    r"(?P<duty>负责(?!人|制(?![定订作])|和)|牵头(?!单位|部门)|(?:组织|承担|统筹|制[定订]|确定|审核|核[准定]|认定|实施|出台|建立|做好|登记|审批|收回|办理|受理|备案"
    r"|公布|发布|监督|监管|管理|开展|推动|督促|指导|落实|安排|采取|查处|处理|作为|编制|提出|审定|签订|会同|研究|汇总|严肃追究|追究|追回|约谈|通过|责令"
    r"|举办|提供|选派|协调|验收|评估|审查|补足|解决|进行)"
    r"(?![和与]|[\u4e00-\u9fff]{0,3}(?:局|厅|委(?!托|派)|部|办公室|中心|机构|大队|支队)))"
)
# A body that is set up, or has its seat somewhere, and the duty that comes with it.
_SET_UP = re.compile(
    r"(?:(?:成立|设立|组建|建立|下设)(?:由[^。；：，\n|]{2,30}的)?(?P<subject>[^。；：，\n|]{3,30}?)"
    r"(?:（(?:(?:以下)?简称：?“?(?P<short>[\u4e00-\u9fff]{2,12})”?|[^（）\n]{1,20})）)?"
    r"|(?:(?<=[。；，\n])|\A)(?P<seated>[^。；：，\n|]{3,30}?)设在[^。；，\n]{2,24})"
    r"，(?:成员[^。；，\n]{2,40}，|由[^。；，\n]{2,60}，)?(?P<duty>(?:具体|主要|全面|统筹)?(?:负责(?!人|制(?![定订作]))|承担(?=[^。；，\n]{2,30}(?:工作|职责|任务))))"
)
_SUPPORTS = re.compile(r"(?P<duty>配合|参与|协助)(?!的|度)")
_HOW = ("予以", "给予", "密切", "积极", "协同", "共同", "全力", "做好")
_SEARCHED = re.compile(r"要|应|必须|须|需|负责|牵头|将|由|配合|参与|协助|承担|责任")

# A body of government or the party, or a class of them: an office by its last word, others by level or department.
_OFFICE = r"部门|委员会|办公室|领导小组|工作组|工作小组|专班|指挥部|联席会议"
_LEVEL = (
    r"各级|各地|各|有关|相关|其他|每个|地方各?级?|县级以上|国家|中央|中国|全国|省级|市级|县级|区级|下级|上级|当地|属地|政府所属"
    rf"|[{LEVELS}](?:[{LEVELS}]|（[{LEVELS}、]+）)*"
)
_DUTIES_OF_AGENCIES = ("经办", "管理", "监管", "监督", "督导", "救援", "执法", "监察")
"""What makes a 机构 one of government behind any name: 电信管理机构."""
_AGENCIES = (*_DUTIES_OF_AGENCIES, "人才服务", "分支")
_CENTRES = ("大数据", "政务服务", "行政服务", "公共资源交易", "信息", "医保", "社保", "公积金", "应急指挥")
"""What makes a 中心 one of government."""
_CENTRE_ENDS = tuple(f"{kind}中心" for kind in _CENTRES)
_ORGAN = (
    r"党委|人民政府|政府|行政部门|主管部门|单位|委|局|厅|部|总局|总署|办|街道办事处|办事处|管委会|[省市县区]份?|地|地区|地方"
    r"|乡镇|镇街|街道|镇|乡|财政|（区、市）|（市、区）|（区）|（街道、管委会）|[\u4e00-\u9fff]{0,6}(?:法院|检察院|公安机关)|工会|妇联|残联|[支总大]队|调查队|派出所|司法所|安委会|食安委|减灾委|爱卫会|关工委|团[省市县区]?委"
    rf"|共青团|科协|红十字会|总社|机关|海关|税务机关|人民银行(?:分支机构)?|秘书处|(?:{'|'.join(_AGENCIES)})机构|(?:{'|'.join(_CENTRES)})中心|[厅局委部]办公室"
)
_BODY = re.compile(
    rf"^(?:[\u4e00-\u9fff“”（）]{{2,30}}(?:{_OFFICE})(?:（[^（）]{{1,12}}）)?"
    r"|[\u4e00-\u9fff、，]{2,24}的(?:地区|地方|省份|市县)|(?:统筹|试点|示范|重点|项目)(?:地区|城市|省份)|[\u4e00-\u9fff]{2,8}(?:机关|督查室)|[\u4e00-\u9fff]{2,12}局|[\u4e00-\u9fff]{3,12}处|"
    rf"[\u4e00-\u9fff]{{2,8}}(?:{'|'.join(_DUTIES_OF_AGENCIES)})机构|"
    r"[\u4e00-\u9fff]{0,8}(?:党工委|党委|[省市县区旗]委)[\u4e00-\u9fff]{2,6}[部办室]|(?:中国)?人民银行|(?:起草|主管|采购|成员|责任|牵头|配合|用人|业务主管|行业主管)单位|各级"
    r"|(?![全本该此])[\u4e00-\u9fff]{2,4}(?:省|(?<![超上股楼夜城集菜])市|自治区|自治州)"
    rf"|(?:(?:{_LEVEL}|{STEM}|[\u4e00-\u9fff]{{2,9}}[省市区县州盟旗](?!民))[\u4e00-\u9fff“”、（）·]{{0,26}}?)?"
    rf"(?:{_OFFICE}|{_ORGAN})(?:（[^（）]{{1,12}}）)?)$"
)
_RARE_BODY = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,16}(?:领导小组|委员会|联席会议|专班|指挥部|安委会)(?:各|其他)?成员单位"
    r"|[\u4e00-\u9fff、]{1,12}风险(?:地区|[县市区]（[^（）]{1,6}）)|[\u4e00-\u9fff]{2,8}等[\u4e00-\u9fff]{2,12}(?:地区|省份))$"
)
_RARE = ("成员单位", "地区", "省份", "）")
# What is no body of government, though it ends like one; or words that swallowed more than a name.
_NEVER = re.compile(
    r"医院|医疗卫生?机构|卫生机构|医疗机构|企业|企事业|事业单位|公司|学校|高校|院校|医生|医师|医务|群众|居民|市场主体|(?<!人民)银行$|社区(?:（[^）]*）)?$|园区$|基地$"
    r"|党员|党支部|院长|"
    rf"{''.join(f'(?<!{kind})' for kind in _AGENCIES)}机构$|一体化"
    r"|(?:医共体|医联体|共同体|联合体|集团|联盟)[^、]{0,4}单位$"
    r"|物业|媒体|电视台|全部|内部|外部|干部|局部|城市$|超市|布局|格局|全局|[好用益害长之何各]处$|举办$|主办$|承办$|(?<![各当属])地$"
    r"|^[的了并且而但及与和]|由|所有|一些|部分|这|我|[要应将](?!急)|专门|设在|成立|设立|组建"
    r"|^(?:该|本|此|支持|鼓励|引导|指导|督促|推动|要求|促使|协调|帮助|加强|通过|发挥|落实|完善|建立|依托|充分|根据|按照|做好|开展|推进"
    r"|强化|协助|配合(?!单位)|会同|授权|委托|经(?![济信贸开])|报|向|对|为|以|把|被|积极|加快|大力|进一步|严格|努力|继续|切实|全面|不断|坚持|组织开展)"
    r"|^(?:政府|办公室|财政|部门|单位)$|(?:调解|居民|村民|业主)委员会$"
)
_SEAT = re.compile(r"（(?:设|挂靠|设立)在[^（）]{2,20}）\Z")
_TOGETHER = re.compile(rf"，?(?:会同|联合(?=[{LEVELS}国有相各]))")
_LAST = frozenset("行门府委局厅部署办室组会处镇乡地区市县省位关院联科团社级州旗队所政份街专班挥）机等方构业校体台心")
"""What a list of bodies can end with: looked at first, since most stretches before a mark of duty are none."""
_PERSON = re.compile(r"人员|专人|联络员|干部|负责人|明确|安排|指定|专门")
_SUFFIX_SHARED = re.compile(
    r"^(?P<stems>[\u4e00-\u9fff、和与及]{4,120}?)(?:等(?:[^、，等]{0,12}?(?:各|有关|相关|主管|职能)+)?)?(?P<suffix>行政部门|主管部门|监管部门|部门)$"
)
_EVERY_PLACE = re.compile("各地(?=.)|各级(?=.)")
_BARE_DEPARTMENT = re.compile(rf"^{STEM}[\u4e00-\u9fff]{{0,6}}部门$")
_LEVEL_FRONT = re.compile(
    rf"^(?:[{LEVELS}]级|省[{LEVELS}]*(?:（[^）]*）)?|[{LEVELS}]{{1,2}}|各级|各地|各[{LEVELS}]{{1,2}}|各省级|各市级|国家)(?={STEM})"
)
_PLACES = ("地区", "地方", "省份", "市县")
_DESCRIBED = re.compile(r"[\u4e00-\u9fff]{2,12}、[\u4e00-\u9fff]{2,12}的(?:地区|地方|省份|市县)")
"""Places that are told apart by how they are: 防控任务重、社区人手不足的地方."""
_MEMBERS = re.compile("(?:各|其他)*成员单位")
_HOSPITALS = re.compile("医共体|医联体|医疗集团|牵头医院")
"""Where they are spoken of, members are hospitals too."""
_PART = re.compile("[^、]+")
_JOINED = re.compile("[^和与及]+")
_TWO_STEMS = re.compile(rf"^({STEM})({STEM})$")
_STEM_ALONE = re.compile(rf"^(?:{STEM}|铁路|民航|组织|教育|通信|电力|金融监管|市政|交警)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A body that running text gives a duty, with the part that the words give it.

    Attributes:
        start, end: the words from the subject to the end of what it is to do first.
    """

    name: Name
    start: int
    end: int
    role: Role
    collective: bool
    rule: str
    open_list: bool


def find_subjects(text: str, start: int, end: int) -> list[Subject]:
    """Return the bodies that `text[start:end]` gives a duty, in order, each name once."""
    found: dict[str, Subject] = {}
    if not _SEARCHED.search(text, start, end):
        return []
    for sentence_start, sentence_end in _sentences(text, start, end):
        for subject in _in_sentence(text, sentence_start, sentence_end):
            found.setdefault(subject.name.text, subject)
    return sorted(found.values(), key=lambda subject: subject.name.start)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() > begin:
            found.append((begin, match.end()))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    return found


_STOP = re.compile(r"[。；\n]")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where in a sentence a subject and the mark of its duty stand, with the bodies that it names."""

    names: list[tuple[Name, bool]]
    start: int
    duty: Span


def _in_sentence(text: str, start: int, end: int) -> list[Subject]:
    found: list[Subject] = []
    sentence = text[start:end]
    hospitals = "成员单位" in sentence and _HOSPITALS.search(sentence) is not None
    for find, rule in _FINDERS:
        for one in find(sentence):
            role = _role(sentence, one)
            passage = (start + one.start, start + _next(sentence, one.duty.end, "，；。"))
            found += [
                Subject(_moved(name, start), *passage, role, is_collective(name.text), rule, opened)
                for name, opened in one.names
                if not (hospitals and _MEMBERS.fullmatch(name.text))
            ]
    return found


def _moved(name: Name, by: int) -> Name:
    return Name(name.text, name.start + by, name.end + by)


def _next(sentence: str, start: int, signs: str) -> int:
    """Return where the next of `signs` stands at or behind `start`, or the end, but not beyond a bound."""
    bound = min(len(sentence), start + _LONGEST_PASSAGE)
    return min((at for sign in signs if (at := sentence.find(sign, start, bound)) >= 0), default=bound)


def _with_duty(sentence: str) -> Iterator[_Found]:
    """X要…; X在…时，应当…: from each mark of duty back to the subject of its clause, or of the one before."""
    starts: list[int] = []
    for duty in _DUTIES.finditer(sentence):
        starts = starts or [0, *(match.end() for match in _CLAUSE_START.finditer(sentence))]
        own = bisect_right(starts, duty.start()) - 1
        for at in range(own, max(own - _CLAUSES_BACK, -1), -1):
            if (found := _subject(sentence, starts[at], duty)) is not None:
                yield found
                break


def _subject(sentence: str, start: int, duty: re.Match[str]) -> _Found | None:
    """Return the subject that begins at `start`: all up to the mark of duty, or up to an adverbial before it."""
    if before := _BEFORE.match(sentence, start, duty.start()):
        start = before.end()
    if duty.start() - start > _LONGEST_SUBJECT + _FARTHEST:
        return None
    ends = (
        [duty.start() - 1] if sentence[duty.start() - 1] == "，" and duty.group() in {"要", "应当"} else [duty.start()]
    )
    ends += (match.start() for match in _ADVERBS.finditer(sentence, start + 2, duty.start()))
    for end in ends:
        if end - start > _LONGEST_SUBJECT or (end < duty.start() - 1 and duty.start() - end > _FARTHEST):
            continue
        if end - start >= 2 and (names := _names(sentence, start, end)):
            return _Found(names, start, Span(*duty.span()))
    return None


def _by(sentence: str) -> Iterator[_Found]:
    """由X负责…."""
    for match in _BY.finditer(sentence):
        names = _names(sentence, *match.span("subject"))
        # Whom the money comes from has no duty by that: 由地方财政承担.
        if names and not (names[-1][0].text.endswith("财政") and match["duty"] in {"承担", "安排"}):
            yield _Found(names, match.start("subject"), Span(*match.span("duty")))


def _supporting(sentence: str) -> Iterator[_Found]:
    """X密切配合…."""
    # Three searches for words are faster than one for any of them.
    found = "配合" in sentence or "参与" in sentence or "协助" in sentence
    for match in _SUPPORTS.finditer(sentence) if found else ():
        start = max(sentence.rfind(sign, 0, match.start()) for sign in "，；。：\n") + 1
        end = match.start()
        while sentence.endswith(_HOW, start, end):
            end -= 2
        if 2 <= end - start <= _LONGEST_SUBJECT and (names := _names(sentence, start, end)):
            yield _Found(names, start, Span(*match.span("duty")))


def _set_up(sentence: str) -> Iterator[_Found]:
    """成立X，负责…; X设在Y，负责…."""
    for match in _SET_UP.finditer(sentence) if "负责" in sentence or "承担" in sentence else ():
        group = "subject" if match.group("subject") is not None else "seated"
        names = _names(sentence, *match.span(group))
        if match[group].endswith("办公室") and not names:
            called = match.span("short") if match["short"] else (match.end(group) - 3, match.end(group))
            names = [(Name(sentence[slice(*called)], *called), False)]
        if names:
            yield _Found(names, match.start(group), Span(*match.span("duty")))


def _role(sentence: str, found: _Found) -> Role:
    first = sentence[found.duty.start : min(found.duty.end + 24, _next(sentence, found.duty.start, "，。；"))]
    if _LEADS.match(first):
        return Role.LEAD
    if _SUPPORTING.match(first):
        return Role.SUPPORT
    rest = sentence[found.duty.end : found.duty.end + 30]
    if _SUPPORTS_LATER.match(rest) and sentence.startswith(("其他", "相关", "有关"), found.start):
        return Role.SUPPORT
    return Role.RESPONSIBLE


_LEADS = re.compile(r"(?:要|应当?|负责)?(?:[^，。；]{0,4})?(?:牵头(?!单位|部门|医院|机构)|发挥牵头作用|负总责)")
_SUPPORTING = re.compile(r"(?:要|应当?|须|需)?(?:密切|积极|主动)?(?:配合|协助|参与)")
_SUPPORTS_LATER = re.compile(r"[^，。；]{0,14}，(?:密切|积极)?配合")


def _names(text: str, start: int, end: int) -> list[tuple[Name, bool]]:
    """Return the bodies of a subject and whether their list is open; nothing where it lists no bodies of government."""
    if text[end - 1] not in _LAST:
        return []
    # Whom a body acts together with is the object of its duty, not its subject.
    if joined := _TOGETHER.search(text, start + 2, end):
        end = joined.start()
    if seat := _SEAT.search(text, start, end):
        end = seat.start()
    subject = text[start:end]
    if shared := _SUFFIX_SHARED.match(subject):
        stems = _stems(shared.group("stems"), start)
        if stems:
            opened = "等" in subject[shared.end("stems") : shared.start("suffix")]
            return [(_with_suffix(name, shared.group("suffix")), opened) for name in stems]
    if subject.endswith(_PLACES) and _DESCRIBED.fullmatch(subject) and not _BODY.match(subject[: subject.index("、")]):
        return [(Name(subject, start, end), False)]
    listed = read_list(text, start, end)
    if any(_PERSON.search(name.text) for name in listed.names):
        return []
    names = _with_every(listed.names)
    beside = {"政府"} if any(name.text == "党委" for name in names) else set()
    kept = [
        (name, listed.open_list)
        for name in names
        if name.text in beside or (_is_body(name.text) and not _is_none(name.text) and len(name.text) >= 2)
    ]
    if len(kept) < len(listed.names):
        # Beside what is no body, a bare level belongs to it: 各级各类学校.
        kept = [entry for entry in kept if entry[0].text != "各级"]
    known = sum(1 for name in listed.names if _is_body(name.text) or _is_none(name.text))
    return kept if known == len(listed.names) else []


def _is_body(name: str) -> bool:
    """Tell whether a name is that of a body of government or the party, or of a class of them."""
    return _BODY.match(name) is not None or (name.endswith(_RARE) and _RARE_BODY.match(name) is not None)


def _is_none(name: str) -> bool:
    """Tell whether a name is that of no body of government, however it ends."""
    return _NEVER.search(name) is not None or (name.endswith("中心") and not name.endswith(_CENTRE_ENDS))


def _with_every(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Write 各地 and 各级 out to the departments that follow the first: 各地民政部门、财政部门."""
    every = _EVERY_PLACE.match(names[0].text) if names else None
    if every is None:
        return names
    return tuple(
        replace(name, text=every[0] + name.text) if _BARE_DEPARTMENT.match(name.text) else name for name in names
    )


def _with_suffix(name: Name, suffix: str) -> Name:
    """Write out the last word that a list of departments shares; governments and classes of places have it already."""
    whole = name.text.endswith(("政府", "机关", "部门", "委", "局", "厅")) or (
        name.text.startswith("各") and name.text[-1] in "镇街乡地县市区"
    )
    return name if whole else replace(name, text=name.text + suffix)


def _stems(text: str, start: int) -> list[Name]:
    """Return the departments of 卫生、财政、医保(部门), each with the level before the first; else nothing."""
    front = _LEVEL_FRONT.match(text)
    level = front.group() if front else ""
    pieces = [piece for part in _PART.finditer(text, len(level)) for piece in _apart(part.group(), part.start())]
    if len(pieces) < 2 or any(not _may_be_department(piece) for piece, _ in pieces):
        return []
    if 2 * sum(1 for piece, _ in pieces if _STEM_ALONE.match(piece)) < len(pieces) - 1:
        return []
    return [
        Name(piece if piece == "政府" or piece.startswith("各") else level + piece, start + at, start + at + len(piece))
        for piece, at in pieces
    ]


def _apart(part: str, at: int) -> list[tuple[str, int]]:
    """Part departments that 和 joins, or that stand together without a sign (财政体育部门), each with its place."""
    if _STEM_ALONE.match(part):
        return [(part, at)]
    joined = [(match.group(), at + match.start()) for match in _JOINED.finditer(part)]
    if len(joined) > 1:
        return joined
    both = _TWO_STEMS.match(part)
    return [(both.group(1), at), (both.group(2), at + both.start(2))] if both else [(part, at)]


def _may_be_department(piece: str) -> bool:
    return bool(_STEM_ALONE.match(piece)) or piece == "政府" or (len(piece) <= 5 and not _NEVER.search(piece))


_FINDERS: tuple[tuple[Callable[[str], Iterator[_Found]], str], ...] = (
    (_with_duty, "subject.duty"),
    (_by, "subject.by"),
    (_supporting, "subject.supports"),
    (_set_up, "subject.set-up"),
)

RULES = tuple(rule for _, rule in _FINDERS)
"""X要…; 由X负责…; X配合…; 成立X，负责…."""
