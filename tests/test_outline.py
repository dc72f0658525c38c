"""The markers of a text become the tree of its sections, also where lines are glued, numbers restart or are skipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.model import Section, Source
from reformkg.outline import leaves, outline
from reformkg.read import from_text

SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")

TREES = [
    ("一、总体要求\n（一）指导思想。坚持。\n（二）目标。到位。\n二、任务\n1.甲。做。\n（1）乙。做。\n（2）丙。做。\n2.丁。做。",
     ["一 总体要求", "一/一 指导思想", "一/二 目标", "二 任务", "二/1 甲", "二/1/1 乙", "二/1/2 丙", "二/2 丁"]),
    ("第一章 总则\n第一条 为了规范。\n第二条 本办法适用。\n第二章 职责\n第三条 市财政局负责。",
     ["第一章 总则", "第一章/第一条 为了规范", "第一章/第二条 本办法适用", "第二章 职责", "第二章/第三条 市财政局负责"]),
    ("1、甲。做好。\n①乙。做好。\n②丙。做好。", ["1 甲", "1/① 乙", "1/② 丙"]),
    # Numbers that go on across chapters, restart or are skipped stay as they stand.
    ("一、甲\n1.子。做。\n二、乙\n2.丑。做。", ["一 甲", "一/1 子", "二 乙", "二/2 丑"]),
    ("一、甲\n做好。\n一、乙\n做好。\n三、丙\n做好。", ["一 甲", "一~2 乙", "三 丙"]),
    # Lines glued together.
    ("提出如下意见：一、甲工作（一）子。做好。（二）丑。做好。二、乙工作（三）寅。做好。",
     ["一 甲工作", "一/一 子", "一/二 丑", "二 乙工作", "二/三 寅"]),
    ("一、甲，乙1.子。做好。2.丑。做好。", ["一 甲，乙", "一/1 子", "一/2 丑"]),
    ("（一）甲。做好。（责任单位：市财政局）（二）乙。做好。", ["一 甲", "二 乙"]),
    # What scanners make of a first marker.
    ("—、甲\n做好。\n二、乙\n做好。", ["一 甲", "二 乙"]),
    ("总体要求-、\n做好工作。\n二、乙\n做好。", ["一 总体要求", "二 乙"]),
    ("1。甲工作\n做好。\n2。乙工作\n做好。", ["1 甲工作", "2 乙工作"]),
    # Points inside a sentence, decimals, years, levels of hospitals and industries are no markers.
    ("一、甲。构成犯罪的：（一）殴打的；（二）恐吓的。", ["一 甲"]),
    ("一、甲。按下列标准：（1）占比高；（2）潜力大；（3）病因明确。", ["一 甲"]),
    ("一、甲。千人床位数达到1.2张，到2017年完成。", ["一 甲"]),
    ("一、甲。推进二、三级医院合作，促进一、二、三产业融合。", ["一 甲"]),
    ("序号 | 任务\n1. | 甲\n2. | 乙", []),
    # Titles end with the sentence, the line, or where both are shared with the body, at the first comma.
    ("1.落实政府对医院的投入，加大力度。（责任单位：市财政局）", ["1 落实政府对医院的投入，加大力度"]),
    ("（一）打造高地，提升能力\n1.甲。做。", ["一 打造高地，提升能力", "一/1 甲"]),
    ("1.建立工作机制；\n2.建立审查制度。各部门必须征求意见；", ["1 建立工作机制", "2 建立审查制度"]),
    # Annexes, boxes and signatures end the last section.
    ("一、甲\n做好。\n附件：1.清单\n2.名单\n示例市人民政府\n2020年1月2日", ["一 甲"]),
    ("没有序号的文字。", []),
    ("", []),
]  # fmt: skip


def _flat(sections: tuple[Section, ...]) -> list[str]:
    return [line for s in sections for line in (f"{s.ref} {s.title}", *_flat(s.children))]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_markers_spell_the_tree(text: str, tree: list[str]) -> None:
    assert _flat(outline(from_text(text, SOURCE)).sections) == tree


def test_closing_words_are_no_part_of_the_last_of_one_line_sections() -> None:
    text = "一、甲。做好。\n二、乙。做好。\n三、丙。做好。\n各地要抓好落实。"
    document = from_text(text, SOURCE)
    last = outline(document).sections[-1]
    assert document.text[last.body.start : last.body.end] == "丙。做好。"


def test_a_leaf_keeps_its_paragraphs() -> None:
    document = from_text("一、甲\n第一段。\n第二段。\n二、乙\n第三段。\n第四段。", SOURCE)
    assert [document.text[s.body.start : s.body.end] for s in outline(document).sections] == [
        "甲\n第一段。\n第二段。",
        "乙\n第三段。\n第四段。",
    ]


_MARKED = st.lists(
    st.sampled_from(
        [
            "一、",
            "二、",
            "三、",
            "（一）",
            "（二）",
            "1.",
            "2.",
            "（1）",
            "①",
            "第一条",
            "甲。",
            "乙，",
            "\n",
            "：",
            "；",
            "附件",
            "|",
            "2020年1月2日",
        ]
    ),
    max_size=60,
).map("".join)


@given(_MARKED)
def test_sections_lie_inside_one_another_and_have_names_of_their_own(text: str) -> None:
    document = from_text(text, SOURCE)
    found = outline(document)
    refs: list[str] = []

    def check(sections: tuple[Section, ...], start: int, end: int) -> None:
        for section in sections:
            assert start <= section.span.start <= section.body.start <= section.body.end <= section.span.end <= end
            assert section.body.start <= section.title_span.start <= section.title_span.end <= section.body.end
            refs.append(section.ref)
            check(section.children, section.span.start, section.span.end)
            start = section.span.end

    check(found.sections, 0, len(document.text))
    assert len(set(refs)) == len(refs)
    assert all(not section.children for section in leaves(found.sections))
