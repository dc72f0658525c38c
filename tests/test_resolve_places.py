"""The gazetteer: what a name of a place means, seen from where it is said."""

from __future__ import annotations

from datetime import date

import pytest

from reformkg.resolve.jurisdiction import Context, jurisdiction_of
from reformkg.resolve.places import NATION, Rank, gazetteer


@pytest.mark.parametrize(
    ("name", "near", "full"),
    [
        ("大连", None, "大连市"),
        ("大连市", None, "大连市"),
        ("上街区", None, "郑州市上街区"),
        ("阜蒙县", None, "阜新蒙古族自治县"),
        ("恩施州", None, "恩施土家族苗族自治州"),
        ("石柱县", None, "重庆市石柱土家族自治县"),
        ("义乌市", None, "义乌市"),
        ("象州县", None, "象州县"),
        ("石景山区", None, "北京市石景山区"),
        ("鼓楼区", None, None),
        ("鼓楼区", "南京市", "南京市鼓楼区"),
        ("鼓楼区", "福州市", "福州市鼓楼区"),
        ("朝阳区", "北京市", "北京市朝阳区"),
        ("朝阳", None, "朝阳市"),
        ("吉林", None, "吉林省"),
        ("海南", "青海省", "海南藏族自治州"),
        ("内蒙古", None, "内蒙古自治区"),
        ("济南高新区", None, "济南高新技术产业开发区"),
        ("贵安新区", None, "贵州贵安新区"),
        ("无此地", None, None),
    ],
)
def test_a_name_means_the_nearest_place_that_bears_it(name: str, near: str | None, full: str | None) -> None:
    known = gazetteer()
    found = known.named(name, known.by_full_name(near))
    assert (found.full_name if found else None) == full


@pytest.mark.parametrize(
    ("name", "day", "full"),
    [
        ("襄樊市", "2009-01-01", "襄樊市"),
        ("莱芜市", "2016-01-01", "莱芜市"),
        ("莱芜", "2021-08-01", "济南市莱芜区"),
        ("宣武区", "2008-01-01", "北京市宣武区"),
        ("密云县", "2014-01-01", "北京市密云县"),
        ("密云", "2020-01-01", "北京市密云区"),
    ],
)
def test_names_that_are_no_more_are_known_for_their_time(name: str, day: str, full: str) -> None:
    found = gazetteer().named(name, None, day)
    assert found is not None
    assert found.full_name == full


@pytest.mark.parametrize(
    ("text", "full", "rest"),
    [
        ("四川省雅安市名山区财政局", "雅安市名山区", "财政局"),
        ("大连市卫生健康委", "大连市", "卫生健康委"),
        ("贵州贵安新区管委会", "贵州贵安新区", "管委会"),
        ("北京市石景山区人民政府", "北京市石景山区", "人民政府"),
    ],
)
def test_a_chain_of_places_is_followed_down(text: str, full: str, rest: str) -> None:
    found = gazetteer().prefix(text)
    assert found is not None
    assert (found[0].full_name, text[found[1] :]) == (full, rest)


def test_every_place_of_today_has_a_full_name_of_its_own() -> None:
    names = [place.full_name for place in gazetteer() if place.until is None]
    assert len(names) > 3000
    assert len(names) == len(set(names))


def test_every_place_lies_in_the_nation_and_below_its_parent() -> None:
    for place in gazetteer():
        if place is not NATION:
            assert place.ancestors()[-1] is NATION
            assert place.parent is not None
            assert place.parent.rank < place.rank
            assert place.within(place.parent)


def test_the_provinces_are_thirty_four() -> None:
    assert sum(place.rank is Rank.PROVINCE for place in gazetteer()) == 34


