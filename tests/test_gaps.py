"""Nothing is lost silently: what bears the mark of an owner, a date or a target is a fact or a gap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reformkg.extract import extract
from reformkg.model import Evidence, GapKind, Source
from reformkg.outline import outline
from reformkg.pipeline import read_facts
from reformkg.read import from_text
from reformkg.read.fold import fold
from reformkg.resolve import resolve

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "gold" / "more").glob("*.txt")])
SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")

_CLAUSE = re.compile(
    r"(?:责任|牵头|配合|主办|协办)(?:单位|部门|处室|科室)：|[局委厅部办府署][^（）。，、]{0,10}(?:负责|牵头|配合)）"
)
_DATE = re.compile(r"20\d\d年(?:底|末|\d{1,2}月底)前|到20\d\d年底")

GAPS = [
    ("1.甲。（责任单位：）", [("owner", "责任单位：", "no name could be read")]),
    ("1.甲。（以上工作均由有关方面负责）\n2.乙。", [("owner", "负责）", "no name could be read")]),
    ("1.甲。\n附件：责任单位：市教育局", [("owner", "责任单位：", "stands outside every item")]),
    ("各地要在2020年底前完成。\n1.甲。", [("deadline", "2020年底前", "stands outside every item")]),
    ("1.甲。将2020年6月30日前到期的贷款予以展期。", [("deadline", "2020年6月30日前", "read as no time limit of the item")]),
    ("增长了15%。\n1.甲。", [("indicator", "15%", "stands outside every item")]),
    # Facts, and what stands in a title, are no gaps.
    ("1.甲。2030年底前，签约率达到60%。（市教育局负责）", []),
    ("1.甲。落实《规划（到2020年底前）》。", []),
    ("1.甲。做好工作。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GAPS)
def test_a_mark_without_a_fact_is_a_gap_with_its_reason(text: str, expected: list[tuple[str, str, str]]) -> None:
    document = from_text(text, SOURCE)
    gaps = extract(document, outline(document)).gaps
    assert [(gap.kind.value, document.text[gap.start : gap.end], gap.reason) for gap in gaps] == expected


def test_what_was_reached_before_the_issue_is_a_gap_and_no_target() -> None:
    text = "关于加强考核的通知\n1.加强考核。2021年医院得分为81.6分。2024年，医院满意度达到90%。\n示例市人民政府\n2023年6月1日"
    document = from_text(text, SOURCE)
    tree = outline(document)
    facts = resolve(document, tree, extract(document, tree))
    assert [indicator.subject for indicator in facts.items[0].indicators] == ["医院满意度"]
    told = "lies before the day of issue, or is no day"
    assert [(gap.kind, gap.evidence.quote, gap.reason) for gap in facts.gaps] == [
        (GapKind.DEADLINE, "2021年", told),
        (GapKind.INDICATOR, "2021年医院得分为81.6分", told),
    ]


def _touches(match: re.Match[str], evidence: list[Evidence]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in evidence)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_mark_of_a_document_is_a_fact_or_a_gap(path: Path) -> None:
    facts = read_facts(path)
    folded = fold(facts.text)
    owners = [one.evidence for item in facts.items for one in item.responsibilities]
    # A clause in a table is a row's; its cells are the evidence, its heading none.
    headings = [match.span() for match in re.finditer(r"[^\n]*\|[^\n]*", folded)]
    times = [one.evidence for item in facts.items for one in (*item.deadlines, *item.indicators)]
    gaps = {kind: [gap.evidence for gap in facts.gaps if gap.kind is kind] for kind in GapKind}
    titles = [match.span() for match in re.finditer("《[^》]*》", folded)]
    lost = [
        match.group()
        for match in _CLAUSE.finditer(folded)
        if not _touches(match, owners + gaps[GapKind.OWNER]) and not any(a <= match.start() < b for a, b in headings)
    ]
    lost += [
        match.group()
        for match in _DATE.finditer(folded)
        if not _touches(match, times + gaps[GapKind.DEADLINE]) and not any(a <= match.start() < b for a, b in titles)
    ]
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_gaps_stand_in_order_and_on_no_fact_of_their_kind(path: Path) -> None:
    facts = read_facts(path)
    assert [(gap.evidence.start, gap.evidence.end) for gap in facts.gaps] == sorted(
        (gap.evidence.start, gap.evidence.end) for gap in facts.gaps
    )
    found = {
        GapKind.OWNER: {one.evidence for item in facts.items for one in item.responsibilities},
        GapKind.DEADLINE: {one.evidence for item in facts.items for one in item.deadlines},
        GapKind.INDICATOR: {one.evidence for item in facts.items for one in item.indicators},
    }
    for gap in facts.gaps:
        assert gap.reason
        assert facts.text[gap.evidence.start : gap.evidence.end] == gap.evidence.quote != ""
        same = [one for one in found[gap.kind] if one.start < gap.evidence.end and gap.evidence.start < one.end]
        assert same == []
