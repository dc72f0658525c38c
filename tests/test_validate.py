"""Validation: what is found in a document, in the words of the office, with the passage concerned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pyshacl
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import Graph
from rdflib.namespace import SH

import facts
from commands import ROOT, SEEDS
from reformkg.errors import ValidationError
from reformkg.graph import to_graph
from reformkg.model import Bilingual, DocumentFacts, Finding, Severity
from reformkg.pipeline import read_facts
from reformkg.store import Kg, new_generation
from reformkg.validate import (
    FINDINGS,
    basis,
    cited_keys,
    default_shapes,
    findings_from,
    findings_text,
    load_known,
    load_shapes,
    save_known,
    validate,
    validate_document,
    validate_graph,
)
from reformkg.validate.context import context
from reformkg.validate.engine import results


def _of(findings: tuple[Finding, ...], shape: str) -> Finding:
    return next(finding for finding in findings if finding.shape == shape)


def test_the_findings_of_the_small_notice_by_item_and_shape() -> None:
    found = validate_document(facts.document())
    assert [(finding.item, finding.shape) for finding in found] == [
        (None, "RK060"),
        ("一/1", "RK040"),
        ("一/2", "RK002"),
        ("一/2", "RK051"),
        ("一/3", "RK001"),
        ("一/3", "RK003"),
        ("一/3", "RK004"),
        ("一/3", "RK050"),
    ]


def test_a_finding_names_the_item_the_remedy_and_the_passage() -> None:
    missing = _of(validate_document(facts.document()), "RK001")
    assert missing.severity is Severity.VIOLATION
    assert missing.message.zh == "一/3「加强宣传」没有责任单位"
    assert missing.message.en == "一/3 “加强宣传” has no owner"
    assert missing.remedy.zh.startswith("请发文机关明确责任单位")
    assert missing.evidence is not None
    assert missing.evidence.quote == "3.加强宣传。由有关方面负责。"
    assert facts.TEXT[missing.evidence.start : missing.evidence.end] == missing.evidence.quote


def test_a_finding_about_a_part_of_an_item_shows_the_part() -> None:
    unplaced = _of(validate_document(facts.document()), "RK040")
    assert unplaced.message.zh == "一/1「推进医联体建设」的责任单位「市特别办」未能对应到职能部门"
    assert unplaced.evidence == facts.passage("市特别办")


def test_a_document_of_which_nothing_could_be_read_lacks_everything() -> None:
    found = validate_document(facts.bare())
    assert [finding.shape for finding in found] == ["RK007", "RK008", "RK009", "RK010", "RK011", "RK041"]
    assert found[0].message.zh == "《示例.txt》没有标题"
    assert found[0].item is None


OWNERLESS = {"RK001", "RK013", "RK014"}
"""The shapes that an item without an owner is found by: a task, an objective or a measure, a task that is cut off."""
CUT_OFF = {
    "yaan-2022-hierarchical-care-plan": {
        "二/一/2",
        "二/二/5",
        "二/三/8",
        "二/四/11",
        "二/四/12",
        "二/四/13",
        "二/四/15",
    }
}
"""The tasks of which a person finds that the source lacks the end."""


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "gold").glob("*.json")), ids=lambda file: file.stem)
def test_every_item_of_the_seeds_that_a_person_found_no_owner_for_is_named_and_no_other(file: Path) -> None:
    gold = json.loads(file.read_text(encoding="utf-8"))
    found = validate_document(read_facts(SEEDS / gold["source"]))
    named = {finding.item: finding.message.zh for finding in found if finding.shape in OWNERLESS}
    wanted = {item["ref"]: item["title"] for item in gold["items"] if not item["owners"]}
    assert named.keys() == wanted.keys()
    for ref, title in wanted.items():
        assert named[ref].startswith(f"{ref}「{title}」没有责任单位")
    tasks = {item["ref"] for item in gold["items"] if item["kind"] == "task"}
    violations, cut_off = (
        {finding.item for finding in found if finding.shape == shape} for shape in ("RK001", "RK014")
    )
    assert cut_off == CUT_OFF.get(file.stem, set())
    assert violations == (wanted.keys() & tasks) - cut_off


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[Kg]:
    """A graph of the small notice, of the document that it cites, and of one without metadata."""
    with new_generation(tmp_path / "kg") as generation:
        generation.load(to_graph(each) for each in (facts.document(), facts.bare(), cited()))
        yield generation.kg


def cited() -> DocumentFacts:
    """The national document: the same target, set higher."""
    national = replace(facts.indicator(value="95", due=date(2018, 12, 31)), subject="县域内 就诊率")
    return facts.document("国办发-2018-83", with_items=[facts.item(indicators=[national])])


def test_the_report_is_of_all_documents_and_says_which_shapes_ran(kg: Kg) -> None:
    report = validate(kg)
    assert report.documents == 3
    assert report.items == 4
    assert report.shapes == tuple(shape.id for shape in default_shapes().shapes)
    assert [key for key, _ in groupby(report.findings, lambda finding: finding.document)] == [
        "国办发-2018-83",
        "无题",
        "示医改办-2018-5",
    ]
    assert [each for each in report.findings if each.document == "无题"] == list(validate_document(facts.bare()))


def test_a_weaker_target_than_that_of_the_cited_document_is_found(kg: Kg) -> None:
    weaker = _of(validate(kg).findings, "RK061")
    assert weaker.document == "示医改办-2018-5"
    assert weaker.message.zh == "一/1「推进医联体建设」的指标「县域内就诊率达到90%以上」低于所引文件的要求"


@pytest.mark.parametrize(
    ("value", "due", "found"),
    [
        ("90", date(2018, 12, 31), False),
        ("91", date(2018, 12, 31), True),
        ("91", date(2017, 12, 31), True),
        ("91", date(2020, 12, 31), False),
        ("91", None, False),
    ],
)
def test_targets_are_compared_where_theirs_is_due_no_later(
    tmp_path: Path, value: str, due: date | None, found: bool
) -> None:
    theirs = replace(facts.indicator(value=value, due=due), subject="县域内就诊率")
    national = facts.document("国办发-2018-83", with_items=[facts.item(indicators=[theirs])])
    with new_generation(tmp_path / "kg") as generation:
        generation.load([to_graph(facts.document()), to_graph(national)])
        shapes = {finding.shape for finding in validate(generation.kg).findings if finding.document != national.key}
    assert ("RK061" in shapes) == found
    assert "RK060" not in shapes


def test_each_document_by_itself_gives_the_findings_of_the_whole(kg: Kg) -> None:
    documents = {each.key: each for each in kg.documents()}
    union = Graph()
    for key in documents:
        union += kg.graph(key)
    for each in documents.values():
        for triple in context(each, documents.get):
            union.add(triple)
    whole = {(found.shape, found.focus) for found in validate_graph(union, "whole", default_shapes())}
    assert whole == {(found.shape, found.focus) for found in validate(kg).findings}


@pytest.mark.parametrize(
    ("name", "issued", "function", "found"),
    [
        ("市卫生计生委", "2018-03-01", "卫生健康", False),
        ("市卫生计生委", "2022-05-30", "卫生健康", True),
        ("大连市卫生局", "2022-05-30", "卫生健康", True),
        ("市卫生健康委", "2022-05-30", "卫生健康", False),
        ("市财政局", "2022-05-30", "财政", False),
        ("市文体广电和旅游局", "2022-05-30", "文化旅游", False),
        ("市某办", "2022-05-30", None, False),
    ],
)
def test_a_name_used_after_its_abolition_is_found(name: str, issued: str, function: str | None, found: bool) -> None:
    body = replace(facts.HEALTH, function=function)
    owner = replace(facts.responsibility(body), name=name)
    document = facts.document(with_items=[facts.item(responsibilities=[owner])])
    dated = replace(document, metadata=replace(document.metadata, issued=facts.stated("2018年3月1日", issued)))
    assert ("RK042" in {finding.shape for finding in validate_document(dated)}) == found


def keep(kg: Kg, path: Path) -> None:
    """Write down the findings of a graph, as a build does."""
    report, rows = validate(kg), []
    for each in kg.documents():
        name = basis(kg.digest(each.key) or "", {key: kg.digest(key) for key in cited_keys(each)})
        found = findings_text(finding for finding in report.findings if finding.document == each.key)
        rows.append((each.key, name, found))
    save_known(rows, path)


def test_findings_come_back_from_their_text() -> None:
    placed = replace(facts.passage("市特别办"), place=Bilingual("第3页", "page 3"))
    found = [replace(each, evidence=placed) for each in validate_document(facts.document())]
    assert findings_from(findings_text(found)) == tuple(found)
    assert "\n" not in findings_text(found)


def test_what_a_build_found_is_taken_over_without_looking_again(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    first = validate(kg)
    keep(kg, kg.folder / FINDINGS)
    looked_at = []
    monkeypatch.setattr("reformkg.validate.validate_graph", lambda *args: looked_at.append(args) or ())
    assert validate(kg) == first
    assert looked_at == []


def test_a_change_in_a_cited_document_is_noticed(tmp_path: Path) -> None:
    def shapes(national: DocumentFacts) -> set[str]:
        with new_generation(tmp_path / "kg") as generation:
            generation.load([to_graph(facts.document()), to_graph(national)])
            found = {finding.shape for finding in validate(generation.kg).findings}
            keep(generation.kg, tmp_path / "kg" / FINDINGS)
            generation.commit()
        return found

    lower = replace(cited(), items=(facts.item(indicators=[facts.indicator(value="80")]),))
    assert "RK061" in shapes(cited())
    assert "RK061" not in shapes(lower)


@pytest.mark.parametrize("text", ["", "{", '{"format": 0}', '{"format": 2, "documents": [\n', "[]"])
def test_a_damaged_file_of_findings_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FINDINGS).write_text(text, encoding="utf-8")
    assert load_known(tmp_path / FINDINGS) == {}
    assert load_known(tmp_path / "none.json") == {}


def test_findings_of_another_version_of_the_program_are_none(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kg, tmp_path / FINDINGS)
    assert load_known(tmp_path / FINDINGS).keys() == set(kg.keys())
    monkeypatch.setattr("reformkg.validate.cache.program", lambda: "another")
    assert load_known(tmp_path / FINDINGS) == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("@prefix", "cannot be parsed"),
        ('<a:b> <http://purl.org/dc/terms/identifier> "RK900" .', "lacks a severity"),
        (
            '<a:b> <http://purl.org/dc/terms/identifier> "RK900" ; '
            "<http://www.w3.org/ns/shacl#severity> <http://www.w3.org/ns/shacl#Info> .",
            "lacks a Chinese or an English name",
        ),
    ],
)
def test_broken_shapes_are_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "shapes.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=what):
        load_shapes(tmp_path / "shapes.ttl")
    with pytest.raises(ValidationError, match="cannot be parsed"):
        load_shapes(tmp_path / "none.ttl")


@pytest.mark.parametrize("engine", ["pyshacl", "pyshacl-turbo"])
@pytest.mark.parametrize(
    "document",
    [facts.document(), facts.bare(), *map(read_facts, sorted(SEEDS.glob("*.txt"))[:2])],
    ids=lambda document: document.key,
)
def test_each_engine_finds_what_pyshacl_finds_as_its_makers_run_it(
    document: DocumentFacts, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORMKG_SHACL", engine)
    shapes, graph, stock = default_shapes(), to_graph(document), Graph()
    for triple in (*graph, *context(document, lambda key: None)):
        graph.add(triple)
        stock.add(triple)
    _, report, _ = pyshacl.validate(stock, shacl_graph=shapes.graph)
    found = {
        (report.value(result, SH.focusNode), shapes.stating(report.value(result, SH.sourceShape)).id)
        for result in report.objects(None, SH.result)
    }
    assert {(focus, shapes.stating(source).id) for focus, source in results(graph, shapes, document.key)} == found
    assert found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=facts.documents())
def test_the_accelerator_finds_the_same_in_any_facts(drawn: DocumentFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for engine in ("pyshacl", "pyshacl-turbo"):
        monkeypatch.setenv("REFORMKG_SHACL", engine)
        found.append(validate_document(drawn))
    assert found[0] == found[1]


def test_an_engine_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFORMKG_SHACL", "jena")
    with pytest.raises(ValidationError, match="no such engine"):
        validate_document(facts.document())


def test_validation_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    validate_document(facts.document())
    assert capfd.readouterr() == ("", "")
