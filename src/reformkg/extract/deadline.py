"""Time limits in folded text: days, periods, recurrences and lengths of time; touches model and the standard library.

What counts and what does not (baselines, the past, objects chosen by a date, the validity of the whole text) follows
the section Deadlines of the annotation guidelines. Dates are parsed here; resolution knows the day of issue.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reformkg.extract.deadline_context import (
    BASELINE_BEFORE,
    BOX_BEFORE,
    CHOOSES_AFTER,
    DUE_FIELD_BEFORE,
    EVENT_IN_CLAUSE,
    FIELD_BEFORE,
    LENGTH_LEAD,
    MONEY_AFTER,
    MOVED_TO,
    NO_LENGTH_AFTER,
    NO_LIMIT_AFTER,
    OPEN,
    OTHER_EVENT_BEFORE,
    QUOTED,
    RATE_BEFORE,
    RATE_BEHIND,
    REACHES_AFTER,
    SINCE,
    TITLE_BEFORE,
    VALIDITY_BEFORE,
    YEAR,
    chooses_each,
    leads,
    opens,
    words_before,
    words_behind,
)
from reformkg.extract.numerals import DASH, han_value
from reformkg.extract.rule import Mention, Rule, find
from reformkg.model import CalendarDay, Duration, Recurrence, TimeUnit, When

_FIRST_YEAR = r"(?P<year>(?:1(?<!\d.)9\d{2}|2(?<!\d.)0\d{2}|二[〇零][〇零一二三四五六七八九]{2}))"
_LENGTH = r"(?:\d{1,3}|[一二两三四五六七八九十百半]{1,3})"
_BY = r"(?:(?:之|以)?前|为?止)"
_POINT = r"(?P<point>年?底|年?末|年?初|年中)"
_QUARTER = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_LEAD = re.compile(r"(?:(?:力争|争取|计划|截止|截至)?[到至在于]|(?:力争|争取|计划)用|力争|争取)“?$")
"""What leads up to a date and belongs to its wording."""
_THIRD = {"上旬": 10, "中旬": 20, "下旬": 31}
_OFFSET = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_UNIT = {
    "年": TimeUnit.YEAR, "周年": TimeUnit.YEAR, "个月": TimeUnit.MONTH, "月": TimeUnit.MONTH, "日": TimeUnit.DAY,
    "天": TimeUnit.DAY, "个工作日": TimeUnit.WORKDAY, "工作日": TimeUnit.WORKDAY,
}  # fmt: skip
_ROUND = {"年": Recurrence.YEARLY, "学年": Recurrence.YEARLY, "季": Recurrence.QUARTERLY, "月": Recurrence.MONTHLY}
_END_OF_MONTH = 31
_SENTENCE_END = re.compile("[。；\n]")


def find_deadlines(text: str, start: int, end: int) -> list[Mention[When]]:
    """Return the time limits in `text[start:end]`, in order, without overlaps.

    Args:
        text: a document's folded text.
        start: where to begin, in code points of the whole text; nothing before it is looked at.
        end: where to stop.
    """
    found = find(RULES, text, start, end)
    joined: list[Mention[When]] = []
    for mention in found:
        joined.append(_joined(mention, joined[-1] if joined else None, text))
    return [_led(mention, text, start) for mention in joined]


def _led(mention: Mention[When], text: str, low: int) -> Mention[When]:
    """Take 到 and 力争到 into the wording."""
    lead = _LEAD.search(text, max(low, mention.start - 5), mention.start)
    quote = mention.start - (text[max(low, mention.start - 1) : mention.start] == "“")
    return replace(mention, start=lead.start() if lead else quote)


def _joined(mention: Mention[When], previous: Mention[When] | None, text: str) -> Mention[When]:
    """Let a month without a year share the 每年 of its sentence: 每年2月底前完成考核，3月底前完成分析."""
    if mention.rule != "deadline.month" or previous is None or previous.value.recurrence is not Recurrence.YEARLY:
        return mention
    if _SENTENCE_END.search(text, previous.end, mention.start):
        return mention
    return replace(mention, value=replace(mention.value, recurrence=Recurrence.YEARLY))


def _part(match: re.Match[str], name: str) -> str:
    """Return what a group matched, or "" where the pattern has no such group or it matched nothing."""
    return match.groupdict().get(name) or ""


def _number(text: str) -> int:
    return int(text) if text.isascii() else han_value(text) or 0


def _day(year: int | None, offset: int | None, match: re.Match[str]) -> CalendarDay:
    """Return the last day that the part of the year names, or the year's last."""
    month, day = 12, _END_OF_MONTH
    if half := _part(match, "half"):
        month = 6 if half == "上半年" else 12
    elif quarter := _part(match, "quarter"):
        month = _QUARTER[quarter] * 3
    elif stated := _part(match, "month"):
        month = int(stated)
        day = int(_part(match, "day") or _THIRD.get(_part(match, "third"), _END_OF_MONTH))
    elif _part(match, "point") == "年中":
        month = 6
    return CalendarDay(year, offset, month, day)


