"""Every fact shows its passage: `document.text[start:end] == quote`, with a rule of the catalogue; no text raises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reformkg.extract import extract
from reformkg.extract.rules import FAMILIES
from reformkg.model import Comparator, DocumentFacts, Evidence, Source
from reformkg.outline import outline
from reformkg.pipeline import read_facts
from reformkg.read import from_text
from reformkg.resolve import resolve

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "gold" / "more").glob("*.txt")])
SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")
RULES = {family: set(rules) for family, rules in FAMILIES}


def facts_of(text: str) -> DocumentFacts:
    document = from_text(text, SOURCE)
    tree = outline(document)
    return resolve(document, tree, extract(document, tree))


def evidence(facts: DocumentFacts) -> Iterator[tuple[tuple[str, ...], Evidence]]:
    """Every passage of a document's facts, with the families that may have found it."""
    stated = facts.metadata
    for field in (stated.title, stated.number, stated.issuer, stated.issued):
        if field is not None:
            yield ("metadata",), field.evidence
    for item in facts.items:
        for owner in item.responsibilities:
            yield ("subject",) if owner.in_text else ("responsibility",), owner.evidence
        for deadline in item.deadlines:
            yield ("deadline",), deadline.evidence
        for indicator in item.indicators:
            yield ("indicator",), indicator.evidence
    for citation in facts.citations:
        yield ("citation",), citation.evidence


def holds(facts: DocumentFacts) -> None:
    """Assert what is true of the facts of any text."""
    for families, one in evidence(facts):
        assert 0 <= one.start < one.end <= len(facts.text)
        assert facts.text[one.start : one.end] == one.quote
        assert any(one.rule in RULES[family] for family in families), one
    for gap in facts.gaps:
        assert facts.text[gap.evidence.start : gap.evidence.end] == gap.evidence.quote
    refs = [item.ref for item in facts.items]
    assert len(refs) == len(set(refs))
    sections = set(section_refs(facts))
    for item in facts.items:
        assert facts.text[item.span.start : item.span.end] == item.text
        assert item.section is None or item.section in sections
        for owner in item.responsibilities:
            assert owner.name.strip() == owner.name != ""
            assert owner.inherited or item.span.start <= owner.evidence.start < owner.evidence.end <= item.span.end
        for fact in (*item.deadlines, *item.indicators):
            assert item.span.start <= fact.evidence.start < fact.evidence.end <= item.span.end
        for deadline in item.deadlines:
            assert deadline.date is not None or deadline.recurrence is not None or deadline.relative
            assert deadline.text == deadline.evidence.quote
        for indicator in item.indicators:
            bounds = (indicator.minimum, indicator.maximum)
            if indicator.comparator is Comparator.RANGE:
                assert indicator.value is None
                assert None not in bounds
            else:
                assert indicator.value is not None
                assert bounds == (None, None)


def section_refs(facts: DocumentFacts) -> Iterator[str]:
    sections = list(facts.sections)
    while sections:
        section = sections.pop()
        yield section.ref
        sections.extend(section.children)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_fact_of_a_document_shows_its_passage(path: Path) -> None:
    facts = read_facts(path)
    holds(facts)
    assert facts.items
    assert all(item.text and item.title for item in facts.items)


_WORDS = [
    "一、", "二、", "（一）", "（二）", "1.", "2.", "（1）", "①", "第一条 ", "\n", "\n", "。", "，", "；", "、", "：", "|", "\t",
    "（", "）", "〔", "〕", "[", "]", "【", "《", "》", "(", ")", "责任单位：", "牵头单位：", "配合单位", "完成时限：", "牵头", "配合",
    "负责", "按职责分工负责", "等", "和", "由", "要", "应当", "将", "市教育局", "市财政局", "财政局", "区卫计委", "各县（区）人民政府",
    "各部门", "市民政局（牵头）", "排在首位的为牵头单位，下同", "以下责任单位均包括", "不再列出", "2020年底前", "到2022年", "每年", "3年内",
    "二〇二〇年三月五日", "2020年3月5日", "“十四五”期末", "签约率达到60%", "不低于", "30%", "5—12个", "三分之一", "1,000张", "以上",
    "关于做好工作的通知", "示发〔2020〕5号", "国办发〔2017〕32号", "总体要求", "保障措施", "任务", "序号 | 任务 | 责任单位\n", "附件",
    " ", "\u3000", "\u200b", "$\\geq 65\\%$", "𠀀", "責任單位：", "Ａ", "%", "年", "0",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
@example("")
@example("（")
@example("\n\n")
@example("一、")
@example("责任单位：")
@example("|\n|\n|")
def test_any_text_of_the_style_gives_facts_that_show_their_passage(text: str) -> None:
    holds(facts_of(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_arbitrary_text_never_raises(text: str) -> None:
    holds(facts_of(text))


_NAMES = st.sampled_from(
    ["市教育局", "市财政局", "市民政局", "市卫生健康委", "市医保局", "团市委", "市总工会", "各县（区）人民政府"]
)
_SEPARATORS = st.sampled_from(["、", "，", "和", "及", "以及"])
_BRACKETS = st.sampled_from(["（）", "()", "〔〕", "[]", "【】", "﹝﹞", "（)", "（", ""])
_BEFORE_AND_BEHIND = st.sampled_from([("责任单位：", ""), ("责任部门:", ""), ("责任单位： ", "。")])


@settings(max_examples=300, deadline=None)
@given(st.lists(_NAMES, min_size=1, max_size=6, unique=True), _SEPARATORS, _BRACKETS, _BEFORE_AND_BEHIND)
def test_each_name_of_a_clause_is_an_owner_whatever_its_brackets(
    names: list[str], separator: str, brackets: str, around: tuple[str, str]
) -> None:
    before, behind = around
    clause = before + separator.join(names) + behind
    (item,) = facts_of(f"1.完善制度。{brackets[:1]}{clause}{brackets[1:]}").items
    assert [owner.name for owner in item.responsibilities] == names
    assert {owner.role.value for owner in item.responsibilities} == {"responsible"}


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2039, 12, 31)))
def test_the_day_of_a_signature_is_the_day_of_issue(day: date) -> None:
    text = f"关于做好工作的通知\n1.做好。\n示例市教育局\n{day.year}年{day.month}月{day.day}日"
    issued = facts_of(text).metadata.issued
    assert issued is not None
    assert issued.value == day.isoformat()
