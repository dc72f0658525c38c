"""The vocabulary is declared, labelled and documented, and nothing uses a term that is not declared."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

import facts
from reformkg import vocab
from reformkg.graph import to_graph
from reformkg.model import Bilingual, Gap, Item
from reformkg.resources import ontology_dir, queries_dir
from reformkg.validate import default_shapes
from reformkg.vocab import REFORM, ROLE

NAMESPACES = (str(REFORM), str(ROLE), f"{vocab.BASE}level/")
DOMAIN_INCLUDES = URIRef("https://schema.org/domainIncludes")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "reform.ttl")


def _terms(ontology: Graph) -> set[URIRef]:
    return {term for term in ontology.subjects() if isinstance(term, URIRef) and term.startswith(NAMESPACES[0])}


@pytest.fixture(scope="module")
def everything() -> Graph:
    """All files of the ontology; a vocabulary may declare the terms that it alone uses."""
    whole = Graph()
    for path in sorted(ontology_dir().glob("*.ttl")):
        whole.parse(path)
    return whole


def _declared(everything: Graph) -> set[str]:
    kinds = (*KINDS, REFORM.Role, REFORM.Level)
    return {str(term) for kind in kinds for term in everything.subjects(RDF.type, kind)} | {f"{vocab.BASE}ns#"}


def _used(graph: Graph) -> set[str]:
    nodes: set[Node] = {node for triple in graph for node in triple}
    return {str(node) for node in nodes if isinstance(node, URIRef) and str(node).startswith(NAMESPACES)}


def test_the_program_knows_every_term_and_no_other(ontology: Graph) -> None:
    declared = _terms(ontology)
    assert {REFORM[name] for name in REFORM.__annotations__ if not name.startswith("_")} == declared
    roles = set(ontology.subjects(RDF.type, REFORM.Role))
    assert {ROLE[name] for name in ROLE.__annotations__ if not name.startswith("_")} == roles


def test_every_term_has_labels_and_comments_in_both_languages(everything: Graph) -> None:
    for term in _terms(everything):
        for prop in (RDFS.label, RDFS.comment):
            texts = [text for text in everything.objects(term, prop) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh"], f"{term} {prop}"
        assert len([kind for kind in KINDS if (term, RDF.type, kind) in everything]) == 1, term


def test_every_property_has_a_domain_and_a_range(everything: Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in everything.subjects(RDF.type, kind):
            domains = [*everything.objects(term, RDFS.domain), *everything.objects(term, DOMAIN_INCLUDES)]
            assert domains, term
            assert everything.value(term, RDFS.range) is not None, term


def test_roles_and_levels_are_labelled(ontology: Graph) -> None:
    for kind in (REFORM.Role, REFORM.Level):
        members = list(ontology.subjects(RDF.type, kind))
        assert members
        for term in members:
            languages = {text.language for text in ontology.objects(term, SKOS.prefLabel) if isinstance(text, Literal)}
            assert languages == {"zh", "en"}, term


def test_data_shapes_and_vocabularies_use_declared_terms_only(everything: Graph) -> None:
    declared = _declared(everything)
    assert _used(to_graph(facts.document())) <= declared
    for path in sorted(ontology_dir().glob("*.ttl")):
        assert _used(Graph().parse(path)) <= declared, path.name


def test_saved_queries_use_declared_terms_only(everything: Graph) -> None:
    declared = _declared(everything)
    for path in sorted(queries_dir().glob("*.rq")):
        found = re.findall(r"\b(reform|role|level):(\w+)", path.read_text(encoding="utf-8"))
        bases = {"reform": NAMESPACES[0], "role": NAMESPACES[1], "level": NAMESPACES[2]}
        assert {bases[prefix] + name for prefix, name in found} <= declared, path.name


def test_no_other_module_spells_an_iri_of_the_ontology() -> None:
    source = Path(vocab.__file__).parent
    spelling = [path.name for path in source.rglob("*.py") if vocab.BASE in path.read_text(encoding="utf-8")]
    assert spelling == ["vocab.py"]


def test_the_small_notice_has_a_triple_for_every_data_term(ontology: Graph) -> None:
    """So that no declared property is one that nothing ever states."""
    notice = facts.document()
    more = (led_by_rule(notice.items[0]), *(replace(item, truncated=True) for item in notice.items[1:]))
    graph = to_graph(notice) + to_graph(replace(notice, items=more, gaps=(on_a_page(notice.gaps[0]),)))
    elsewhere = {REFORM.designation, REFORM.level, REFORM.since, REFORM.until}
    elsewhere |= {REFORM.nameCeased, REFORM.counterpart, REFORM.graphDigest}
    by_hand = {REFORM.parentItem, REFORM.startDate}
    properties = set(ontology.subjects(RDF.type, OWL.ObjectProperty)) | set(
        ontology.subjects(RDF.type, OWL.DatatypeProperty)
    )
    assert properties - elsewhere - by_hand == {each for each in properties if (None, each, None) in graph}


def led_by_rule(item: Item) -> Item:
    lead, *others = item.responsibilities
    return replace(item, responsibilities=(replace(lead, role_evidence=lead.evidence), *others))


def on_a_page(gap: Gap) -> Gap:
    return replace(gap, evidence=replace(gap.evidence, place=Bilingual("第3页", "page 3")))


def test_the_vocabularies_have_no_blank_nodes() -> None:
    """Every build would name them anew, and the graph would not be the same bytes."""
    for path in sorted(ontology_dir().glob("*.ttl")):
        if path.name != "shapes.ttl":
            assert not [node for triple in Graph().parse(path) for node in triple if isinstance(node, BNode)], path.name


def test_the_ontology_says_what_it_is(ontology: Graph) -> None:
    itself = URIRef(f"{vocab.BASE}ns")
    assert (itself, RDF.type, OWL.Ontology) in ontology
    assert {text.language for text in ontology.objects(itself, DCTERMS.title) if isinstance(text, Literal)} == {
        "zh",
        "en",
    }


def test_the_guides_are_in_step_with_the_ontology(ontology: Graph) -> None:
    root = Path(__file__).parent.parent
    tool = runpy.run_path(str(root / "tools" / "write_reference.py"))
    assert (root / "docs" / "validation.md").read_text(encoding="utf-8") == tool["validation_guide"](
        default_shapes().shapes
    )
    guide = (root / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert guide == tool["ontology_guide"](guide, ontology)
    page = (root / "docs" / "ontology.html").read_text(encoding="utf-8")
    assert page == tool["ontology_page"](root / "ontology" / "reform.ttl")
    assert [str(term) for term in ontology.subjects(RDF.type, OWL.Class) if f'id="{_local(term)}"' not in page] == []


def _local(term: Node) -> str:
    return str(term).rsplit("#", maxsplit=1)[-1]
