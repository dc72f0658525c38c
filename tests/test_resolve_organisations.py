"""Names as documents write them, and the organisations that they stand for."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformkg.model import Organisation
from reformkg.resolve.organisations import Context, Resolver, jurisdiction_of
from reformkg.resolve.places import gazetteer

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A line of the tables in tests/resolve."""

    context: Context
    jurisdiction: str | None
    name: str
    function: str | None
    full: str | None
    at: str | None
    collective: bool


def tables() -> list[Row]:
    rows = []
    for file in sorted((HERE / "resolve").glob("*.toml")):
        for document in tomllib.loads(file.read_text(encoding="utf-8"))["document"]:
            context = Context(
                document.get("issuer"),
                document.get("number"),
                document.get("title"),
                document.get("issued"),
                document.get("text_head", ""),
            )
            place = document["jurisdiction"]
            for kind in ("bodies", "classes"):
                for name, function, full, *at in document.get(kind, ()):
                    where = at[0] if at else place
                    rows.append(
                        Row(
                            context,
                            place or None,
                            name,
                            function or None,
                            full or None,
                            where or None,
                            kind == "classes",
                        )
                    )
    return rows


ROWS = tables()
CONTEXTS = tuple(dict.fromkeys(row.context for row in ROWS))
NAMES = tuple(dict.fromkeys(row.name for row in ROWS))


def test_the_tables_are_as_large_as_the_variety_asks() -> None:
    assert len(ROWS) >= 300
    assert len(CONTEXTS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.context.issuer or row.context.number}-{row.name}")
def test_a_name_stands_for_its_organisation(row: Row) -> None:
    found = Resolver(row.context).resolve(row.name)
    assert (found.function, found.full_name, found.jurisdiction, found.collective) == (
        row.function,
        row.full,
        row.at,
        row.collective,
    )
    assert found.label == (row.full or row.name)


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: context.issuer or context.number or "nothing")
def test_a_document_binds_its_place(context: Context) -> None:
    assert jurisdiction_of(context) == next(row.jurisdiction for row in ROWS if row.context == context)


@dataclass(frozen=True)
class Annotated:
    """An organisation as a person annotated it."""

    context: Context
    jurisdiction: str | None
    name: str
    function: str
    full: str | None