def _calendar(match: re.Match[str]) -> When | None:
    """Make 到2020年, 2020年6月底前, 2019年上半年 … unless the date is a baseline, a title, a choice or a validity."""
    before, after, point = words_before(match), words_behind(match), match["point"] or ""
    lead = leads(before)
    if QUOTED.search(before) or VALIDITY_BEFORE.search(before) or point.endswith("初"):
        return None
    if BASELINE_BEFORE.search(before) or after.startswith(("以来", "同期", "基础", "起", "相比", "以后")):
        return None
    if CHOOSES_AFTER.match(after) or (lead == "在" and not match["by"] and after.startswith("的")):
        return None
    bare = not (lead or match["by"] or point or DUE_FIELD_BEFORE.search(before))
    reached = not match["day"] and REACHES_AFTER.match(after)
    if bare and not reached and (match["day"] or NO_LIMIT_AFTER.match(after) or not opens(before, after)):
        return None
    return When(last=_day(_number(match["year"]), None, match), bare=bare)


def _paired(match: re.Match[str]) -> When | None:
    """Make the second year of 到2022年和2030年."""
    before = words_before(match)
    if not re.search(rf"(?:到|至|在|于|分别)(?:{YEAR}年?底?、){{0,3}}{YEAR}年?底?$", before) or QUOTED.search(before):
        return None
    return When(last=CalendarDay(_number(match["year"]), None, 12, _END_OF_MONTH))


def _near(match: re.Match[str]) -> When | None:
    """Make 今年, 明年底前, 今年上半年 …: counted from the year of issue."""
    before, after, point = words_before(match), words_behind(match), match["point"] or ""
    if QUOTED.search(before) or after.startswith(("以来", "同期", "起")) or point.endswith("初"):
        return None
    bare = not (leads(before) or match["by"] or point)
    if bare and (match["near"] == "本" or not OPEN.search(before) or NO_LIMIT_AFTER.match(after)):
        return None
    return When(last=_day(None, _OFFSET[match["near"]], match))


def _year_end(match: re.Match[str]) -> When | None:
    """Make 年底前, 到年底, 年内: the end of the year of issue."""
    before = words_before(match)
    if QUOTED.search(before) or not (
        match["by"] or leads(before) or OPEN.search(before) or REACHES_AFTER.match(words_behind(match))
    ):
        return None
    return When(last=CalendarDay(None, 0, 12, _END_OF_MONTH))


def _month(match: re.Match[str]) -> When | None:
    """Make 5月底前, 6月30日前, 上半年, 三季度末: a date whose year stands elsewhere."""
    before, after = words_before(match).removesuffix("第"), words_behind(match)
    if QUOTED.search(before) or CHOOSES_AFTER.match(after) or after.startswith(("以来", "同期", "起", "至", "到")):
        return None
    lead = leads(before)
    if lead and MOVED_TO.search(before[:-1]):
        return None
    stated = match["by"] or match["point"] or lead or DUE_FIELD_BEFORE.search(before)
    if not stated and (_part(match, "month") or not OPEN.search(before)):
        return None
    return When(last=_day(None, None, match))


