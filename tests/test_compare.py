"""Two documents side by side: what was added, dropped, reworded, given to others, moved in time or set otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.fixture import CITY_HEALTH, CITY_INSURANCE, PROVINCE_FINANCE, PROVINCE_HEALTH, documents
from reformkg.compare import Aspect, Change, Comparison, compare_builds, compare_documents, topic_matrix
from reformkg.model import DocumentFacts, Item, Role
from reformkg.render.comparison import comparison_html, comparison_rows, comparison_summary, matrix_rows

BY_KEY = {facts.key: facts for facts in documents()}
PROVINCE, CITY = BY_KEY["江政办-2019-10"], BY_KEY["东卫发-2020-3"]


def with_item(facts: DocumentFacts, place: int, item: Item) -> DocumentFacts:
    return replace(facts, items=(*facts.items[:place], item, *facts.items[place + 1 :]))


def changes(comparison: Comparison) -> list[tuple[Change, str]]:
    return [(pair.change, (pair.after or pair.before).title) for pair in comparison.pairs]  # type: ignore[union-attr]


def differences(before: Item, after: Item) -> list[tuple[Aspect, str | None, str | None]]:
    comparison = compare_documents(replace(PROVINCE, items=(before,)), replace(PROVINCE, items=(after,)))
    return [(each.aspect, each.before, each.after) for pair in comparison.pairs for each in pair.differences]


SIGNING, PLATFORM = PROVINCE.items[0], PROVINCE.items[1]
LEAD, FINANCE, INSURANCE = SIGNING.responsibilities
DUE, TARGET = SIGNING.deadlines[0], SIGNING.indicators[0]
VARIANTS = [
    ("nothing", SIGNING, []),
    ("only the number", replace(SIGNING, ref="二/7", number="7", text=SIGNING.text.replace("1.", "7.", 1)), []),
    ("only the layout", replace(SIGNING, text=SIGNING.text.replace("。", "。\n  ")), []),
    (
        "the title",
        replace(SIGNING, title="做实家庭医生签约服务"),
        [(Aspect.TITLE, "推进家庭医生签约服务", "做实家庭医生签约服务")],
    ),
    (
        "an owner left",
        replace(SIGNING, responsibilities=(LEAD, FINANCE)),
        [(Aspect.OWNER, "江海省医疗保障局（配合）", None)],
    ),
    (
        "an owner came",
        replace(SIGNING, responsibilities=(LEAD, FINANCE, INSURANCE, PLATFORM.responsibilities[1])),
        [(Aspect.OWNER, None, "江海省工业和信息化厅（负责）")],
    ),
    (
        "a role",
        replace(SIGNING, responsibilities=(LEAD, replace(FINANCE, role=Role.LEAD), INSURANCE)),
        [(Aspect.ROLE, "江海省财政厅（配合）", "江海省财政厅（牵头）")],
    ),
    (
        "the deadline",
        replace(SIGNING, deadlines=(replace(DUE, date=date(2021, 6, 30), text="2021年6月底前"),)),
        [(Aspect.DEADLINE, "到2020年底（2020-12-31）", "2021年6月底前（2021-06-30）")],
    ),
    ("the deadline in other words", replace(SIGNING, deadlines=(replace(DUE, text="2020年12月31日前"),)), []),
    ("the deadline left", replace(SIGNING, deadlines=()), [(Aspect.DEADLINE, "到2020年底（2020-12-31）", None)]),
    (
        "the target",
        replace(SIGNING, indicators=(replace(TARGET, value=Decimal(70), text="签约率达到70%以上"),)),
        [(Aspect.TARGET, "签约率达到60%以上", "签约率达到70%以上")],
    ),
]


class TestItems:
    @pytest.mark.parametrize(("after", "expected"), [row[1:] for row in VARIANTS], ids=[row[0] for row in VARIANTS])
    def test_what_differs(self, after: Item, expected: Sequence[tuple[Aspect, str | None, str | None]]) -> None:
        assert differences(SIGNING, after) == list(expected)

    def test_rewording(self) -> None:
        ((aspect, before, after),) = differences(
            SIGNING, replace(SIGNING, text=SIGNING.text.replace("到2020", "力争到2020"))
        )
        assert (aspect, before) == (Aspect.WORDING, SIGNING.text)
        assert after is not None
        assert "力争" in after

    def test_bodies_of_two_places_with_one_function_have_the_same_part(self) -> None:
        (pair, *_) = compare_documents(PROVINCE, CITY).pairs
        owners = [each for each in pair.differences if each.aspect is Aspect.OWNER]
        assert [(each.before, each.after) for each in owners] == [("江海省财政厅（配合）", None)]


class TestDocuments:
    def test_items_are_paired_by_what_they_say_not_by_their_number(self) -> None:
        after = replace(PROVINCE, items=tuple(reversed(PROVINCE.items)))
        assert {change for change, _ in changes(compare_documents(PROVINCE, after))} == {Change.SAME}

    def test_added_and_dropped(self) -> None:
        new = replace(PLATFORM, title="推广互联网诊疗", text="推广互联网诊疗。", ref="一/9")
        after = replace(PROVINCE, items=(PROVINCE.items[0], new, *PROVINCE.items[2:]))
        assert changes(compare_documents(PROVINCE, after)) == [
            (Change.SAME, "推进家庭医生签约服务"),
            (Change.DROPPED, "建设远程医疗平台"),
            (Change.ADDED, "推广互联网诊疗"),
            (Change.SAME, "完善双向转诊"),
            (Change.SAME, "到2022年，县域内就诊率达到90%左右"),
            (Change.SAME, "加强督查"),
        ]

    def test_builds(self) -> None:
        first, second, third = compare_builds([PROVINCE, CITY], [CITY, BY_KEY["0123456789abcdef"]])
        assert changes(first) == [(Change.ADDED, "开展培训")]
        assert second.count(Change.SAME) == 4
        assert third.count(Change.DROPPED) == 5

    @settings(deadline=None)
    @given(
        left=st.permutations(PROVINCE.items + CITY.items), right=st.permutations(PROVINCE.items), cut=st.integers(0, 9)
    )
    def test_every_item_stands_on_its_side_once(self, left: list[Item], right: list[Item], cut: int) -> None:
        before, after = replace(PROVINCE, items=tuple(left[:cut])), replace(PROVINCE, items=tuple(right))
        pairs = compare_documents(before, after).pairs
        assert [pair.after for pair in pairs if pair.after] == list(after.items)
        assert sorted(map(id, (pair.before for pair in pairs if pair.before))) == sorted(map(id, before.items))
        assert [pair.before for pair in compare_documents(before, before).pairs] == list(before.items)
        assert not any(pair.differences for pair in compare_documents(before, before).pairs)


class TestRenderings:
    AFTER = replace(
        with_item(PROVINCE, 0, replace(SIGNING, text=SIGNING.text.replace("60%", "<b>70%"), deadlines=())),
        items=(
            replace(SIGNING, text=SIGNING.text.replace("60%", "<b>70%"), deadlines=()),
            *PROVINCE.items[2:],
        ),
    )

    def test_rows(self) -> None:
        rows = comparison_rows([compare_documents(PROVINCE, self.AFTER)], "zh")
        shown = [(row[0].zh, row[2], row[3] and row[3].zh, bool(row[4]), bool(row[5])) for row in rows.rows]  # type: ignore[union-attr]
        assert shown == [
            ("修改", "推进家庭医生签约服务", "内容", True, True),
            ("修改", "推进家庭医生签约服务", "时限", True, False),
            ("删去", "建设远程医疗平台", None, True, False),
        ]

    def test_page_marks_what_differs_and_runs_nothing(self) -> None:
        page = comparison_html([compare_documents(PROVINCE, self.AFTER)], "zh")
        assert "<del>6</del>0%" in page
        assert "<ins>&lt;b&gt;7</ins>0%" in page
        assert "<b>" not in page
        assert "default-src 'none'" in page

    def test_summary(self) -> None:
        title = "江海省人民政府办公厅关于推进分级诊疗的通知"
        assert comparison_summary(compare_documents(PROVINCE, self.AFTER), "en") == (
            f"{title}: added 0, dropped 1, changed 1, unchanged 3"
        )


class TestTopics:
    def test_places_and_years(self) -> None:
        matrix = topic_matrix(documents(), "家庭医生签约")
        assert matrix.places == ("东湾市", "东湾市西坪县", "江海省")
        assert matrix.years == (2016, 2019, 2020)
        (said,) = matrix.cells["江海省", 2019]
        assert said.item == SIGNING
        assert ("江海省", 2020) not in matrix.cells

    def test_a_part_of_a_name_will_do_and_no_name_finds_nothing(self) -> None:
        assert topic_matrix(documents(), "签约").topics == ("家庭医生签约",)
        assert topic_matrix(documents(), "").cells == {}
        assert topic_matrix(documents(), "不存在").cells == {}

    def test_documents_without_place_and_day_come_last(self) -> None:
        matrix = topic_matrix(documents(), "人才队伍")
        assert (matrix.places, matrix.years) == ((None,), (None,))

    def test_rows(self) -> None:
        rows = matrix_rows(topic_matrix(documents(), "家庭医生签约"), "zh")
        assert [column.heading.zh for column in rows.columns] == ["地区", "2016", "2019", "2020"]
        city, *_ = rows.rows
        assert city[0:3] == ("东湾市", None, None)
        assert str(city[3]).splitlines() == [
            "东湾市卫生健康委员会关于印发分级诊疗工作方案的通知 1",
            "推进家庭医生签约服务",
            f"市卫生健康委 (牵头) → {CITY_HEALTH.label}",
            f"市医保局 (配合) → {CITY_INSURANCE.label}",
            "2020-12-31",
            "家庭医生签约率 ≥ 65.5 % (2020-12-31)",
        ]


def test_the_fixture_is_what_these_tests_think() -> None:
    assert [each.organisation for each in SIGNING.responsibilities[:2]] == [PROVINCE_HEALTH, PROVINCE_FINANCE]
