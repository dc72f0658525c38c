"""What a document says of itself: title, number, issuer, day of issue; touches the model only.

The places are those of GB/T 9704-2012: red head and number above the title, addressees below it, signature and date
behind the text; and those where web pages and compilations put them (发文字号：…, 发布时间：…).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from reformkg.extract.numerals import DOCUMENT_NUMBER, han_value
from reformkg.model import Document, Evidence, Outline, Span, Stated

_KINDS = (
    r"(?:通知|意见|方案|规划|计划|措施|办法|决定|规定|要点|清单|细则|纲要|条例|公告|通告|批复|函|报告|政策|行动|指南|分工"
    r"|安排|工作任务|制度|标准|决议|命令|通报)"
)
_NUMBER_PREFIX = re.compile(rf"{DOCUMENT_NUMBER}[-—：]?")
_TITLE_LINE = re.compile(rf"^[^。；：|]{{4,90}}{_KINDS}(?:（[^（）]{{1,20}}）)*年?$")
_ABOUT = re.compile(rf"^(?:{DOCUMENT_NUMBER}-?)?(?P<issuer>[^。，；：|《》\s]{{2,60}}?)?\s?(?:关于|印发)")
_JOINT = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{2,30}(?:\s+[\u4e00-\u9fff]{2,30}){1,5}?)\s?(?:关于|印发)")
_NUMBER = re.compile(
    rf"(?:(?<=\n)|\A|(?<=发文字号：)|(?<=文号：)|(?<=\n（)|(?<=\A（)|(?<= ))"
    rf"(?!根据|按照|依据|依照|贯彻|落实|参照|执行|现将|见|经|为|对)(?P<number>{DOCUMENT_NUMBER})(?!文|精神|要求|规定|的)"
)
_RED_HEAD = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、]{4,40}?(?:（[\u4e00-\u9fff]{2,30}）[\u4e00-\u9fff]{0,10}?)?)文件$"
)
_DATE = r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_DAY = re.compile(_DATE)
_HAN_DAY = re.compile(
    r"(?P<year>[一二][九〇○０零O][〇○０零O一二三四五六七八九]{2})年"
    r"(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
# The day below the title, as party documents and decrees have it: （2020年3月5日）.
_NOTE_DAY = re.compile(rf"(?<=\n)（{_DATE}[^（）\n]{{0,40}}）(?=\n|$)")
_ENDS_LINE = re.compile(r"(?:印发)?[^\d\n]{0,6}(?:\n|$)|印发|抄送|（(?:此件|信息|主动|依申请)?公开|（此件")
_SIGNING = re.compile(r"[^\n，。；：|\d]{2,60}")
_MOST_SIGNERS = 6
_HEAD = 4000
"""A head is no longer: what stands further down, in code points, is text even where it has no marker."""
_STATED_DATE = re.compile(
    r"(?:发布时间|发文日期|成文日期|印发日期|发布日期|日期)[：\s]{1,3}"
    r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
)
_STATED_ISSUER = re.compile(
    r"(?:发文机构|发文机关|发布机构|制定机关)[：\s]{1,3}(?P<who>[\u4e00-\u9fff、]{4,40}?)(?=[发成文索主信题\n]|$)"
)
_STATED_TITLE = re.compile(
    rf"^(?P<title>[^。；：|\n]{{6,90}}?{_KINDS})(?=发文机构|发文字号|发布时间|索引号|成文日期|来源：)"
)
_NEXT_ISSUER = re.compile(r"(?<=[局厅委会部署院府室])\n(?=[\u4e00-\u9fff]{3,20}[局厅委会部署院府室]\s)")
_SEAL = re.compile(r"（(?:代章|盖章|章|印)）|\s+$")
_BODY_END = re.compile(
    r"(?:委员会|委|局|厅|部|署|办|院|司|政府|办公室|小组|指挥部|机制|总社|法院|检察院|总工会|协会|集团|公司|中心)"
    r"(?:（[^）]*）)?$"
)
# Lines that no title goes across: wrappers of web pages, addressees, sentences, numbers, dates, red heads, remarks.
_NO_TITLE = re.compile(
    r"^(?:日期|访问量|浏览量|来源|字号|发布时间|索引号|原文链接|【|大 中 小|附件\d*$)"
    rf"|。|：$|^（?{DOCUMENT_NUMBER}）?$|^{_DATE}|文件$|^（[^（）]*）$"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A signature with its date."""

    who: str | None
    who_start: int
    who_end: int
    date: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatedMetadata:
    """Title, number, issuer and day of issue (ISO 8601), each with its evidence, None where the text does not say."""

    title: Stated | None
    number: Stated | None
    issuer: Stated | None
    issued: Stated | None