def _period(match: re.Match[str]) -> When | None:
    """Make 2020年10月至12月, 2019年1月1日至12月31日, 3月至5月."""
    before = words_before(match)
    year = _number(_part(match, "year")) if _part(match, "year") else None
    to_year = _number(match["to_year"]) if match["to_year"] else year
    if QUOTED.search(before) or VALIDITY_BEFORE.search(before) or _is_told(match):
        return None
    if year is None and to_year is None and not (leads(before) or OPEN.search(before)):
        return None
    first = CalendarDay(year or to_year, None, int(match["month"]), int(match["day"] or 1))
    last = CalendarDay(to_year, None, int(match["to_month"]), int(match["to_day"] or _END_OF_MONTH))
    return When(last=last, first=first, bare=True)


def _is_told(match: re.Match[str]) -> bool:
    """Whether what follows a period tells of what has been (期间累计, 的考核数据)."""
    return bool(re.match(r"的|期间已|期间累计", words_behind(match, 8)))


def _years(match: re.Match[str]) -> When | None:
    """Make 2021—2023年, save where it belongs to a title: 行动计划（2021—2023年）."""
    before, after = words_before(match), words_behind(match)
    if QUOTED.search(before) or TITLE_BEFORE.search(before) or re.match(r"）|同期|的", after):
        return None
    if not (before.endswith(("从", "自")) or leads(before) or OPEN.search(before)):
        return None
    return When(
        last=CalendarDay(_number(match["to_year"]), None, 12, _END_OF_MONTH),
        first=CalendarDay(_number(match["year"]), None, 1, 1),
        bare=True,
    )


def _from_for(match: re.Match[str]) -> When | None:
    """Make 从2019年1月1日起，实施三年: a start and a length."""
    if QUOTED.search(words_before(match)):
        return None
    first = CalendarDay(_number(match["year"]), None, int(match["month"] or 1), int(match["day"] or 1))
    return When(first=first, within=Duration(_number(match["count"]), _UNIT[match["unit"]]))


def _five_years(match: re.Match[str]) -> When | None:
    """Make 到“十四五”期末 and “十四五”期间; the nth five-year plan began in 1953 + 5 (n − 1), the tenth in 2001."""
    number = han_value(match["plan"][:-1]) or 0
    if BOX_BEFORE.search(words_before(match)):
        return None
    if number < 10 or words_behind(match, 1) in {"是", "的"}:
        return None
    start = 2001 + 5 * (number - 10)
    first = None if "末" in match["part"] else CalendarDay(start, None, 1, 1)
    return When(last=CalendarDay(start + 4, None, 12, _END_OF_MONTH), first=first, bare=True)


def _two_years(match: re.Match[str]) -> When | None:
    """Make 今明两年: this year and the next."""
    later = 2 if "三年" in match[0] else 1
    return When(last=CalendarDay(None, later, 12, _END_OF_MONTH), first=CalendarDay(None, 0, 1, 1))


def _after_issue(match: re.Match[str]) -> When | None:
    """Make 印发后3个月内, 自印发之日起30日内."""
    return When(within=Duration(_number(match["count"]), _UNIT[match["unit"]]))


def _within(match: re.Match[str]) -> When | None:
    """Make 3年内, 力争用三到五年时间: counted from the day of issue unless another event is named."""
    before, after = words_before(match), words_behind(match)
    lead = LENGTH_LEAD.search(before)
    word = lead[0] if lead else ""
    before = before[: len(before) - len(word)]
    if not match["inner"] and (not word.endswith(("用", "通过", "经过", "未来", "今后")) or not _free(word, before)):
        return None
    if QUOTED.search(before) or OTHER_EVENT_BEFORE.search(before + word) or NO_LENGTH_AFTER.match(after):
        return None
    if match["unit"] != "年" and (EVENT_IN_CLAUSE.search(before) or not (word or OPEN.search(before))):
        return None
    return When(within=Duration(_number(match["top"] or match["count"]), _UNIT[match["unit"]]))


def _free(word: str, before: str) -> bool:
    """Whether 用 is a word of its own and not the end of 聘用 or 使用."""
    return word != "用" or OPEN.search(before) is not None


