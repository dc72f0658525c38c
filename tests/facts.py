"""Hand-made facts for everybody's tests: one small readable document, builders for variants, and a hypothesis strategy.

`document()` gives the same small notice every time, with every kind of fact in it; the builders below make the parts,
so that a test names only what it is about. `documents()` is the strategy: any facts that the reading rooms could give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from reformkg.model import (
    Bilingual,
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Gap,
    GapKind,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Recurrence,
    Responsibility,
    Role,
    Section,
    Source,
    Span,
    Stated,
)

T = TypeVar("T")

TEXT = """示例市医改办关于深化医改重点任务的通知
示医改办〔2018〕5号
各县（区）人民政府：
根据《国务院办公厅关于示例工作的通知》（国办发〔2018〕83号），现通知如下。
一、重点任务
1.推进医联体建设。2018年底前，县域内就诊率达到90%以上。（牵头单位：市卫生计生委；配合单位：市财政局、市特别办）
2.完善药品供应。每年开展一次检查，每次5—12个品种。（市卫生计生委、各县（区）人民政府等负责）
3.加强宣传。由有关方面负责。
二、保障措施
各单位要高度重视。
示例市深化医药卫生体制改革领导小组办公室
2018年3月1日
"""


def passage(quote: str, rule: str = "hand-made", *, text: str = TEXT) -> Evidence:
    """Return the evidence of the first place where `quote` stands in `text`."""
    start = text.index(quote)
    return Evidence(start, start + len(quote), quote, rule)


def span(quote: str, *, text: str = TEXT) -> Span:
    """Return where `quote` first stands in `text`."""
    start = text.index(quote)
    return Span(start, start + len(quote))


def stated(quote: str, value: str | None = None) -> Stated:
    """Return metadata that `quote` states, with `value` where it differs from the wording."""
    return Stated(value or quote, passage(quote))


HEALTH = Organisation(
    "示例市/卫生健康/卫生计生委",
    "示例市卫生和计划生育委员会",
    "示例市卫生和计划生育委员会",
    "卫生健康",
    "示例市",
    False,
    None,
)
FINANCE = Organisation("示例市/财政/财政局", "示例市财政局", "示例市财政局", "财政", "示例市", False, None)
UNPLACED = Organisation("示例市//市特别办", "市特别办", None, None, "示例市", False, None)
COUNTIES = Organisation("示例市/下级政府/各县区", "各县（区）人民政府", None, "下级政府", "示例市", True, None)
DIVISION = Organisation(
    "示例市/内设机构/市卫生计生委医政科", "市卫生计生委医政科", None, "内设机构", "示例市", False, HEALTH.key
)


def responsibility(
    organisation: Organisation = HEALTH,
    role: Role = Role.RESPONSIBLE,
    quote: str = "市卫生计生委",
    *,
    inherited: bool = False,
    in_text: bool = False,
) -> Responsibility:
    """Return one owner, whose name is written as `quote`."""
    return Responsibility(organisation, quote, role, inherited, in_text, passage(quote))


def deadline(quote: str = "2018年底前", day: date | None = date(2018, 12, 31)) -> Deadline:
    """Return a plain deadline."""
    return Deadline(quote, day, None, None, False, passage(quote))


FRACTIONS = [
    ("占三分之一以上", "0.3333", None, "1/3"),
    ("达到三分之二", "0.6667", None, "2/3"),
    ("超过1/7", "0.1429", None, "1/7"),
    ("达到三十二分之五", "0.1563", None, "5/32"),
    ("达到八分之一", "0.125", None, "0.125"),
    ("达到十六分之一", "0.0625", None, "0.0625"),
    ("一半以上", "0.5", None, "0.5"),
    ("达到千分之三", "0.003", None, "0.003"),
    ("达到0.3333", "0.3333", None, "0.3333"),
    ("孕产妇死亡率控制在0.3333/10万", "0.3333", "/10万", "0.3333"),
    ("三级医院的1/3、90%以上", "90", "%", "90"),
]
"""Wording of a target, its value and unit, and the number that people are shown."""


def indicator(quote: str = "县域内就诊率达到90%以上", value: str = "90", *, due: date | None = None) -> Indicator:
    """Return a percentage that is to be reached at least."""
    subject = quote.split("达到", maxsplit=1)[0]
    return Indicator(quote, subject, Comparator.AT_LEAST, Decimal(value), None, None, "%", due, False, passage(quote))


def item(
    ref: str = "一/1",
    title: str = "推进医联体建设",
    *,
    kind: Kind = Kind.TASK,
    section: str | None = "一",
    quote: str | None = None,
    responsibilities: Iterable[Responsibility] = (),
    deadlines: Iterable[Deadline] = (),
    indicators: Iterable[Indicator] = (),
    open_list: bool = False,
    topics: Iterable[str] = (),
) -> Item:
    """Return an item whose passage is `quote`, or the first line of `TEXT` that holds the title."""
    text = quote or next(line for line in TEXT.splitlines() if title in line)
    return Item(
        ref=ref,
        number=ref.rsplit("/", maxsplit=1)[-1],
        section=section,
        kind=kind,
        title=title,
        text=text,
        span=span(text),
        open_list=open_list,
        responsibilities=tuple(responsibilities),
        deadlines=tuple(deadlines),
        indicators=tuple(indicators),
        topics=tuple(sorted(topics)),
    )


def items() -> tuple[Item, ...]:
    """Return the three items of the small notice: complete, half complete, and without an owner."""
    checks = "每次5—12个品种"
    return (
        item(
            responsibilities=(
                responsibility(role=Role.LEAD),
                responsibility(FINANCE, Role.SUPPORT, "市财政局"),
                responsibility(UNPLACED, Role.SUPPORT, "市特别办"),
            ),
            deadlines=(deadline(),),
            indicators=(indicator(due=date(2018, 12, 31)),),
            topics=("medical-consortium",),
        ),
        item(
            "一/2",
            "完善药品供应",
            responsibilities=(
                responsibility(),
                responsibility(COUNTIES, Role.RESPONSIBLE, "各县（区）人民政府", inherited=True),
            ),
            deadlines=(Deadline("每年", None, None, Recurrence.YEARLY, False, passage("每年")),),
            indicators=(
                Indicator(
                    checks,
                    "每次检查品种",
                    Comparator.RANGE,
                    None,
                    Decimal(5),
                    Decimal(12),
                    "个",
                    None,
                    False,
                    passage(checks),
                ),
            ),
            open_list=True,
            topics=("drug-supply",),
        ),
        item("一/3", "加强宣传"),
    )


def section(ref: str, heading: str, body: str, *, children: Iterable[Section] = ()) -> Section:
    """Return a section whose heading and own text stand in `TEXT` as given; its span ends with its last sub-unit."""
    below = tuple(children)
    title, own = span(heading), span(body)
    end = max((own.end, *(child.span.end for child in below)))
    number = ref.rsplit("/", maxsplit=1)[-1]
    return Section(ref, number, heading, title, Span(title.start, end), own, below)


def sections() -> tuple[Section, ...]:
    """Return the outline of the small notice: two headings, the first with three units."""
    units = tuple(
        section(f"一/{number}", title, next(line for line in TEXT.splitlines() if title in line))
        for number, title in (("1", "推进医联体建设"), ("2", "完善药品供应"), ("3", "加强宣传"))
    )
    return (
        section("一", "重点任务", "重点任务", children=units),
        section("二", "保障措施", "各单位要高度重视"),
    )


def document(key: str = "示医改办-2018-5", *, with_items: Iterable[Item] | None = None) -> DocumentFacts:
    """Return the small notice, with every kind of fact in it.

    Args:
        key: its key, for tests that need several documents.
        with_items: its items, in place of the three of `items()`.
    """
    return DocumentFacts(
        key=key,
        source=Source("示例.txt", "text", "0" * 64, "utf-8"),
        metadata=Metadata(
            title=stated("关于深化医改重点任务的通知"),
            number=stated("示医改办〔2018〕5号"),
            issuer=stated("示例市深化医药卫生体制改革领导小组办公室"),
            issued=stated("2018年3月1日", "2018-03-01"),
            jurisdiction="示例市",
        ),
        text=TEXT,
        sections=sections(),
        items=items() if with_items is None else tuple(with_items),
        citations=(
            Citation(
                "国务院办公厅关于示例工作的通知", "国办发〔2018〕83号", passage("《国务院办公厅关于示例工作的通知》")
            ),
        ),
        gaps=(Gap(GapKind.OWNER, "没有可识别的单位名称", passage("由有关方面负责")),),
    )


def bare(key: str = "无题") -> DocumentFacts:
    """Return a document of which nothing could be read but its text."""
    nothing = Metadata(None, None, None, None, None)
    return replace(document(key), metadata=nothing, sections=(), items=(), citations=(), gaps=())


_LABELS = st.sampled_from(["一", "二", "十一", "1", "2", "10", "p1", "表1", "①", "（一）"])
_PLACES = st.sampled_from(["全国", "辽宁省", "大连市", "郑州市上街区"])
_PLACES_IN_SOURCE = st.builds(Bilingual, zh=st.sampled_from(["第3页", "第12段"]), en=st.sampled_from(["page 3", ""]))
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_STRINGS = st.text(_CHARACTERS, max_size=12)
_NAMES = st.text(_CHARACTERS, min_size=1, max_size=12)
_DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4) | st.just(
    Decimal("1.50")
)


def _paths(size: int) -> st.SearchStrategy[list[str]]:
    path = st.lists(_LABELS, min_size=1, max_size=4).map("/".join)
    return st.lists(path, unique=True, max_size=size)


def _optional(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


@st.composite
def evidences(draw: st.DrawFn, text: str) -> Evidence:
    """Draw a passage of `text`, which may be empty."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    rule = draw(st.sampled_from(["deadline.year-end", "clause.bracket"]))
    return Evidence(start, end, text[start:end], rule, draw(_optional(_PLACES_IN_SOURCE)))


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    found = draw(evidences(text))
    return Span(found.start, found.end)


