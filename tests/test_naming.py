"""Where an owner's own name stands in the clause that names several."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from facts import documents
from reformkg.model import DocumentFacts, Evidence, Organisation, Responsibility, Role, Span
from reformkg.render.naming import name_spans

ROWS = [
    ("（牵头单位：市卫生计生委；配合单位：市财政局）", ["市卫生计生委", "市财政局"], ["市卫生计生委", "市财政局"]),
    ("（区卫计委、发改委、编办负责）", ["区卫计委", "区发改委", "区编办"], ["区卫计委", "发改委", "编办"]),
    ("审计、财政、教育等部门要加强监督", ["审计部门", "教育部门"], ["审计", "教育"]),
    ("各地卫生健康、财政部门", ["各地卫生健康部门", "各地财政部门"], ["各地卫生健康", "财政"]),
    ("（财政局、市财政局负责）", ["财政局", "市财政局"], ["财政局", "市财政局"]),
    ("（市财\n政局负责）", ["市财政局"], ["市财\n政局"]),
    (
        "市财政局牵头，市财政局、市教育局配合",
        ["市财政局", "市财政局", "市教育局"],
        ["市财政局", "市财政局", "市教育局"],
    ),
    ("市财政局", ["市财政局"], [None]),
    ("（责任单位：同上）", ["市民政局"], [None]),
]


def owner(name: str, clause: str, start: int) -> Responsibility:
    body = Organisation(name, name, None, None, None, False, None)
    return Responsibility(
        body, name, Role.RESPONSIBLE, False, False, Evidence(start, start + len(clause), clause, "hand")
    )


@pytest.mark.parametrize(("clause", "names", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_each_name_is_found_in_its_clause(clause: str, names: list[str], wanted: list[str | None]) -> None:
    text = f"前文{clause}"
    spans = name_spans([owner(name, clause, 2) for name in names])
    assert [span and text[span.start : span.end] for span in spans] == wanted
    assert len({span for span in spans if span}) == len([span for span in spans if span])


@settings(max_examples=40, deadline=None)
@given(documents())
def test_a_name_never_leaves_its_evidence(facts: DocumentFacts) -> None:
    for item in facts.items:
        for each, span in zip(item.responsibilities, name_spans(item.responsibilities), strict=True):
            if span:
                assert each.evidence.start <= span.start < span.end <= each.evidence.end
                assert isinstance(span, Span)


def test_nothing_comes_of_nothing() -> None:
    assert name_spans([]) == ()
    assert name_spans([owner("", "市财政局", 0)]) == (None,)