def _recurring(match: re.Match[str]) -> When | None:
    """Make 每年, 每季度, 每月, 每年2月底前; 每人每年 is a rate and 凡每年 a condition."""
    before = words_before(match)
    after = words_behind(match)
    if (
        QUOTED.search(before)
        or (RATE_BEFORE.search(before) and not _is_done_each(before, after))
        or chooses_each(before, after)
    ):
        return None
    last = None
    if match["month"]:
        last = CalendarDay(None, None, int(match["month"]), int(match["day"] or _END_OF_MONTH))
    since = SINCE.search(before)
    first = CalendarDay(int(since[1]), None, 1, 1) if since else None
    return When(last=last, first=first, recurrence=_ROUND[match["round"]])


def _by_round(match: re.Match[str]) -> When | None:
    """Make 按季度报送, 按月通报: as often as somebody reports."""
    return None if QUOTED.search(words_before(match)) else When(recurrence=_ROUND[match["round"]])


def _is_done_each(before: str, after: str) -> bool:
    """Whether 每人每年 says how often something is done (接受教育24学时), and not what is paid."""
    return before.endswith("每人") and MONEY_AFTER.match(after) is None


def _next_month(match: re.Match[str]) -> When | None:
    """Make 次月10日前: every month."""
    if QUOTED.search(words_before(match)) or RATE_BEHIND.match(words_behind(match)):
        return None
    return When(recurrence=Recurrence.MONTHLY)


def _continuous(match: re.Match[str]) -> When | None:
    """Make 长期坚持 where it fills a field for a time limit; 全年 there is the year of issue."""
    if not FIELD_BEFORE.search(words_before(match, 200)):
        return None
    if match["value"] == "全年":
        return When(last=CalendarDay(None, 0, 12, _END_OF_MONTH))
    return When(recurrence=Recurrence.CONTINUOUS)


def _mid_century(match: re.Match[str]) -> When | None:
    return None if QUOTED.search(words_before(match)) else When(last=CalendarDay(2050, None, 12, _END_OF_MONTH))


_DAY_IN_MONTH = r"(?:(?P<day>\d{1,2})[日号]|(?P<third>[上中下]旬))"
_PART = rf"(?:(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<month>\d{{1,2}})月份?{_DAY_IN_MONTH}?)"
_FIRST_MONTH = r"(?P<month>[0-9](?<![\d年月个.].)\d?)月"
_FIRST_LENGTH = (
    r"(?P<count>[0-9一二两三四五六七八九十百半](?<![\d一二三四五六七八九十].)(?<![.]\d)"
    r"(?:\d{0,2}|[一二三四五六七八九十百]{0,2}))"
)

