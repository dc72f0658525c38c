"""What the forms of time limits mean: a match becomes a parsed value, or nothing where its context forbids it.

The deadline family's productions, with its words of context; resolution knows the day of issue.
"""

from __future__ import annotations

import re

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
from reformkg.extract.numerals import han_value
from reformkg.model import CalendarDay, Duration, Recurrence, TimeUnit, When

_QUARTER = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_THIRD = {"上旬": 10, "中旬": 20, "下旬": 31}
_OFFSET = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_UNIT = {
    "年": TimeUnit.YEAR, "周年": TimeUnit.YEAR, "个月": TimeUnit.MONTH, "月": TimeUnit.MONTH, "日": TimeUnit.DAY,
    "天": TimeUnit.DAY, "个工作日": TimeUnit.WORKDAY, "工作日": TimeUnit.WORKDAY,
}  # fmt: skip
_ROUND = {"年": Recurrence.YEARLY, "学年": Recurrence.YEARLY, "季": Recurrence.QUARTERLY, "月": Recurrence.MONTHLY}
_END_OF_MONTH = 31


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


def calendar(match: re.Match[str]) -> When | None:
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


def paired(match: re.Match[str]) -> When | None:
    """Make the second year of 到2022年和2030年."""
    before = words_before(match)
    if not re.search(rf"(?:到|至|在|于|分别)(?:{YEAR}年?底?、){{0,3}}{YEAR}年?底?$", before) or QUOTED.search(before):
        return None
    return When(last=CalendarDay(_number(match["year"]), None, 12, _END_OF_MONTH))


def near(match: re.Match[str]) -> When | None:
    """Make 今年, 明年底前, 今年上半年 …: counted from the year of issue."""
    before, after, point = words_before(match), words_behind(match), match["point"] or ""
    if QUOTED.search(before) or after.startswith(("以来", "同期", "起")) or point.endswith("初"):
        return None
    bare = not (leads(before) or match["by"] or point)
    if bare and (match["near"] == "本" or not OPEN.search(before) or NO_LIMIT_AFTER.match(after)):
        return None
    return When(last=_day(None, _OFFSET[match["near"]], match))


def year_end(match: re.Match[str]) -> When | None:
    """Make 年底前, 到年底, 年内: the end of the year of issue."""
    before = words_before(match)
    if QUOTED.search(before) or not (
        match["by"] or leads(before) or OPEN.search(before) or REACHES_AFTER.match(words_behind(match))
    ):
        return None
    return When(last=CalendarDay(None, 0, 12, _END_OF_MONTH))


def month(match: re.Match[str]) -> When | None:
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


def period(match: re.Match[str]) -> When | None:
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


def years(match: re.Match[str]) -> When | None:
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


def from_for(match: re.Match[str]) -> When | None:
    """Make 从2019年1月1日起，实施三年: a start and a length."""
    if QUOTED.search(words_before(match)):
        return None
    first = CalendarDay(_number(match["year"]), None, int(match["month"] or 1), int(match["day"] or 1))
    return When(first=first, within=Duration(_number(match["count"]), _UNIT[match["unit"]]))


def five_years(match: re.Match[str]) -> When | None:
    """Make 到“十四五”期末 and “十四五”期间; the nth five-year plan began in 1953 + 5 (n − 1), the tenth in 2001."""
    number = han_value(match["plan"][:-1]) or 0
    if BOX_BEFORE.search(words_before(match)):
        return None
    if number < 10 or words_behind(match, 1) in {"是", "的"}:
        return None
    start = 2001 + 5 * (number - 10)
    first = None if "末" in match["part"] else CalendarDay(start, None, 1, 1)
    return When(last=CalendarDay(start + 4, None, 12, _END_OF_MONTH), first=first, bare=True)


def two_years(match: re.Match[str]) -> When | None:
    """Make 今明两年: this year and the next."""
    later = 2 if "三年" in match[0] else 1
    return When(last=CalendarDay(None, later, 12, _END_OF_MONTH), first=CalendarDay(None, 0, 1, 1))


def after_issue(match: re.Match[str]) -> When | None:
    """Make 印发后3个月内, 自印发之日起30日内."""
    return When(within=Duration(_number(match["count"]), _UNIT[match["unit"]]))


def within(match: re.Match[str]) -> When | None:
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


def recurring(match: re.Match[str]) -> When | None:
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


def by_round(match: re.Match[str]) -> When | None:
    """Make 按季度报送, 按月通报: as often as somebody reports."""
    return None if QUOTED.search(words_before(match)) else When(recurrence=_ROUND[match["round"]])


def _is_done_each(before: str, after: str) -> bool:
    """Whether 每人每年 says how often something is done (接受教育24学时), and not what is paid."""
    return before.endswith("每人") and MONEY_AFTER.match(after) is None


def next_month(match: re.Match[str]) -> When | None:
    """Make 次月10日前: every month."""
    if QUOTED.search(words_before(match)) or RATE_BEHIND.match(words_behind(match)):
        return None
    return When(recurrence=Recurrence.MONTHLY)


def continuous(match: re.Match[str]) -> When | None:
    """Make 长期坚持 where it fills a field for a time limit; 全年 there is the year of issue."""
    if not FIELD_BEFORE.search(words_before(match, 200)):
        return None
    if match["value"] == "全年":
        return When(last=CalendarDay(None, 0, 12, _END_OF_MONTH))
    return When(recurrence=Recurrence.CONTINUOUS)


def mid_century(match: re.Match[str]) -> When | None:
    """Make 到本世纪中叶."""
    return None if QUOTED.search(words_before(match)) else When(last=CalendarDay(2050, None, 12, _END_OF_MONTH))