def find_metadata(document: Document, outline: Outline) -> StatedMetadata:
    """Return what `document` says of itself."""
    text = document.folded
    head_end = min(outline.head.end, _HEAD)
    number = _find_number(document, head_end)
    stamps = _stamps(text)
    title = _find_title(document, head_end, stamps)
    issuer = _find_issuer(document, head_end, stamps)
    return StatedMetadata(title, number, issuer, _find_issued(document, stamps))


def _stated(document: Document, start: int, end: int, rule: str, value: str | None = None) -> Stated:
    quote = document.text[start:end]
    return Stated(quote if value is None else value, Evidence(start, end, quote, rule))


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        a, b = start, stop
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if b > a:
            found.append((a, b))
        start = stop + 1
    return found


def _find_number(document: Document, head_end: int) -> Stated | None:
    for match in _NUMBER.finditer(document.folded, 0, head_end):
        before = document.folded[max(0, match.start() - 2) : match.start()]
        if before.endswith("》（") or before == "）（" or "》" in before:
            continue
        return _stated(document, match.start("number"), match.end("number"), "metadata.number")
    return None


def _stamps(text: str) -> list[Stamp]:
    """Return the signatures with a date, in order."""
    found: list[Stamp] = []
    for date in sorted([*_DAY.finditer(text), *_HAN_DAY.finditer(text)], key=lambda match: match.start()):
        day = _iso(date)
        if _valid(day) and _ENDS_LINE.match(text, date.end()) and (who := _signature(text, date.start())) is not None:
            found.append(Stamp(text[who.start : who.end] or None, who.start, who.end, day, date.start(), date.end()))
    return found


def _signature(text: str, date: int) -> Span | None:
    """Return the lines that sign above the date at `date`, or the words right before it; None if it is no stamp."""
    line = text.rfind("\n", 0, date) + 1
    if line == date:
        start = line
        for _ in range(_MOST_SIGNERS):
            above = text.rfind("\n", 0, max(start - 1, 0)) + 1
            if start == 0 or not _SIGNING.fullmatch(text[above : start - 1]):
                break
            start = above
        return Span(start, max(start, date - 1))
    sentence = max(line, text.rfind("。", line, date) + 1)
    if _SIGNING.fullmatch(text[sentence:date]) and _BODY_END.search(text[sentence:date].rstrip()):
        return Span(sentence, sentence + len(text[sentence:date].rstrip()))
    return None


def _iso(date: re.Match[str]) -> str:
    """Return a matched day in ISO 8601, its digits Arabic or Chinese."""
    parts = (re.sub("[○０O]", "〇", date[part]) for part in ("year", "month", "day"))
    year, month, day = (han_value(part) or int(part) for part in parts)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _valid(day: str) -> bool:
    """Return whether there is such a day, and it is not before 1949."""
    try:
        return datetime.date.fromisoformat(day).year >= 1949
    except ValueError:
        return False


def _find_issued(document: Document, stamps: list[Stamp]) -> Stated | None:
    if stamps:
        first = stamps[0]
        return _stated(document, first.start, first.end, "metadata.signature-date", first.date)
    if match := _NOTE_DAY.search(document.folded, 0, 2000):
        day = _iso(match)
        if _valid(day):
            return _stated(document, match.start("year"), match.end("day") + 1, "metadata.note-date", day)
    if match := _STATED_DATE.search(document.folded, 0, 2000):
        day = _iso(match)
        if _valid(day):
            return _stated(document, match.start("year"), match.end(), "metadata.stated-date", day)
    return None


def _find_title(document: Document, head_end: int, stamps: list[Stamp]) -> Stated | None:
    text = document.folded
    if match := _STATED_TITLE.match(text):
        return _stated(document, match.start("title"), match.end("title"), "metadata.stated-title")
    groups = _title_groups(text, head_end)
    if not groups:
        return _quoted_plan(document, head_end)
    first = groups[0]
    if prefix := _NUMBER_PREFIX.match(text, *first):
        first = (prefix.end(), first[1])
    signed = [stamp for stamp in stamps if stamp.start < first[0]]
    rule = "metadata.title-behind-signature" if signed else "metadata.title"
    return _stated(document, *first, rule, _title_text(document.text[slice(*first)]))


