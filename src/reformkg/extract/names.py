"""Reads lists of bodies: where one name ends and the next begins, what a list shares, what stands for a class.

Pure text; touches the standard library only. Offsets are code points of the whole folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

LEVELS = "省市区县州盟旗镇乡"

# Stems of departments that any level of government has as its own: what a shared prefix is written out to.
STEM = (
    r"(?:卫生健康|卫生和计划生育|卫生计生|卫健|卫计|卫生|健康|发展和?改革|发改|物价|财政|教育|科学?技术?|工业和?信息化|经济和信息化|"
    r"经信|工信|经贸|商务|民政|司法|公安|人力资源和?社会保障|人力资源|人力社保|人社|社保|社会保险|社会保障|自然资源和?规划|自然资源|国土资源|国土|"
    r"生态环境|环境保护|环保|住房和?城乡建设|住房城市建设|住建|城乡建设|建设|规划|城市管理|城管|综合执法|交通运输|交通|水利|水务|农业农村|农业|"
    r"林业和?草原|林业|园林|文化和旅游|文化广电|文化体育|文体|文广|文旅|文化|旅游|体育|审计|统计|市场监督管理|市场监管|食品药品监督管理|食品药品监管|"
    r"食药监?|药品监督管理|药品监管|药监|药械|质监|质量技术监督|工商|安监|安全监管|应急管理|应急|消防|国有资产|国资|金融|地方金融|医疗保障|医保|"
    r"中医药|扶贫|乡村振兴|退役军人|信访|机关事务|行政审批|政务服务|大数据|数据资源|政务数据|数据|粮食和?物资?储备|粮食|能源|海洋|渔业|畜牧|气象|地震|"
    r"外事|侨务|民族宗教|民宗|宣传|组织|统战|政法|编制|编|网信|机构编制|老干部|机要|档案|保密|残疾人|计生|计划生育|疾病预防控制|疾控|爱卫|"
    r"投资促进|投促|招商|广播电视|广电|新闻出版|林草|农牧|人民防空|人防|营商环境|营商|社会工作|口岸|民营经济|知识产权|通信管理|无线电|邮政|税务|国税|地税|烟草|盐务|移民|供销|房产|房管|法制|法务|监察|"
    r"目标|督查|绩效|深改|改革|医改|经济和科技|经济发展|经济促进|科技促进|社会事业|社会发展|红十字|工信和?商务|科工|科教|食安|安委|农工|直属机关|文促)"
)
_BODY_END = r"(?:委员会|委|局|厅|办公室|办|部|处|署|室|中心)"
_SHARES = re.compile(rf"^(?!.*总局)(?:{STEM}[\u4e00-\u9fff]{{0,10}}?{_BODY_END}|供销(?:合作)?(?:总|联)?社)$")
_RISKS = "低中高"
_RISK = re.compile("[中高]风险")
"""中、高风险县（市、区） is one class."""
_COURTS = ("法院", "检察院")
"""They share a level with one another: 区法院、检察院."""
_PREFIXED = re.compile(rf"^([{LEVELS}])(?!场|民(?![政族宗])|镇|内|域|际|级|属|直|外)[\u4e00-\u9fff“”]{{2,}}")

COLLECTIVE = re.compile(
    r"^(?:全?[省市区县州]?(?:直|级)?(?:各|有关|相关|其他)|每个|下级|地方各?级?|各|有关|相关|其他|全[省市区县])|[各](?:级|地|有关|相关)|(?:有关|相关|主管|成员|负责)[^、]{0,8}(?:部门|单位)$|^(?:牵头|责任|配合)(?:单位|部门)$|"
    rf"成员单位$|^(?:先导区|园区|功能区|开发区|[省市县]直园区)管委会$|^[{LEVELS}]{{1,3}}（[{LEVELS}、]{{1,7}}）|^[{LEVELS}]、|^(?:帮扶|受帮扶|县级以上|中央|行业)[^、]{{0,10}}(?:省市|政府|部门)$"
    r"|^(?:街道|乡镇|镇街|街镇|乡|镇)(?:人民政府|政府|办事处)$|^(?:当地|属地)?(?:党委|政府)$|风险(?:地区|[县市区]（[^）]{1,6}）)$|的(?:地区|地方)$|^(?:医疗卫生|医疗|卫生)机构$"
)
_PLACES_OPEN = re.compile(
    rf"^(?:各|有关|相关|市直各|省直各)(?:设区)?(?:省|自治区|直辖市|自治州|自治县|地区|街道|乡镇|市州|区县|区市|县区|[{LEVELS}]){{1,2}}(?:（[^）]{{0,12}}）)?$"
)
_PLACES_CLOSE = re.compile(
    rf"^(?:自治区|直辖市|自治州|自治县|地区|街道|乡镇|[{LEVELS}]){{1,2}}(?!直|属|级(?:有关|相关|各|部门|单位))(?:（[^）]{{0,12}}）)?(?:[\u4e00-\u9fff]{{0,14}}(?:政府|管委会|部门|委|局|办事处|领导小组|工作专班))?$"
)
_MAY_GO_ON = frozenset(LEVELS + "道）级央低中高")
"""What the first part of a class of governments ends with: looked at first, since most names are none."""
_LEVEL_ALONE = re.compile(rf"^(?:中央|[{LEVELS}]级?)$")
_LEVELS_COUNTED = re.compile(rf"^[{LEVELS}](?:[两二三四五]级|（[{LEVELS}、]+）(?:人民)?政府)")
_OPEN_END = re.compile(
    r"等(?:\d+个|[一二三四五六七八九十]个)?(?:市直|省直|区直|县直)?(?:各|有关|相关|职能|主管|行业|成员)*"
    r"(?:部门和单位|部门及单位|部门、单位|部门和企业|单位和部门|部门|单位|机构|企业)?(?:共同)?$"
)
_LEAD_IN = re.compile(
    rf"^(?:以及|并由|(?:此项|该项|本项|上述|具体|分别)?(?:工作|任务)?由|及|和|与|并|会同|联合(?=[{LEVELS}国有相])|：|:|、|\s)+"
)
_AND = re.compile(r"以及|会同|联合|和|及|与|或")
_MARK = re.compile(r"（(?P<mark>(?:总?牵头|主办|主责|责任|配合|协办|协助|参与|参加|指导)(?:单位|部门)?)）$")
# Words that end like a body and name none, or none in particular.
_NO_BODY = re.compile(
    r"^(?:党委|政府|部门|多?部门|单位|社会|企业|学校|机构|市场|行业|协会|中心|各方|.{0,2}协会|内部|干部|全部|群众|患者|居民"
    r"|(?:[一二三]级|牵头|成员|基层|综合|专科|[省市县区]级|公立|民营|上级|下级|核心)?(?:医院|医疗机构|卫生院))$"
)
_ENDS_BODY = re.compile(
    r"(?:委员会|委|局|厅|部|署|办|院|处|科|司|室|政府|办公室|办事处|小组|指挥部|总社|总队|支队|大队|公司|集团|银行|支行|分行|海关|工会|联合会|残联|妇联|工商联|"
    r"科协|中心|协会|法院|检察院|部门|单位|机构|企业|管委会|学校|高校|党委|党组|工委|镇|乡|街道|会|所|站|队|台|社|馆|区|县|市|地区|各地)(?:（[^）]*）)?$"
)
_ENDS_OFFICE = re.compile("(?:委|局|厅|政府|管委会|海关|公司|支队|总队|分行|支行)$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}[省市区县州]$")
_STARTS_BODY = re.compile(
    rf"^(?:各|有关|相关|其他|政府|人民政府|街道|乡镇|镇街|共青团|团[省市区县州]?委|工会|总工会|妇联|残联|工商联|科协|红十字|海关|人行|银保监|供电|国网|法院|检察院|专班|市直|省直|区直|县直|国家|全国|中央|省|医疗|企业|学校|高校|[{LEVELS}](?![场域际内外容]|民(?![政族宗]))|{STEM})"
)
_SECOND_BODY = re.compile(
    r"^(?P<first>[^（）]{2,30})（(?P<second>[\u4e00-\u9fff]{3,20}(?:政府|管委会|委员会|局|委|办|中心|办公室))）?$"
)
# Two names on one door (加挂牌子): 某某委员会（某某委员会） is one body.
_SAME_SIGN = re.compile(r"(委员会|局|办公室|办|委|中心)（[^（）]*\1）?$")
_GLUED = re.compile(rf"(?<=[委局办厅处])(?=[{LEVELS}][\u4e00-\u9fff]{{2,12}}?[委局办厅处])")
_EVERY = re.compile(r"(?<=^各地)(?=各)|(?<=^各地区)(?=各)|(?<=^各乡镇)(?=各)|(?<=^各市县)(?=各)")
_LEVELS_OF = re.compile(
    r"^(?:(?:地方)?各[\u4e00-\u9fff（）、]{1,8}?|当地|属地|地方|[省市县区乡镇]{1,2}级?)(?=党委|党工委|党（工）委)"
)
_PARTY_AND_STATE = re.compile(r"(?<=党委)(?=(?:人民)?政府$)|(?<=党工委)(?=管委会$)")
_STATE = re.compile(r"(?:人民)?政府(?:（[^（）]{2,6}）)?|管委会")
_LONGEST_PIECE = 200
STARS = "*★☆▲△"
STAR = "★"
"""The mark of a name with a star behind it; what that means, a rule of the document says."""
_SIGN = re.compile(r"[（）]|[、，；,;\s/]+")


@dataclass(frozen=True, slots=True)
class Name:
    """One body of a list: as written out, where it stands, and the part that brackets behind it give (牵头)."""

    text: str
    start: int
    end: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class NameList:
    """The bodies of a list; `open_list` where it ends in 等."""

    names: tuple[Name, ...]
    open_list: bool


def is_collective(name: str) -> bool:
    """Tell whether a name stands for a class of bodies (各县（区）人民政府) rather than for one."""
    return bool(COLLECTIVE.search(name))


def is_body(name: str) -> bool:
    """Tell whether a name ends like that of a body and is more than a word for any (政府, 社会, 部门)."""
    return bool(_ENDS_BODY.search(name)) and not _NO_BODY.match(name)


def read_list(text: str, start: int, end: int) -> NameList:
    """Read `text[start:end]` as a list of bodies; the shared prefix of a list is written out."""
    while end > start and text[end - 1] in "。；：，、 \n":
        end -= 1
    pieces = _merge_places(text, [piece for part in _split(text, start, end) for piece in _unglue(text, *part)])
    names: list[Name] = []
    open_list = False
    for piece in pieces:
        for part in _split_and(text, *piece):
            a, b, opened = _trim(text, *part)
            open_list = open_list or opened
            if b > a and text[b - 1] in STARS:
                names.extend(replace(name, mark=name.mark or STAR) for name in _with_second(text, a, b - 1))
            elif b - a >= 2:
                names.extend(_with_second(text, a, b))
    return NameList(_write_out(names), open_list)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split at separators outside brackets."""
    found: list[tuple[int, int]] = []
    depth, begin = 0, start
    for match in _SIGN.finditer(text, start, end):
        sign = match.group()
        if sign == "（":
            depth += 1
        elif sign == "）":
            depth = max(0, depth - 1)
        elif not depth:
            found.append((begin, match.start()))
            begin = match.end()
    found.append((begin, end))
    return [(a, b) for a, b in found if b > a]


