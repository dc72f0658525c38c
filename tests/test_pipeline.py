"""The route from files to answers: what is taken in, what is left out and why, and what a build tells of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import SEEDS, notice
from reformkg.errors import IdentityError, ReadError, StoreError
from reformkg.graph import from_graph, to_graph, triples
from reformkg.model import Severity
from reformkg.pipeline import Stage, build, find, read_facts, work
from reformkg.query.lookup import departments
from reformkg.store import open_kg


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder


def test_a_build_tells_what_it_did(sources: Path, tmp_path: Path):
    notice(sources, "甲.txt", number=1)
    notice(sources, "乙.txt", number=2)
    result = build([sources], tmp_path / "kg")
    assert (result.documents, result.items, result.deadlines, result.indicators) == (2, 4, 2, 2)
    assert (result.owners, result.responsibilities) == (2, 4)
    assert result.count(Severity.VIOLATION) == 2
    assert (result.failures, result.duplicates) == ((), ())


def test_the_graph_holds_what_was_read(sources: Path, tmp_path: Path):
    path = notice(sources, "甲.txt")
    build([path], tmp_path / "kg")
    with open_kg(tmp_path / "kg") as kg:
        assert tuple(kg.documents()) == (read_facts(path),)


def test_questions_know_what_bodies_are_called_elsewhere_and_in_other_years(sources: Path, tmp_path: Path):
    """The vocabularies are in the graph beside the documents, but no document and not in its file."""
    build([notice(sources, "甲.txt")], tmp_path / "kg")
    with open_kg(tmp_path / "kg") as kg:
        names = set(departments("卫生局", kg).values())
        assert kg.keys() == ("辽卫发-2019-1",)
    assert names == {"辽宁省卫生健康委员会"}
    assert "卫生局" not in (tmp_path / "kg" / "kg.trig").read_text(encoding="utf-8")


def test_a_build_replaces_the_graph_before_it(sources: Path, tmp_path: Path):
    for number in (1, 2):
        build([notice(sources, f"{number}.txt", number=number)], tmp_path / "kg")
    with open_kg(tmp_path / "kg") as kg:
        assert kg.keys() == ("辽卫发-2019-2",)


def test_the_same_text_twice_is_one_document(sources: Path, tmp_path: Path):
    first, second = notice(sources, "a.txt"), notice(sources, "b.txt")
    result = build([second, first], tmp_path / "kg")
    assert (result.documents, result.failures) == (1, ())
    assert [(each.path, each.of) for each in result.duplicates] == [(second, first)]


def test_another_text_under_a_known_number_is_refused(sources: Path, tmp_path: Path):
    """The first in sorted order stays, in whatever order they are named."""
    first = notice(sources, "a.txt", what="工作")
    second = notice(sources, "b.txt", what="实施")
    third = notice(sources, "c.txt", number=3)
    result = build([third, second, first], tmp_path / "kg")
    assert result.documents == 2
    (failure,) = result.failures
    assert isinstance(failure, IdentityError)
    assert str(failure) == (
        f"{second}: another text is already known as 辽卫发-2019-1, from {first}. "
        "Keep one of the two files, or mend the document number that they share"
    )


def test_what_cannot_be_read_is_listed_and_the_others_go_on(sources: Path, tmp_path: Path):
    notice(sources, "甲.txt")
    (sources / "空.txt").touch()
    result = build([tmp_path / "没有", sources], tmp_path / "kg")
    assert result.documents == 1
    assert [type(failure) for failure in result.failures] == [ReadError, ReadError]
    assert [failure.where for failure in result.failures] == [str(tmp_path / "没有"), str(sources / "空.txt")]


def test_where_nothing_can_be_read_nothing_is_written(sources: Path, tmp_path: Path):
    (sources / "空.txt").touch()
    result = build([sources], tmp_path / "kg")
    assert result.documents == 0
    assert len(result.failures) == 1
    assert not (tmp_path / "kg").exists()


def test_a_folder_that_holds_other_things_is_not_written_to(sources: Path, tmp_path: Path):
    notice(sources, "甲.txt")
    with pytest.raises(StoreError, match="not a kg folder"):
        build([sources], sources)
    assert [path.name for path in sources.iterdir()] == ["甲.txt"]


def test_each_file_is_found_once_in_sorted_order(sources: Path):
    b, a = notice(sources, "b.txt"), notice(sources, "a.txt")
    found = find([b, sources, sources / ".." / "sources", b])
    assert (found.files, found.failures) == ((a, b), ())


def test_progress_is_told_step_by_step(sources: Path, tmp_path: Path):
    for number in (1, 2):
        notice(sources, f"{number}.txt", number=number)
    told: list[tuple[Stage, int, int]] = []
    build([sources], tmp_path / "kg", lambda *step: told.append(step))
    assert told[:2] == [(Stage.READ, 1, 2), (Stage.READ, 2, 2)]
    assert told[-1] == (Stage.RENDER, 6, 6)


def test_the_order_of_the_files_does_not_matter(sources: Path, tmp_path: Path):
    files = [notice(sources, f"{number}.txt", number=number) for number in (3, 1, 2)]
    for name, order in (("kg1", files), ("kg2", files[::-1])):
        build(order, tmp_path / name)
    assert (tmp_path / "kg1" / "kg.trig").read_bytes() == (tmp_path / "kg2" / "kg.trig").read_bytes()


def test_a_file_name_does_not_name_the_document(sources: Path):
    first = read_facts(notice(sources, "甲.txt"))
    second = read_facts(notice(sources, "乙.txt"))
    assert first.key == second.key


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_fact_of_a_seed_stands_in_its_text_and_comes_back_from_the_graph(path: Path):
    facts = read_facts(path)
    assert facts.items
    for item in facts.items:
        for fact in (*item.responsibilities, *item.deadlines, *item.indicators):
            assert facts.text[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
    assert from_graph(to_graph(facts), facts.key) == facts


PHRASES = """
一、 二、 （一） (二) 1. 2． ① 第一条 。 ； ， 、 （ ） 〔 〕 《 》 责任单位： 牵头单位： 配合单位： 牵头 负责 等 分别
市卫生健康委 区财政局 各县（区）人民政府 有关部门 推进 完善制度 工作目标 保障措施 附件 到2020年底 年底前 3年内 每年
“十四五”期间 2020年10月至12月 2020年2月30日 达到90%以上 不少于5个 5—12家 提高2个百分点 三分之一 0元 1e9 １ 責任
国办发〔2018〕83号
"""
LINES = st.sampled_from([*PHRASES.split(), "\n", "\t", "\u3000", "\u200b"])
ODDITIES = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]), max_size=4)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(phrases=st.lists(LINES | ODDITIES, max_size=60))
def test_any_text_in_the_style_is_read_without_an_error(phrases: list[str], tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("any") / "文.txt"
    text = "关于任务的通知\n" + "".join(phrases)
    path.write_text(text, encoding="utf-8")
    facts = read_facts(path)
    for item in facts.items:
        for fact in (*item.responsibilities, *item.deadlines, *item.indicators):
            assert facts.text[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
    assert from_graph(to_graph(facts), facts.key) == facts


def test_an_error_of_one_document_does_not_end_the_build(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whatever a room raises on purpose about one document is listed; the document stays out as a whole."""
    notice(sources, "1.txt", number=1)
    notice(sources, "2.txt", number=2)

    def refuse(facts: object) -> object:
        if getattr(facts, "key", "").endswith("-1"):
            raise IdentityError("two different organisations have one key")
        return triples(facts)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "triples", refuse)
    result = build([sources], tmp_path / "kg")
    assert (result.documents, len(result.failures)) == (1, 1)