def organisations() -> st.SearchStrategy[Organisation]:
    """Draw bodies; two with one key never differ, since all else is made from the key."""

    def make(key: str) -> Organisation:
        odd = len(key) % 2 == 1
        return Organisation(
            key=key,
            label=f"{key}局",
            full_name=f"大连市{key}局" if odd else None,
            function="卫生健康" if odd else None,
            jurisdiction="大连市" if len(key) % 3 else None,
            collective=len(key) % 4 == 0,
            unit_of=f"{key}/上级" if len(key) % 5 == 0 else None,
        )

    return _NAMES.map(make)


@st.composite
def _indicators(draw: st.DrawFn, text: str) -> Indicator:
    comparator = draw(st.sampled_from(Comparator))
    ranged = comparator is Comparator.RANGE
    return Indicator(
        text=draw(_STRINGS),
        subject=draw(_STRINGS),
        comparator=comparator,
        value=None if ranged else draw(_DECIMALS),
        minimum=draw(_DECIMALS) if ranged else None,
        maximum=draw(_DECIMALS) if ranged else None,
        unit=draw(_optional(st.sampled_from(["%", "元/人/年", "张", "个"]))),
        due=draw(_optional(_DAYS)),
        optional=draw(st.booleans()),
        evidence=draw(evidences(text)),
    )