def _unglue(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split names that lost the separator between them (区甲办区乙委)."""
    if end - start > _LONGEST_PIECE:
        return [(start, end)]
    piece = text[start:end]
    if every := _EVERY.search(piece):
        return [(start, start + every.start()), *_unglue(text, start + every.start(), end)]
    if both := _PARTY_AND_STATE.search(piece):
        return [(start, start + both.start()), (start + both.start(), end)]
    if not _PREFIXED.match(piece):
        return [(start, end)]
    cut = _GLUED.search(piece)
    if cut is None or piece[cut.start()] != piece[0]:
        return [(start, end)]
    return [(start, start + cut.start()), *_unglue(text, start + cut.start(), end)]


def _merge_places(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what the separator inside a class of governments took apart (各区、市、县人民政府)."""
    merged: list[tuple[int, int]] = []
    index = 0
    while index < len(pieces) - 1:
        start, end = pieces[index]
        following = index + 1
        if text[end - 1] not in _MAY_GO_ON:
            pass
        elif _PLACES_OPEN.match(_behind_and(text[start:end])):
            while following < len(pieces) and _PLACES_CLOSE.match(_before_bracket(text[slice(*pieces[following])])):
                end = pieces[following][1]
                following += 1
        elif text[end - 1] in _RISKS and _RISK.match(text, pieces[following][0]):
            end = pieces[following][1]
            following += 1
        elif _LEVEL_ALONE.match(text[start:end]):
            while following < len(pieces) and _LEVEL_ALONE.match(text[slice(*pieces[following])]):
                following += 1
            if following < len(pieces) and _LEVELS_COUNTED.match(text[slice(*pieces[following])]):
                end = pieces[following][1]
                following += 1
            else:
                following = index + 1
        merged.append((start, end))
        index = following
    return [*merged, *pieces[index:]]


def _behind_and(piece: str) -> str:
    """Return what stands behind the last 和 of a piece, since a class may begin there: 市直部门和各区、县人民政府."""
    return piece[max(piece.rfind(sign) for sign in "和及与") + 1 :]


def _before_bracket(piece: str) -> str:
    piece = piece.rstrip("。；")
    second = _SECOND_BODY.match(piece)
    return second.group("first") if second else piece


def _split_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split at 和, 及, 会同 … where a body ends before it and another begins behind it."""
    if end - start > _LONGEST_PIECE:
        return [(start, end)]
    if _OPEN_END.search(text, start, end) and "、" not in text[start:end]:
        whole = _OPEN_END.search(text, start, end)
        if whole is not None and not _AND.search(text, start, whole.start()):
            return [(start, end)]
    for match in _AND.finditer(text, start, end):
        before, after = text[start : match.start()], text[match.end() : end]
        before = before.removesuffix("等")
        if len(before) >= 2 and len(after) >= 2 and _are_two_bodies(before, after):
            return [(start, match.start()), *_split_and(text, match.end(), end)]
    return [(start, end)]


def _are_two_bodies(before: str, after: str) -> bool:
    """Tell whether one body ends before 和 and another begins behind it."""
    if _PLACE.match(before) and _PLACE.match(after):
        return True
    if not _ENDS_BODY.search(before) or not _ENDS_BODY.search(_OPEN_END.sub("", after)):
        return False
    if before.endswith("部门") and after == "单位":
        return False
    return bool(_STARTS_BODY.match(after) or (_ENDS_OFFICE.search(before) and _ENDS_OFFICE.search(after)))


def _trim(text: str, start: int, end: int) -> tuple[int, int, bool]:
    piece = text[start:end]
    if lead := _LEAD_IN.match(piece):
        start += lead.end()
        piece = piece[lead.end() :]
    opened = _OPEN_END.search(piece)
    if opened:
        end = start + opened.start()
    while end > start and text[end - 1] in "。：:）" and (text[end - 1] != "）" or "（" not in text[start:end]):
        end -= 1
    return start, end, opened is not None


def _with_second(text: str, start: int, end: int) -> list[Name]:
    """A body that follows in brackets is one more owner: 各区人民政府（先导区管委会）."""
    if mark := _MARK.search(text, start, end):
        return [replace(name, mark=mark.group("mark")) for name in _with_second(text, start, mark.start())]
    second = _SECOND_BODY.match(text[start:end])
    if second is None or not _ENDS_BODY.search(second.group("first")) or _SAME_SIGN.search(text[start:end]):
        return [Name(text[start:end], start, end)]
    return [
        Name(second.group("first"), start + second.start("first"), start + second.end("first")),
        Name(second.group("second"), start + second.start("second"), start + second.end("second")),
    ]


def _write_out(names: list[Name]) -> tuple[Name, ...]:
    """Write out the level that an earlier name of the list carries for the later ones (区卫计委、发改委)."""
    prefix = ""
    written: list[Name] = []
    for name in names:
        if level := _PREFIXED.match(name.text):
            prefix = level.group(1)
        elif _STATE.fullmatch(name.text) and written and (every := _LEVELS_OF.match(written[-1].text)):
            name = replace(name, text=every.group() + name.text)  # noqa: PLW2901
        elif prefix and (_SHARES.match(name.text) or (written and _are_courts(written[-1].text, name.text))):
            name = replace(name, text=prefix + name.text)  # noqa: PLW2901
        written.append(name)
    return tuple(written)


def _are_courts(before: str, name: str) -> bool:
    return before.endswith(_COURTS) and name.removeprefix("人民") in _COURTS
