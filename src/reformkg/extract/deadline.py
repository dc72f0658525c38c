"""Time limits in folded text: days, periods, recurrences and lengths of time; touches model and the standard library.

What counts and what does not (baselines, the past, objects chosen by a date, the validity of the whole text) follows
the section Deadlines of the annotation guidelines. Dates are parsed here; resolution knows the day of issue.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reformkg.extract import deadline_value as make
from reformkg.extract.deadline_context import YEAR
from reformkg.extract.numerals import DASH
from reformkg.extract.rule import Mention, Rule, find
from reformkg.model import Recurrence, When

_FIRST_YEAR = r"(?P<year>(?:1(?<!\d.)9\d{2}|2(?<!\d.)0\d{2}|二[〇零][〇零一二三四五六七八九]{2}))"
_LENGTH = r"(?:\d{1,3}|[一二两三四五六七八九十百半]{1,3})"
_BY = r"(?:(?:之|以)?前|为?止)"
_POINT = r"(?P<point>年?底|年?末|年?初|年中)"
_LEAD = re.compile(r"(?:(?:力争|争取|计划|截止|截至)?[到至在于]|(?:力争|争取|计划)用|力争|争取)“?$")
"""What leads up to a date and belongs to its wording."""
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
        make.from_for,
    ),
    Rule(
        "deadline.period",
        re.compile(
            rf"{_FIRST_YEAR}年(?P<month>\d{{1,2}})(?:月(?:(?P<day>\d{{1,2}})日)?起?)?{DASH}"
            rf"(?:(?P<to_year>{YEAR})年)?(?P<to_month>\d{{1,2}})月(?:(?P<to_day>\d{{1,2}})日)?[底末]?(?:期间|止)?"
        ),
        make.period,
    ),
    Rule(
        "deadline.months",
        re.compile(
            rf"{_FIRST_MONTH}(?:(?P<day>\d{{1,2}})日)?起?{DASH}(?:(?P<to_year>{YEAR})年)?"
            r"(?P<to_month>\d{1,2})月(?:(?P<to_day>\d{1,2})日)?[底末]?(?:期间|止)?"
        ),
        make.period,
    ),
    Rule(
        "deadline.years",
        re.compile(rf"{_FIRST_YEAR}年?起?{DASH}(?P<to_year>{YEAR})年(?:底|末)?(?:期间)?"),
        make.years,
    ),
    Rule("deadline.paired-year", re.compile(rf"[和、与及](?<=[年底].)(?P<year>{YEAR})年(?:底|末)?前?"), make.paired),
    Rule(
        "deadline.date",
        re.compile(rf"{_FIRST_YEAR}年(?:{_PART})?{_POINT}?(?P<by>{_BY}|年?(?:以|之)?内)?"),
        make.calendar,
    ),
    Rule(
        "deadline.near-year",
        re.compile(rf"(?P<near>[今本明来后])年(?:度(?!考))?(?:{_PART})?{_POINT}?(?P<by>{_BY}|年?(?:以|之)?内)?"),
        make.near,
    ),
    Rule(
        "deadline.year-end",
        re.compile(
            r"年(?<![\d〇零一二三四五六七八九十百半两今本明来后每去当前个]年)(?:[底末](?P<by>(?:之|以)?前)?|内)(?!度)"
        ),
        make.year_end,
    ),
    Rule(
        "deadline.month", re.compile(rf"{_FIRST_MONTH}份?{_DAY_IN_MONTH}?(?P<point>[底末])?(?P<by>{_BY})?"), make.month
    ),
    Rule(
        "deadline.half-year",
        re.compile(rf"(?P<half>[上下](?<![年度].)半年)(?P<point>[底末])?(?P<by>{_BY})?"),
        make.month,
    ),
    Rule(
        "deadline.quarter",
        re.compile(rf"(?P<quarter>[一二三四1-4](?<![年\d].))季度(?P<point>[底末])?(?P<by>{_BY})?"),
        make.month,
    ),
    Rule(
        "deadline.five-year-plan",
        re.compile(
            r"(?P<plan>十(?:[一二三四五六]五|五))”?(?:规划)?(?P<part>期末|末期?|期间末|时期末|期间|时期|期满|期内)"
        ),
        make.five_years,
    ),
    Rule("deadline.this-and-next", re.compile(r"今明(?:两|二)年|今明后三年"), make.two_years),
    Rule(
        "deadline.after-issue",
        re.compile(
            rf"[印发下公出施](?:发|布|行|台|文)(?:实施)?(?:之日)?(?:起|后|之后|以后)的?，?(?P<count>{_LENGTH})"
            r"(?P<unit>年|个月|个?工作日|日|天)(?:之|以)?内"
        ),
        make.after_issue,
    ),
    Rule(
        "deadline.within",
        re.compile(
            rf"{_FIRST_LENGTH}(?:{DASH}(?P<top>{_LENGTH}))?(?P<unit>年|个月)(?:左右)?的?(?:时间|努力)?(?P<inner>(?:之|以)?内)?"
        ),
        make.within,
    ),
    Rule(
        "deadline.recurring",
        re.compile(
            r"每个?(?P<round>学?年|季|月)(?:度(?!考))?的?"
            rf"(?:(?<=年)(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|[底末])?{_BY}?|(?<=年)年?[底末]{_BY}?|(?<=月)\d{{1,2}}日{_BY})?"
        ),
        make.recurring,
    ),
    Rule(
        "deadline.by-round",
        re.compile(
            r"按(?P<round>季|月)度?(?=[^，。；\n]{0,8}(?:报送|上报|汇总|通报|调度|公布|公示|反馈|督查|督导|评估|会商|研判|总结|分析))"
        ),
        make.by_round,
    ),
    Rule("deadline.next-month", re.compile(r"次月(?:\d{1,2}日|[底末])(?:之|以)?前"), make.next_month),
    Rule(
        "deadline.continuous",
        re.compile(
            r"(?P<value>[长持常全](?:期坚持|续推进|续实施|续开展|期推进|期实施|年坚持|态化推进|态化开展|期|续|态化|年))"
            r"(?= ?(?:[|｜\t\n，。；）]|$))"
        ),
        make.continuous,
    ),
    Rule("deadline.mid-century", re.compile(r"[本2二](?:世纪中叶|1世纪中叶|十一世纪中叶)"), make.mid_century),
)
"""All forms, in the order that decides between equally long ones."""
