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
