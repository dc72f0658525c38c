"""Which stretch of a document is an item: its ref, its kind and its title, by the annotation guidelines."""

from __future__ import annotations

import pytest

from reformkg.extract import extract
from reformkg.extract.extraction import ItemMentions
from reformkg.model import Source
from reformkg.outline import outline
from reformkg.read import from_text

SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")


def items(text: str) -> tuple[ItemMentions, ...]:
    document = from_text(text, SOURCE)
    return extract(document, outline(document)).items


def listed(text: str) -> list[str]:
    return [f"{item.ref} {item.kind} {item.title}" for item in items(text)]


ITEMS = [
    # Leaves of the outline, at any depth; what has sub-units is none.
    ("一、重点任务\n（一）完善制度。\n1.制定办法。做好工作。\n①起草。抓紧。\n②印发。尽快。\n2.开展培训。\n（二）加强监管。",
     ["一/一/1/① task 起草", "一/一/1/② task 印发", "一/一/2 task 开展培训", "一/二 task 加强监管"]),
    ("第一章 监管\n第三条 市财政局负责资金管理。\n第四条 加强审计。",
     ["第一章/第三条 task 市财政局负责资金管理", "第一章/第四条 task 加强审计"]),
    # A unit with sub-units and a clause of its own.
    ("一、重点任务\n（一）完善制度\n各地要做好工作。（市教育局负责）\n1.制定办法。\n2.开展培训。",
     ["一/一 task 完善制度", "一/一/1 task 制定办法", "一/一/2 task 开展培训"]),
    # Several clauses in one unit: each stretch that a clause closes; the unit itself is none.
    ("1.加强管理。完善制度（市教育局牵头）。开展检查。（市民政局负责）推广经验，形成机制。（各区县政府负责）",
     ["1/p1 task 加强管理", "1/p2 task 开展检查", "1/p3 task 推广经验，形成机制"]),
    ("一、完善制度\n第一段文字。（市教育局负责）\n第二段文字。加强管理。（市财政局负责）\n第三段没有条款。",
     ["一/p1 task 第一段文字", "一/p2 task 第二段文字"]),
    ("1.完善制度。（牵头单位：市教育局）（配合单位：市财政局）", ["1 task 完善制度"]),
    # Text without markers: each paragraph that a clause closes.
    ("完善制度，加强监管。（市教育局负责）\n推进改革，提升服务。（市财政局负责）\n请遵照执行。",
     ["p1 task 完善制度，加强监管", "p2 task 推进改革，提升服务"]),
    ("请各单位遵照执行。", []),
    # Entries that name the body first: its name is the title.
    ("一、职责分工\n（一）市卫生健康委。负责统筹协调。\n（二）市财政局：保障资金。\n（三）各县区政府。主要负责属地管理。",
     ["一/一 task 市卫生健康委", "一/二 task 市财政局", "一/三 task 各县区政府"]),
    ("（一）市工信局：推进改造。\n（二）加强监管：严格检查。", ["一 task 市工信局：推进改造", "二 task 加强监管：严格检查"]),
    ("一、职责分工\n市卫生健康委负责统筹协调。\n市财政局：保障资金。\n二、监管\n市教育局负责统筹协调。\n另行通知。",
     ["一/p1 task 市卫生健康委", "一/p2 task 市财政局", "二 task 监管"]),
    # Tables: one item a row, by its given or counted number.
    ("序号 | 重点任务 | 牵头单位 | 完成时限\n1 | 完善制度 | 市教育局 | 2020年底前\n3 | 加强监管 | 市公安局 | 2021年",
     ["表1/1 task 完善制度", "表1/3 task 加强监管"]),
    ("任务\t责任单位\t目标\n推广应用。抓好落实\t市教育局\t90%\n提升能力\t各县区政府\t—",
     ["表1/1 task 推广应用", "表1/2 task 提升能力"]),
    ("| 部门 | 职责 |\n| --- | --- |\n| 市教育局 | 做好校园管理 |\n| 市财政局 | 保障经费 |",
     ["表1/1 task 市教育局", "表1/2 task 市财政局"]),
    ("工作任务 | 配合单位\n甲 | 市教育局\n\n说明文字。\n\n工作任务 | 责任单位\n乙 | 市财政局",
     ["表1/1 task 甲", "表2/1 task 乙"]),
    # One cell a line, as a copy from a web page has it; a task in two lines, and a cell that was empty.
    ("序号\n重点任务\n牵头单位\n配合单位\n完成时限\n1\n完善制度。\n加强培训。\n市教育局\n市财政局\n2020年\n2\n加强监管\n市公安局\n长期坚持\n全文完",
     ["表1/1 task 完善制度", "表1/2 task 加强监管"]),
    ("序号\n名称\n数量\n1\n甲\n5", []),
    ("序号\n工作任务\n责任单位\n1\n2\n抓好落实\n市财政局\n3\n", ["表1/1 task 2"]),
    ("年份 | 数量\n2019 | 5\n2020 | 6", []),
    # Kinds: by the heading of the chapter or of the point.
    ("一、工作目标\n到2020年，签约率达到60%。\n二、重点任务\n1.完善制度。\n三、保障措施\n（一）加强组织领导。\n（二）健全机制。\n四、推进改革\n（一）做好试点。\n（二）强化督查。",
     ["一 objective 工作目标", "二/1 task 完善制度", "三/一 measure 加强组织领导", "三/二 measure 健全机制",
      "四/一 task 做好试点", "四/二 measure 强化督查"]),
    ("一、组织实施\n各地要落实。", ["一 measure 组织实施"]),
    # Objectives only where they have a target or a time limit.
    ("一、总体要求\n（一）指导思想。坚持以人为本。\n（二）主要目标。到2020年，全面建成。\n（三）基本原则。政府主导。\n二、任务\n1.做好。",
     ["一/二 objective 主要目标", "二/1 task 做好"]),
    # Statements of importance are none; what a document says of itself is no task.
    ("一、充分认识改革的重要意义\n改革十分重要。\n二、提高认识\n统一思想。\n三、重点任务\n做好试点。", ["三 task 重点任务"]),
    ("第一条 加强监管。\n第二条 本办法适用于全市。\n第三条 本办法自发布之日起施行，由市教育局负责解释。",
     ["第一条 task 加强监管", "第二条 measure 本办法适用于全市",
      "第三条 measure 本办法自发布之日起施行，由市教育局负责解释"]),
    ("第一条 为规范服务发展，结合本市实际，制定本办法。\n第二条 加强监管。", ["第二条 task 加强监管"]),
    # A chapter as long as a task is one, whatever words it has.
    ("1.设立专项资金，按照国家和省对企业的管理要求，不折不扣落实各方责任，支持企业开展各项工作，帮助解决困难。（市财政局负责）",
     ["1 task 设立专项资金，按照国家和省对企业的管理要求，不折不扣落实各方责任，支持企业开展各项工作，帮助解决困难"]),
    # Titles: without marker, final punctuation and clause.
    ("1.完善制度（市教育局负责）。\n2.加强监管；（市公安局负责）\n3.强化保障，落实经费。加大投入。",
     ["1 task 完善制度", "2 task 加强监管", "3 task 强化保障，落实经费"]),
    # What was before the plan gives no tasks; a heading whose line end was lost; the foot of a web page.
    ("一、发展基础\n（一）主要成效\n新建公路8万公里。\n二、任务\n1.提高认识，压实责任。各地要落实。", ["二/1 task 提高认识，压实责任"]),
    ("一、总体要求坚持以市场主体需求为导向，深化改革，破解企业反映强烈的问题。到2023年，满意度不低于95%。\n二、任务\n1.做好。",
     ["一 objective 总体要求", "二/1 task 做好"]),
    ("一、任务\n1.甲。\n2.乙。\n主办：示例市人民政府办公室 承办：示例市信息中心 网站标识码：4205", ["一/1 task 甲", "一/2 task 乙"]),
    # A box spells out the last of several points too.
    ("一、任务\n1.甲。\n2.乙。\n3.丙。做好。（市教育局负责）\n专栏1 工程\n建设。新建5个。", ["一/1 task 甲", "一/2 task 乙", "一/3 task 丙"]),
    # A numbering that restarts keeps its refs, told apart.
    ("一、任务\n1.甲。\n1.乙。\n3.丙。", ["一/1 task 甲", "一/1~2 task 乙", "一/3 task 丙"]),
    # Annexes, signatures and addressees are none.
    ("各县区人民政府：\n一、任务\n1.甲。做好。\n示例市教育局\n2020年3月5日\n附件：1.清单\n2.名单", ["一/1 task 甲"]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ITEMS)
def test_items_of_a_document(text: str, expected: list[str]) -> None:
    assert listed(text) == expected


def test_a_clause_behind_the_last_of_several_sub_units_covers_them_all() -> None:
    covered = items("1.完善制度\n（1）制定办法。\n（2）开展培训。\n（3）抓好考核。（市教育局牵头，市财政局等配合）")
    assert [(item.ref, item.open_list) for item in covered] == [("1/1", True), ("1/2", True), ("1/3", True)]
    assert [[(owner.name, owner.role.value, owner.inherited) for owner in item.owners] for item in covered] == [
        [("市教育局", "lead", True), ("市财政局", "support", True)],
        [("市教育局", "lead", True), ("市财政局", "support", True)],
        [("市教育局", "lead", False), ("市财政局", "support", False)],
    ]


NOT_COVERED = [
    # One before the last has a clause of its own; chapters and points in Chinese numerals stand for themselves.
    "1.甲\n（1）子。（市民政局负责）\n（2）丑。\n（3）寅。（市教育局负责）",
    "一、甲\n（一）子。做好。\n（二）丑。（市教育局负责）",
    "一、甲。做好。\n二、乙。做好。（市教育局负责）",
]


@pytest.mark.parametrize("text", NOT_COVERED)
def test_a_clause_reaches_no_earlier_heading(text: str) -> None:
    assert not any(owner.inherited for item in items(text) for owner in item.owners)


def test_an_item_with_a_clause_ends_with_it_where_a_new_paragraph_begins() -> None:
    text = "1.甲。做好工作。（市教育局负责）\n另有说明，到2030年再议。"
    document = from_text(text, SOURCE)
    (item,) = extract(document, outline(document)).items
    assert document.text[item.start : item.end] == "甲。做好工作。（市教育局负责）"
    assert not item.deadlines


def test_fields_below_the_last_item_belong_to_it() -> None:
    found = items(
        "一、任务\n1.甲。\n2.乙。\n3.丙。做好工作。\n责任单位：市教育局、市财政局\n完成时限：2024年12月底前\n请遵照执行。"
    )
    assert [(owner.name, owner.role.value) for owner in found[-1].owners] == [
        ("市教育局", "responsible"),
        ("市财政局", "responsible"),
    ]
    assert len(found[-1].deadlines) == 1


def test_a_table_of_one_cell_a_line_gives_each_column_its_meaning() -> None:
    heading = "序号\n工作任务\n牵头单位\n责任单位\n完成时限\n"
    whole, short = items(heading + "1\n甲\n市教育局\n市财政局\n持续推进\n2\n乙\n市民政局\n2024年12月")
    assert [(owner.name, owner.role.value) for owner in whole.owners] == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
    ]
    assert [(owner.name, owner.role.value) for owner in short.owners] == [("市民政局", "lead")]
    assert [len(row.deadlines) for row in (whole, short)] == [1, 1]