def _title_groups(text: str, head_end: int) -> list[tuple[int, int]]:
    """Return the stretches of lines in the head that read as a title, in order."""
    found: list[tuple[int, int]] = []
    lines = [line for line in _lines(text, 0, max(head_end, min(len(text), 400))) if line[0] < max(head_end, 1)]
    index = 0
    while index < len(lines):
        for count in (1, 2, 3, 4):
            group = lines[index : index + count]
            if len(group) < count or not _may_hold_title(text, group):
                break
            joined = "".join(text[a:b] for a, b in group)
            if _TITLE_LINE.match(joined):
                end = group[-1][1]
                following = lines[index + count : index + count + 1]
                if following and re.fullmatch(r"（(?!\d{4}年\d)[^（）]{4,20}）年?", text[slice(*following[0])]):
                    end = following[0][1]
                    index += 1
                found.append((group[0][0], end))
                index += count - 1
                break
        index += 1
    return found


def _may_hold_title(text: str, group: list[tuple[int, int]]) -> bool:
    return not any(_NO_TITLE.search(text[a:b]) or b - a > 100 for a, b in group)


def _quoted_plan(document: Document, head_end: int) -> Stated | None:
    """A notice whose own title is lost says what it sends out: 《…》已经…，现印发给你们."""
    text = document.folded
    match = re.search(r"《(?P<title>[^《》\n]{6,80})》[^《》\n]{0,60}印发(?:给)?你们", text[:head_end])
    if match is None:
        match = re.search(r"印发《(?P<title>[^《》\n]{6,80})》的通知", text[:head_end])
    return _stated(document, match.start("title"), match.end("title"), "metadata.quoted-plan") if match else None


def _title_text(lines: str) -> str:
    """Return a title without the line ends that broke it; what parts joint issuers or halves of a title is a space."""
    return re.sub(r"[ \u3000]+", " ", re.sub(r"\s*\n\s*", "", _NEXT_ISSUER.sub(" ", lines)))


def _find_issuer(document: Document, head_end: int, stamps: list[Stamp]) -> Stated | None:
    """Return who issues: several bodies before a title, the red head, the signature, a field, or the title's one."""
    text = document.folded
    titles = _title_groups(text, head_end)[:1]
    for a, b in titles:
        joint = _JOINT.match(text, a, b)
        bodies = joint["issuer"].split() if joint else []
        if bodies and all(map(_BODY_END.search, bodies)):
            end = text.index(bodies[-1], a) + len(bodies[-1])
            return _stated(document, a, end, "metadata.title-issuer", "、".join(bodies))
    for a, b in _lines(text, 0, head_end)[:4]:
        if (head := _RED_HEAD.match(text[a:b])) and _BODY_END.search(head.group("issuer")):
            return _stated(document, a, a + head.end("issuer"), "metadata.red-head")
    for stamp in stamps:
        if stamp.who and (names := _signers(stamp.who)):
            return _stated(document, stamp.who_start, stamp.who_end, "metadata.signature", "、".join(names))
    if match := _STATED_ISSUER.search(text, 0, 2000):
        return _stated(document, match.start("who"), match.end("who"), "metadata.stated-issuer")
    for a, b in titles:
        about = _ABOUT.match(re.sub(r"\n", "", text[a:b]))
        if about and about.group("issuer") and _BODY_END.search(about.group("issuer")):
            at = text.find(about.group("issuer")[:6], a)
            return _stated(document, at, at + len(about.group("issuer")), "metadata.title-issuer")
    return None


def _signers(who: str) -> list[str]:
    """Return the bodies of a signature: several on lines of their own, or one that the lines break."""
    parts = [_SEAL.sub("", part) for part in re.split(r"[\s]+", _SEAL.sub("", who)) if part]
    parts = [part for part in parts if part and not _TITLE_LINE.match(part) and not part.startswith(("附件", "联系人"))]
    if not parts:
        return []
    if all(_BODY_END.search(part) and not part.startswith("（") for part in parts):
        return parts
    joined = "".join(parts)
    return [joined] if _BODY_END.search(joined) else []


RULES = (
    "metadata.stated-title",
    "metadata.title",
    "metadata.title-behind-signature",
    "metadata.quoted-plan",
    "metadata.number",
    "metadata.red-head",
    "metadata.signature",
    "metadata.stated-issuer",
    "metadata.title-issuer",
    "metadata.signature-date",
    "metadata.note-date",
    "metadata.stated-date",
)
"""The places where a document says what it is."""