RULES: tuple[Rule[When], ...] = (
    Rule(
        "deadline.from-for",
        re.compile(
            rf"[从自于](?P<year>{YEAR})年初?(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?(?:起，?|开始[^，。；\n]{{0,14}}，)"
            rf"(?:连续|实施|用|利用|开展|为期|周期|期限)?为?(?P<count>{_LENGTH})(?P<unit>年|个月)(?!期)"
        ),
        _from_for,
    ),
    Rule(
        "deadline.period",
        re.compile(
            rf"{_FIRST_YEAR}年(?P<month>\d{{1,2}})(?:月(?:(?P<day>\d{{1,2}})日)?起?)?{DASH}"
            rf"(?:(?P<to_year>{YEAR})年)?(?P<to_month>\d{{1,2}})月(?:(?P<to_day>\d{{1,2}})日)?[底末]?(?:期间|止)?"
        ),
        _period,
    ),
    Rule(
        "deadline.months",
        re.compile(
            rf"{_FIRST_MONTH}(?:(?P<day>\d{{1,2}})日)?起?{DASH}(?:(?P<to_year>{YEAR})年)?"
            r"(?P<to_month>\d{1,2})月(?:(?P<to_day>\d{1,2})日)?[底末]?(?:期间|止)?"
        ),
        _period,
    ),
    Rule(
        "deadline.years",
        re.compile(rf"{_FIRST_YEAR}年?起?{DASH}(?P<to_year>{YEAR})年(?:底|末)?(?:期间)?"),
        _years,
    ),
    Rule("deadline.paired-year", re.compile(rf"[和、与及](?<=[年底].)(?P<year>{YEAR})年(?:底|末)?前?"), _paired),
    Rule(
        "deadline.date",
        re.compile(rf"{_FIRST_YEAR}年(?:{_PART})?{_POINT}?(?P<by>{_BY}|年?(?:以|之)?内)?"),
        _calendar,
    ),
    Rule(
        "deadline.near-year",
        re.compile(rf"(?P<near>[今本明来后])年(?:度(?!考))?(?:{_PART})?{_POINT}?(?P<by>{_BY}|年?(?:以|之)?内)?"),
        _near,
    ),
    Rule(
        "deadline.year-end",
        re.compile(
            r"年(?<![\d〇零一二三四五六七八九十百半两今本明来后每去当前个]年)(?:[底末](?P<by>(?:之|以)?前)?|内)(?!度)"
        ),
        _year_end,
    ),
    Rule("deadline.month", re.compile(rf"{_FIRST_MONTH}份?{_DAY_IN_MONTH}?(?P<point>[底末])?(?P<by>{_BY})?"), _month),
    Rule(
        "deadline.half-year", re.compile(rf"(?P<half>[上下](?<![年度].)半年)(?P<point>[底末])?(?P<by>{_BY})?"), _month
    ),
    Rule(
        "deadline.quarter",
        re.compile(rf"(?P<quarter>[一二三四1-4](?<![年\d].))季度(?P<point>[底末])?(?P<by>{_BY})?"),
        _month,
    ),
    Rule(
        "deadline.five-year-plan",
        re.compile(
            r"(?P<plan>十(?:[一二三四五六]五|五))”?(?:规划)?(?P<part>期末|末期?|期间末|时期末|期间|时期|期满|期内)"
        ),
        _five_years,
    ),
    Rule("deadline.this-and-next", re.compile(r"今明(?:两|二)年|今明后三年"), _two_years),
    Rule(
        "deadline.after-issue",
        re.compile(
            rf"[印发下公出施](?:发|布|行|台|文)(?:实施)?(?:之日)?(?:起|后|之后|以后)的?，?(?P<count>{_LENGTH})"
            r"(?P<unit>年|个月|个?工作日|日|天)(?:之|以)?内"
        ),
        _after_issue,
    ),
    Rule(
        "deadline.within",
        re.compile(
            rf"{_FIRST_LENGTH}(?:{DASH}(?P<top>{_LENGTH}))?(?P<unit>年|个月)(?:左右)?的?(?:时间|努力)?(?P<inner>(?:之|以)?内)?"
        ),
        _within,
    ),
    Rule(
        "deadline.recurring",
        re.compile(
            r"每个?(?P<round>学?年|季|月)(?:度(?!考))?的?"
            rf"(?:(?<=年)(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|[底末])?{_BY}?|(?<=年)年?[底末]{_BY}?|(?<=月)\d{{1,2}}日{_BY})?"
        ),
        _recurring,
    ),
    Rule(
        "deadline.by-round",
        re.compile(
            r"按(?P<round>季|月)度?(?=[^，。；\n]{0,8}(?:报送|上报|汇总|通报|调度|公布|公示|反馈|督查|督导|评估|会商|研判|总结|分析))"
        ),
        _by_round,
    ),
    Rule("deadline.next-month", re.compile(r"次月(?:\d{1,2}日|[底末])(?:之|以)?前"), _next_month),
    Rule(
        "deadline.continuous",
        re.compile(
            r"(?P<value>[长持常全](?:期坚持|续推进|续实施|续开展|期推进|期实施|年坚持|态化推进|态化开展|期|续|态化|年))"
            r"(?= ?(?:[|｜\t\n，。；）]|$))"
        ),
        _continuous,
    ),
    Rule("deadline.mid-century", re.compile(r"[本2二](?:世纪中叶|1世纪中叶|十一世纪中叶)"), _mid_century),
)
"""All forms, in the order that decides between equally long ones."""