def test_owners_in_running_text_stand_beside_those_of_the_clause_once() -> None:
    (item,) = items("1.甲。市教育局要完善标准，市民政局要加强救助。（市教育局负责）")
    assert [(owner.name, owner.in_text) for owner in item.owners] == [("市教育局", False), ("市民政局", True)]


def test_items_stand_in_the_order_of_the_text_with_refs_of_their_own() -> None:
    found = items("一、任务\n1.甲。\n1.乙。\n1.丙。\n一、再来\n1.丁。\n工作 | 责任单位\n戊 | 市教育局")
    assert [item.start for item in found] == sorted(item.start for item in found)
    assert len({item.ref for item in found}) == len(found)


CUT_OFF = [
    # Left out, by signs or in so many words.
    ("1.完善制度。按照国家要求……\n2.加强监管。做好检查。", ["1"]),
    ("1.完善制度。按照国家要求做好工作。（略）\n2.加强监管。做好检查……（以下省略）", ["1", "2"]),
    # Amid a sentence, whatever its last character.
    ("1.完善制度。以\n2.加强监管。到2025年基本建立整合\n3.做好检查。落实责任", ["1", "2", "3"]),
    ("1.完善制度。做好工作，\n2.加强监管。做好“\n3.做好检查。落实（", ["1", "2", "3"]),
    # At the end of the file, under a heading with a line of its own.
    ("一、重点任务\n做好工作。\n二、组织实施\n各县区要高度重视，结合实际", ["二"]),
    # A heading alone, where all others have words and a clause.
    ("1.完善制度。做好工作。（市教育局负责）\n2.推进改革。\n3.加强监管。做好检查。（市公安局负责）", ["2"]),
    ("1.完善制度。做好工作。（市教育局负责）\n2.推进改革。\n3.加强监管。\n4.做好检查。形成机制。（市公安局负责）", []),
    ("1.完善制度。做好工作。\n2.推进改革。\n3.加强监管。做好检查。（市公安局负责）", []),
    # A clause or a field closes an item, with a full stop or without one, and a bracket that was never closed.
    ("1.完善制度。做好工作\n责任单位：市教育局、市财政局\n2.加强监管。做好检查。（责任单位：市公安局", []),
    ("1.完善制度。做好工作。\n[责任单位]市生态环境局，各县市区人民政府\n2.加强监管。由市教育局牵头", []),
    ("1.完善制度。做好工作。\n完成时限：2024年6月底前\n2.加强监管。做好检查。", []),
    # Headings and rows of tables end without a sign.
    ("1.完善制度\n2.加强监管；\n3.做好检查。抓好落实。", []),
    ("序号\t任务\t责任单位\n1\t完善制度。做好工作\t市教育局\n2\t加强监管。做好检查\t/", []),
    ("1.完善制度。做好检查。\n指标 | 目标\n签约率 | 60", []),
    # A signature that shares its line with the day.
    ("1.完善制度。做好工作。\n2.加强监管。做好检查。\n示例省卫生计生委2017年5月25日", []),
]


@pytest.mark.parametrize(("text", "expected"), CUT_OFF)
def test_items_that_the_source_breaks_off(text: str, expected: list[str]) -> None:
    assert [item.ref for item in items(text) if item.truncated] == expected
