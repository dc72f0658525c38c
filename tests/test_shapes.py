"""Each shape has a file in `tests/shapes/` that it passes and one that it finds fault with; the shapes as a whole."""

from __future__ import annotations

import logging
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH

from reformkg.resources import ontology_dir
from reformkg.validate import Shape, default_shapes, validate_graph

EXAMPLES = Path(__file__).parent / "shapes"
SHAPES = default_shapes()
DOCUMENTS = "https://w3id.org/reformkg/id/doc/"


def _examples(kind: str) -> list[str]:
    return sorted(path.name.split(".")[0] for path in EXAMPLES.glob(f"*.{kind}.ttl"))


def _found(path: Path, shape: str) -> list[str]:
    findings = validate_graph(Graph().parse(path), "示例", SHAPES)
    return [finding.focus for finding in findings if finding.shape == shape]


def _targets(graph: Graph, shape: Shape) -> set[object]:
    node = URIRef(shape.iri)
    classes = SHAPES.graph.objects(node, SH.targetClass)
    properties = SHAPES.graph.objects(node, SH.targetSubjectsOf)
    of_class = {focus for each in classes for focus in graph.subjects(RDF.type, each)}
    return of_class | {focus for each in properties for focus in graph.subjects(each, None)}


def test_every_shape_has_both_examples() -> None:
    ids = [shape.id for shape in SHAPES.shapes]
    assert len(ids) >= 20
    assert _examples("pass") == ids
    assert _examples("fail") == ids


@pytest.mark.parametrize("shape", SHAPES.shapes, ids=lambda shape: shape.id)
def test_the_passing_example_passes_and_the_failing_one_is_found(shape: Shape) -> None:
    good, bad = (EXAMPLES / f"{shape.id}.{kind}.ttl" for kind in ("pass", "fail"))
    assert _found(good, shape.id) == []
    assert shape.id == "RK050" or _targets(Graph().parse(good), shape), "nothing in it that the shape looks at"
    first = bad.read_text(encoding="utf-8").splitlines()[0]
    expected = [DOCUMENTS + iri.strip("<>") for iri in first.removeprefix("# finds: ").split()]
    assert sorted(_found(bad, shape.id)) == sorted(expected)


def test_a_finding_names_its_item_and_what_to_do_in_both_languages() -> None:
    for shape in SHAPES.shapes:
        graph = Graph().parse(EXAMPLES / f"{shape.id}.fail.ttl")
        found = [each for each in validate_graph(graph, "示例", SHAPES) if each.shape == shape.id]
        for finding in found:
            assert finding.message.zh.endswith(shape.message.zh)
            assert finding.message.en.endswith(shape.message.en)
            assert finding.item is None or finding.item in finding.message.zh
            assert finding.severity is shape.severity
            assert finding.remedy == shape.remedy


def _conforms_to_shacl(shapes: Graph) -> bool:
    return bool(
        pyshacl.validate(shapes, shacl_graph="http://www.w3.org/ns/shacl-shacl.ttl", max_validation_depth=40)[0]
    )


def test_the_shapes_are_themselves_valid() -> None:
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    assert _conforms_to_shacl(shapes)
    shapes.add((URIRef(SHAPES.shapes[0].iri), SH.minCount, Literal("one")))
    assert not _conforms_to_shacl(shapes)


def test_the_shapes_are_core_alone_so_that_any_engine_can_run_them() -> None:
    beyond = {SH.sparql, SH.js, SH.rule, SH.SPARQLTarget, SH.target}
    assert not {node for triple in SHAPES.graph for node in triple} & beyond


def test_ids_are_unique_and_name_their_nodes() -> None:
    ids = [str(name) for name in SHAPES.graph.objects(None, DCTERMS.identifier)]
    assert len(ids) == len(set(ids))
    assert all(shape.iri.endswith(f"/{shape.id}") for shape in SHAPES.shapes)


def test_validation_keeps_the_engine_quiet(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _found(EXAMPLES / "RK021.fail.ttl", "RK021")
    assert [record for record in caplog.records if record.name.startswith("pyshacl")] == []
