"""Which words gave which fact: the marked passage still is the passage, and every fact has its number."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from facts import document, documents, item, passage, responsibility, span
from reformkg.errors import UsageError
from reformkg.model import DocumentFacts, Evidence, Role
from reformkg.render.explanation import Explanation, FactKind, explain


def marked(explanation: Explanation) -> str:
    return "".join(piece.text for piece in explanation.pieces)


def test_each_fact_of_an_item_is_marked_where_it_stands():
    (found,) = explain(document(), "en", "一/1")
    assert marked(found) == (
        "1.推进医联体建设。[1:2018年底前]，[2:县域内就诊率达到90%以上]。"
        "（牵头单位：[3:市卫生计生委]；配合单位：[4:市财政局]、[5:市特别办]）"
    )
    assert [(mark.number, mark.kind.value, mark.fact) for mark in found.marks] == [
        (1, "deadline", "2018-12-31"),
        (2, "indicator", "县域内就诊率 ≥ 90 % (2018-12-31)"),
        (3, "owner", "市卫生计生委 (lead) → 示例市卫生和计划生育委员会"),
        (4, "owner", "市财政局 (support) → 示例市财政局"),
        (5, "owner", "市特别办 (support)"),
    ]


def test_the_document_comes_first_with_what_it_says_of_itself():
    first = explain(document(), "zh")[0]
    assert first.item is None
    assert [mark.kind for mark in first.marks] == [
        FactKind.METADATA,
        FactKind.METADATA,
        FactKind.CITATION,
        FactKind.METADATA,
        FactKind.METADATA,
    ]


def test_a_gap_is_marked_in_its_item():
    (found,) = explain(document(), "zh", "一/3")
    assert marked(found) == "3.加强宣传。[1:由有关方面负责]。"
    assert found.marks[0].kind is FactKind.GAP


def test_an_inherited_owner_is_listed_with_the_words_from_elsewhere():
    elsewhere = replace(responsibility(role=Role.SUPPORT, quote="市财政局"), inherited=True)
    (found,) = explain(document(with_items=[item("一/3", "加强宣传", responsibilities=[elsewhere])]), "en", "一/3")
    owner = next(mark for mark in found.marks if mark.kind is FactKind.OWNER)
    assert not owner.inside
    assert owner.evidence.quote == "市财政局"


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("推进医联体", "医联体", "1.[1:推进[2:医联体]]建设。"),
        ("推进医联体", "医联体建设", "1.[1:推进[2:医联体]][2:建设]。"),
        ("推进医联体", "推进医联体", "1.[1:[2:推进医联体]]建设。"),
        ("推进", "医联体", "1.[1:推进][2:医联体]建设。"),
    ],
)
def test_marks_nest_and_of_two_that_cross_the_later_is_cut(first: str, second: str, shown: str):
    owners = [replace(responsibility(), evidence=passage(quote)) for quote in (first, second)]
    unit = replace(item(responsibilities=owners), span=span("1.推进医联体建设。"))
    (found,) = explain(document(with_items=[unit]), "en", "一/1")
    assert marked(found) == shown


def test_an_unknown_reference_is_answered_with_the_known_ones():
    with pytest.raises(UsageError, match="一/1  一/2  一/3"):
        explain(document(), "en", "九/9")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_without_its_brackets_the_marked_passage_is_the_passage(facts: DocumentFacts):
    for found in explain(facts, "zh")[1:]:
        assert found.item is not None
        bare = "".join(piece.text for piece in found.pieces if not re.fullmatch(r"\[\d+:|\]", piece.text))
        if not re.search(r"[\[\]]", facts.text):
            assert bare == facts.text[found.item.span.start : found.item.span.end]
        opened = sum(piece.text.startswith("[") and piece.text.endswith(":") for piece in found.pieces)
        assert opened >= sum(mark.inside and _long(mark.evidence) for mark in found.marks)


def _long(evidence: Evidence) -> bool:
    return evidence.end > evidence.start
