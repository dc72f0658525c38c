"""The vocabulary of functions: what it holds, and that its two files say the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, RDFS, SKOS

from commands import script
from reformkg.resolve.functions import Level, succession, vocabulary

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "ontology" / "functions.ttl"
REFORM = Namespace("https://w3id.org/reformkg/ns#")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(SOURCE, format="turtle")


def test_the_compiled_table_says_what_the_turtle_says() -> None:
    compiler = script(ROOT / "tools" / "compile_functions.py")
    assert (ROOT / "ontology" / "functions.tsv").read_text(encoding="utf-8") == compiler.compile_functions(SOURCE)


def test_the_program_starts_without_an_rdf_library() -> None:
    code = (
        "import sys; from reformkg.resolve.organisations import Context, Resolver;"
        "Resolver(Context('大连市人民政府', None, None, None, '')).resolve('市财政局');"
        "sys.exit('rdflib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=False).returncode == 0


def test_the_functions_of_the_annotation_guidelines_are_all_there() -> None:
    guidelines = (ROOT / "tests" / "gold" / "GUIDELINES.md").read_text(encoding="utf-8")
    listed = guidelines.split("usual short form:")[1].split("(an internal division")[0]
    names = [name.strip() for name in re.split(r"[,\s]+", listed) if name.strip()]
    assert len(names) > 20
    assert set(names) <= set(vocabulary().functions)


def test_there_are_at_least_eighty_functions_with_labels_in_both_languages(graph: Graph) -> None:
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) >= 80
    for concept in concepts:
        languages = Counter(label.language for label in graph.objects(concept, SKOS.prefLabel))
        assert languages == {"zh": 1, "en": 1}, concept
        notation = graph.value(concept, SKOS.notation)
        assert concept == URIRef(f"https://w3id.org/reformkg/id/function/{notation}")
        preferred, others = set(graph.objects(concept, SKOS.prefLabel)), set(graph.objects(concept, SKOS.altLabel))
        assert not preferred & others, concept


def test_every_designation_belongs_to_one_function_and_has_a_level_and_a_name(graph: Graph) -> None:
    kinds = (REFORM.Designation, REFORM.PartyDesignation, REFORM.InformalDesignation)
    designations = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    assert len(designations) > 400
    levels = {URIRef(f"https://w3id.org/reformkg/level/{level}") for level in Level}
    for node in designations:
        assert len(list(graph.subjects(REFORM.designation, node))) == 1, node
        assert len(list(graph.objects(node, SKOS.prefLabel))) == 1, node
        assert set(graph.objects(node, REFORM.level)), node
        assert set(graph.objects(node, REFORM.level)) <= levels, node
    for designation in vocabulary().designations:
        assert (designation.since or "0") <= (designation.until or "9"), designation


def test_every_reform_has_a_day_a_kind_a_source_and_both_labels(graph: Graph) -> None:
    events = set(graph.subjects(RDF.type, ORG.ChangeEvent))
    assert len(events) >= 50
    for event in events:
        assert {label.language for label in graph.objects(event, SKOS.prefLabel)} == {"zh", "en"}
        assert (graph.value(event, REFORM.change), RDF.type, REFORM.Change) in graph
        assert graph.value(graph.value(event, DCTERMS.source), DCTERMS.title) is not None
        assert list(graph.objects(event, REFORM.toFunction)), event
    years = {change.day.year for change in vocabulary().changes}
    assert {1998, 2003, 2008, 2013, 2018, 2023} <= years


def test_every_function_and_name_that_a_reform_speaks_of_is_in_the_scheme(graph: Graph) -> None:
    for term in (REFORM.fromFunction, REFORM.toFunction):
        assert all((function, RDF.type, SKOS.Concept) in graph for function in graph.objects(None, term))
    for term in (REFORM.ends, REFORM.begins):
        assert all(graph.value(name, SKOS.prefLabel) for name in graph.objects(None, term))


def test_names_that_a_reform_ended_or_began_have_the_year_of_the_reform() -> None:
    words = vocabulary()
    for change in words.changes:
        for name in change.bodies_before:
            until = {d.until for d in words.designations if d.name == name and d.until}
            assert any(month[:4] in {str(change.day.year), str(change.day.year + 1)} for month in until), (
                change.id,
                name,
            )
        for name in change.bodies_after:
            since = {d.since for d in words.designations if d.name == name and d.since}
            assert any(month[:4] <= str(change.day.year) for month in since) or not since, (change.id, name)


def test_the_terms_of_its_own_are_documented(graph: Graph) -> None:
    ontology = URIRef("https://w3id.org/reformkg/functions")
    for term in graph.subjects(RDFS.isDefinedBy, ontology):
        for annotation in (RDFS.label, RDFS.comment):
            assert {text.language for text in graph.objects(term, annotation)} == {"zh", "en"}, term


@pytest.mark.parametrize(
    ("function", "day", "after"),
    [
        ("药监", date(2017, 1, 1), {"药监", "市场监管"}),
        ("卫生健康", date(2017, 1, 1), {"卫生健康", "医保", "民政"}),
        ("老龄", date(2017, 1, 1), {"卫生健康", "民政"}),
        ("金融监管", date(2019, 1, 1), {"金融监管"}),
        ("乡村振兴", date(2022, 1, 1), {"农业农村"}),
        ("网信", date(2022, 1, 1), {"数据管理"}),
        ("财政", date(2000, 1, 1), set()),
    ],
)
def test_what_became_of_a_function(function: str, day: date, after: set[str]) -> None:
    changes = succession(function, day)
    assert all(change.day > day for change in changes)
    assert [change.day for change in changes] == sorted(change.day for change in changes)
    assert after <= {taker for change in changes for taker in change.after}
    assert bool(changes) == bool(after)