@st.composite
def _items(draw: st.DrawFn, ref: str, text: str, bodies: list[Organisation]) -> Item:
    responsibilities = st.builds(
        Responsibility,
        organisation=st.sampled_from(bodies or [HEALTH]),
        name=_STRINGS,
        role=st.sampled_from(Role),
        inherited=st.booleans(),
        in_text=st.booleans(),
        evidence=evidences(text),
        role_evidence=_optional(evidences(text)),
    )
    deadlines = st.builds(
        Deadline,
        text=_STRINGS,
        date=_optional(_DAYS),
        start=_optional(_DAYS),
        recurrence=_optional(st.sampled_from(Recurrence)),
        relative=st.booleans(),
        evidence=evidences(text),
    )
    topics = st.lists(st.sampled_from(["drug-supply", "family-doctor", "public-hospital"]), unique=True)
    return Item(
        ref=ref,
        number=ref.rsplit("/", maxsplit=1)[-1],
        section=draw(_optional(st.sampled_from([ref, *_parents(ref)]))),
        kind=draw(st.sampled_from(Kind)),
        title=draw(_STRINGS),
        text=draw(_STRINGS),
        span=draw(_spans(text)),
        open_list=draw(st.booleans()),
        responsibilities=tuple(draw(st.lists(responsibilities, max_size=3))) if bodies else (),
        deadlines=tuple(draw(st.lists(deadlines, max_size=2))),
        indicators=tuple(draw(st.lists(_indicators(text), max_size=2))),
        topics=tuple(sorted(draw(topics))),
        place=draw(_optional(_PLACES_IN_SOURCE)),
        truncated=draw(st.booleans()),
    )