def annotated() -> list[Annotated]:
    rows = []
    for file in sorted((HERE / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        stated = gold["document"]
        issued = date.fromisoformat(stated["issued"]) if stated["issued"] else None
        context = Context(stated["issuer"], stated["number"], stated["title"], issued, "")
        for name, body in gold["orgs"].items():
            rows.append(Annotated(context, stated["jurisdiction"], name, body["function"], body["full"]))
    return rows


@pytest.mark.parametrize("row", annotated(), ids=lambda row: f"{row.jurisdiction}-{row.name}")
def test_the_annotated_documents_are_resolved_as_a_person_did(row: Annotated) -> None:
    found = Resolver(row.context).resolve(row.name)
    assert jurisdiction_of(row.context) == row.jurisdiction
    assert found.function == row.function
    if row.full:
        assert (found.full_name or "").replace("(", "（").replace(")", "）") == row.full


def resolve(place: str, name: str, day: str = "2020-06-01") -> Organisation:
    return Resolver(Context(place + "人民政府", None, None, date.fromisoformat(day), "")).resolve(name)


def test_two_documents_of_one_city_meet_in_one_body() -> None:
    ways = [
        ("大连市", "市卫健委"),
        ("大连市", "大连市卫生健康委员会"),
        ("长海县", "市卫生健康委"),
        ("辽宁省", "大连市卫健委"),
    ]
    assert {resolve(*way).key for way in ways} == {"大连市/卫生健康/大连市卫生健康委员会"}


def test_a_government_is_one_body_whoever_speaks_of_it() -> None:
    own, lower, higher = resolve("雅安市", "市政府"), resolve("四川省", "雅安市人民政府"), resolve("名山区", "市政府")
    assert [body.function for body in (own, lower, higher)] == ["本级政府", "下级政府", "上级政府"]
    assert {body.key for body in (own, lower, higher)} == {"雅安市/政府/雅安市人民政府"}


def test_the_same_office_before_and_after_a_reform_are_two_bodies_of_one_function() -> None:
    before, after = resolve("大连市", "市卫生计生委", "2018-05-01"), resolve("大连市", "市卫生健康委", "2019-05-01")
    assert before.function == after.function == "卫生健康"
    assert before.key != after.key


@pytest.mark.parametrize(
    ("day", "full"),
    [
        ("2012-05-01", "石棉县卫生局"),
        ("2016-05-01", "石棉县卫生和计划生育委员会"),
        ("2020-05-01", "石棉县卫生健康委员会"),
    ],
)
def test_a_department_without_a_name_is_the_one_in_office_that_day(day: str, full: str) -> None:
    assert resolve("石棉县", "卫生部门", day).full_name == full


def test_among_several_usual_names_the_one_that_the_document_uses_is_meant() -> None:
    head = "县卫生健康局、县医保局："
    context = Context("象州县人民政府", None, None, date(2021, 11, 4), head)
    assert Resolver(context).resolve("卫生健康部门").full_name == "象州县卫生健康局"


def test_names_without_a_place_stay_apart_from_document_to_document() -> None:
    contexts = [Context(None, None, title, None, "") for title in ("甲方案", "乙方案")]
    keys = {Resolver(context).resolve("市科技局").key for context in contexts}
    assert len(keys) == 2
    assert (
        Resolver(Context(None, "某字〔2020〕1号", None, None, "")).resolve("市科技局").key
        == "某字〔2020〕1号/科技/市科技局"
    )


def test_what_cannot_be_known_stays_as_written() -> None:
    found = resolve("大连市", "市某某办")
    assert (found.function, found.full_name, found.label) == (None, None, "市某某办")
    assert found.key.endswith("/?/市某某办")


def test_a_division_belongs_to_the_body_that_issued() -> None:
    context = Context("辽宁省卫生计生委", "辽卫发〔2017〕56号", None, date(2017, 5, 25), "")
    resolver = Resolver(context)
    assert resolver.resolve("医政医管处").unit_of == resolver.resolve("省卫生计生委").key


def test_steps_tell_the_way_from_the_document_to_the_key() -> None:
    context = Context("大连市人民政府", None, None, date(2018, 11, 27), "")
    steps = Resolver(context).steps("市卫计委")
    assert [(step.rule, step.read, step.gave) for step in steps] == [
        ("document", "大连市人民政府", "大连市"),
        ("level", "市", "大连市"),
        ("name", "卫计委", "大连市卫生和计划生育委员会"),
        ("organisation", "市卫计委", "大连市/卫生健康/大连市卫生和计划生育委员会"),
    ]


PLACES = st.sampled_from(sorted(place.full_name for place in gazetteer() if place.until is None))


@given(PLACES, PLACES, st.sampled_from(NAMES))
@settings(max_examples=400, deadline=None)
def test_no_organisation_joins_two_places(one: str, other: str, name: str) -> None:
    first, second = resolve(one, name), resolve(other, name)
    if first.key == second.key:
        assert first.jurisdiction == second.jurisdiction
        assert first.label == second.label
        assert one == other or first.jurisdiction is not None


@given(
    st.text(alphabet="省市区县委局办处镇街道各级部门人民政府（）()、，公安卫生健康国家大连 /\n", max_size=40), PLACES
)
@settings(max_examples=400, deadline=None)
def test_any_name_at_all_gives_an_organisation_with_a_key_of_three_parts(name: str, place: str) -> None:
    resolver = Resolver(Context(place + "人民政府", None, None, date(2020, 6, 1), ""))
    found = resolver.resolve(name)
    assert (
        found
        == resolver.resolve(name)
        == Resolver(Context(place + "人民政府", None, None, date(2020, 6, 1), "")).resolve(name)
    )
    assert found.key.count("/") == 2
    assert " " not in found.key
    assert found.full_name is None or found.label == found.full_name


def test_a_page_of_text_taken_for_a_name_is_left_alone() -> None:
    for hostile in ("各区市县" * 50_000 + "政府", "（市" * 50_000, "市教育局、" * 50_000, "公司" * 100_000):
        assert resolve("大连市", hostile).function is None