@pytest.mark.parametrize(
    ("context", "place"),
    [
        (Context("郑州市上街区人民政府", "上政〔2017〕3号", None, None, ""), "郑州市上街区"),
        (Context("国家卫生健康委 最高人民法院 公安部", None, None, None, ""), "全国"),
        (Context("民政部、国家卫生健康委员会", None, None, None, ""), "全国"),
        (Context("国家税务总局大连市税务局", None, None, None, ""), "大连市"),
        (Context("中国共产党大连市委员会", None, None, None, ""), "大连市"),
        (Context("阜蒙县健康促进工作领导小组办公室", None, None, None, ""), "阜新蒙古族自治县"),
        (Context(None, None, "国务院办公厅关于印发深化医药卫生体制改革任务的通知", None, ""), "全国"),
        (Context(None, None, "辽宁省全面提升县级医院综合能力工程实施方案", None, ""), "辽宁省"),
        (Context(None, None, "关于印发句容市“将健康融入所有政策”工作实施方案的通知", None, ""), "句容市"),
        (Context(None, "国办发〔2019〕4号", None, None, ""), "全国"),
        (Context(None, "国卫医函〔2020〕43号", None, None, ""), "全国"),
        (Context(None, "豫政办〔2019〕30号", None, None, ""), "河南省"),
        (Context(None, "青政办〔2018〕5号", None, None, ""), None),
        (Context(None, "青政办〔2018〕5号", None, None, "青岛市各区、市人民政府："), "青岛市"),
        (Context("费县人民政府办公室", None, None, None, ""), "费县"),
        (Context(None, "赣健委发〔2023〕3号", None, None, "各设区市、赣江新区管委会："), "江西省"),
        (Context(None, None, None, None, "结合山东实际，制定本行动计划。"), "山东省"),
        (Context(None, None, None, None, "对山东、对青岛工作的要求，结合我市实际，打造青岛、东北亚中心。"), "青岛市"),
        (Context(None, None, None, None, "各省、自治区、直辖市人民政府，国务院各部委、各直属机构："), "全国"),
        (Context(None, None, None, None, ""), None),
        (Context(None, None, "关于进一步做好有关工作的通知", date(2020, 1, 1), "为做好有关工作"), None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_place_that_a_document_binds(context: Context, place: str | None) -> None:
    assert jurisdiction_of(context) == place


@pytest.mark.parametrize(
    "words",
    [
        "提高县级医院综合能力", "新建区域医疗中心", "建成县域医共体", "城市和县域医疗联动", "健康县城建设", "管理县域医共体工作", "创新县域综合医改",
        "现代县级医院管理", "公开县级信息", "相应县级机构改革", "达县级标准医院建设", "乡村振兴县级考核", "河西区域协同", "海南区域合作", "东方市场建设",
        "中山区域文化", "信用平安县区创建", "公立医院和县医院改革", "提高县医院能力",
    ],
)  # fmt: skip
def test_words_that_hold_the_name_of_a_place_name_none(words: str) -> None:
    title = f"关于{words}的通知"
    assert jurisdiction_of(Context(None, None, title, date(2021, 1, 1), "")) is None
    assert jurisdiction_of(Context(None, None, None, date(2021, 1, 1), f"{title}。{words}。")) is None


def _short_counties() -> list[str]:
    return sorted({place.name for place in gazetteer() if len(place.name) == 2 and place.name[1] in "县市"})


def test_counties_of_two_characters_are_found_wherever_they_speak_or_are_named() -> None:
    day = date(2010, 1, 1)
    known = gazetteer()
    names = _short_counties()
    assert {"盂县", "应县", "文县", "费县", "芒市"} <= set(names)
    for name in names:
        full = known.named(name, None, day.isoformat())
        assert full is not None
        for context in (
            Context(f"{name}人民政府办公室", None, None, day, ""),
            Context(None, None, f"关于印发{name}医共体建设方案的通知", day, ""),
            Context(None, None, None, day, f"{name}各乡镇人民政府：结合{name}实际，制定本方案。"),
        ):
            assert jurisdiction_of(context) == full.full_name, context