def _parents(ref: str) -> list[str]:
    labels = ref.split("/")
    return ["/".join(labels[:length]) for length in range(1, len(labels))]


@st.composite
def _sections(draw: st.DrawFn, text: str) -> tuple[Section, ...]:
    refs = draw(_paths(5))
    known = set(refs)
    made: dict[str, Section] = {}
    children: dict[str | None, list[Section]] = {}
    for ref in sorted(refs, key=lambda each: -each.count("/")):
        parent = next((each for each in reversed(_parents(ref)) if each in known), None)
        made[ref] = Section(
            ref=ref,
            number=ref.rsplit("/", maxsplit=1)[-1],
            title=draw(_STRINGS),
            title_span=draw(_spans(text)),
            span=draw(_spans(text)),
            body=draw(_spans(text)),
            children=tuple(children.get(ref, ())),
        )
        children.setdefault(parent, []).append(made[ref])
    return tuple(children.get(None, ()))


@st.composite
def documents(draw: st.DrawFn) -> DocumentFacts:
    """Draw any facts that the reading rooms could hand on: refs and keys unique, everything else free."""
    text = draw(st.text(_CHARACTERS, max_size=40))
    bodies = draw(st.lists(organisations(), unique_by=lambda body: body.key, max_size=4))
    statements = _optional(st.builds(Stated, value=_STRINGS, evidence=evidences(text)))
    days = _optional(st.builds(Stated, value=_DAYS.map(date.isoformat), evidence=evidences(text)))
    cited = st.builds(Citation, title=_optional(_STRINGS), number=_optional(_NAMES), evidence=evidences(text))
    missed = st.builds(Gap, kind=st.sampled_from(GapKind), reason=_STRINGS, evidence=evidences(text))
    return DocumentFacts(
        key=draw(_NAMES),
        source=Source(
            draw(_NAMES), draw(st.sampled_from(["text", "pdf"])), "a" * 64, draw(_optional(st.just("gb18030")))
        ),
        metadata=Metadata(draw(statements), draw(statements), draw(statements), draw(days), draw(_optional(_PLACES))),
        text=text,
        sections=draw(_sections(text)),
        items=tuple(draw(_items(ref, text, bodies)) for ref in draw(_paths(4))),
        citations=tuple(draw(st.lists(cited, max_size=2))),
        gaps=tuple(draw(st.lists(missed, max_size=2))),
    )
