"""A document's graph: the same facts come back, IRIs hang on keys and refs alone, and people can query it by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF

import facts
from reformkg.errors import IdentityError
from reformkg.graph import (
    document_iri,
    from_graph,
    item_iri,
    key_of_document,
    organisation_iri,
    section_iri,
    to_graph,
    triples,
)
from reformkg.model import DocumentFacts, Role
from reformkg.vocab import REFORM


@settings(deadline=None, max_examples=200)
@given(facts.documents())
def test_the_facts_come_back_exactly(drawn: DocumentFacts) -> None:
    assert from_graph(to_graph(drawn), drawn.key) == drawn


def test_the_small_notice_comes_back_exactly() -> None:
    for each in (facts.document(), facts.bare()):
        assert from_graph(to_graph(each), each.key) == each


@settings(deadline=None, max_examples=50)
@given(facts.documents())
def test_every_term_is_one_that_the_store_takes(drawn: DocumentFacts) -> None:
    text = to_graph(drawn).serialize(format="nt", encoding="utf-8")
    parsed = {str(triple) for triple in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(parsed) == len(set(triples(drawn)))


@settings(deadline=None, max_examples=50)
@given(facts.documents())
def test_no_node_is_blank_and_all_nodes_of_a_document_hang_on_its_iri(drawn: DocumentFacts) -> None:
    document = document_iri(drawn.key)
    shared = ("https://w3id.org/reformkg/id/org/", "https://w3id.org/reformkg/id/place/")
    for subject, _, term in triples(drawn):
        assert not isinstance(term, BNode)
        assert subject == document or str(subject).startswith((f"{document}/", *shared))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_keys_come_back_from_their_iris(key: str) -> None:
    iri = document_iri(key)
    assert key_of_document(iri) == key
    assert pyoxigraph.NamedNode(str(iri)).value == str(iri)


@pytest.mark.parametrize(
    ("key", "end"),
    [
        ("大医改办-2018-5", "大医改办-2018-5"),
        ("郑州市上街区/卫生健康/卫计委", "郑州市上街区/卫生健康/卫计委"),
        ("各县（区）人民政府", "各县（区）人民政府"),
        ("100%", "100%25"),
        ('a b"<c>', "a%20b%22%3Cc%3E"),
        ("a?b#c", "a%3Fb%23c"),
        ("..", "%2E%2E"),
        ("a/../b", "a/%2E%2E/b"),
    ],
)
def test_iris_keep_chinese_and_escape_only_what_iris_forbid(key: str, end: str) -> None:
    assert str(document_iri(key)) == f"https://w3id.org/reformkg/id/doc/{end}"
    assert unquote(end) == key


def test_another_kind_of_iri_has_no_key_of_document() -> None:
    with pytest.raises(ValueError, match="org"):
        key_of_document(organisation_iri("a"))


def test_the_graph_is_the_same_whatever_the_order_of_facts_and_the_file_name() -> None:
    first = facts.document()
    renamed = replace(first, source=replace(first.source, name="另一个.txt"))
    changed = set(to_graph(first)) ^ set(to_graph(renamed))
    assert {predicate for _, predicate, _ in changed} == {REFORM.sourceName}


def test_direct_properties_answer_who_owns_what_by_when() -> None:
    graph = to_graph(facts.document())
    task = item_iri("示医改办-2018-5", "一/1")
    assert (task, RDF.type, REFORM.Task) in graph
    assert (task, RDF.type, REFORM.Item) in graph
    assert set(graph.objects(task, REFORM.lead)) == {organisation_iri(facts.HEALTH.key)}
    assert set(graph.objects(task, REFORM.support)) == {
        organisation_iri(facts.FINANCE.key),
        organisation_iri(facts.UNPLACED.key),
    }
    assert len(set(graph.objects(task, REFORM.owner))) == 3
    assert set(graph.objects(task, REFORM.due)) == {Literal(date(2018, 12, 31))}


def test_a_citation_with_a_number_meets_its_document() -> None:
    graph = to_graph(facts.document())
    cited = document_iri("国办发-2018-83")
    assert set(graph.objects(document_iri("示医改办-2018-5"), DCTERMS.references)) == {cited}


def test_a_gap_names_the_item_that_it_stands_in() -> None:
    graph = to_graph(facts.document())
    assert set(graph.objects(None, REFORM.withinItem)) == {item_iri("示医改办-2018-5", "一/3")}


def test_numbers_keep_their_digits_beside_the_value() -> None:
    precise = facts.item(indicators=[facts.indicator(value="1.50"), facts.indicator(value="1E+3")])
    facts_of = facts.document(with_items=[precise])
    graph = to_graph(facts_of)
    node = URIRef(f"{item_iri(facts_of.key, '一/1')}/indicator/2")
    assert graph.value(node, REFORM.value) == Literal(Decimal(1000))
    assert graph.value(node, REFORM.valueText) == Literal("1E+3")


def test_two_organisations_with_one_key_are_refused() -> None:
    other = replace(facts.HEALTH, label="示例市卫生局")
    twice = facts.item(responsibilities=[facts.responsibility(), facts.responsibility(other, Role.SUPPORT)])
    with pytest.raises(IdentityError, match="two different organisations"):
        list(triples(facts.document(with_items=[twice])))


def test_what_can_be_reckoned_is_stated_for_queries() -> None:
    days = (date(2018, 12, 31), date(2020, 6, 30))
    whole = facts.item("一/1", deadlines=[facts.deadline(day=day) for day in days])
    period = replace(facts.deadline(), start=date(2018, 1, 1))
    part = facts.item("一/1/2/p1", deadlines=[period])
    graph = to_graph(facts.document(with_items=[whole, part]))
    upper, lower = (item_iri("示医改办-2018-5", ref) for ref in ("一/1", "一/1/2/p1"))
    assert graph.value(lower, REFORM.parentItem) == upper
    assert graph.value(upper, REFORM.parentItem) is None
    assert str(graph.value(upper, REFORM.lastDue)) == "2020-06-30"
    assert graph.value(upper, REFORM.heading) == section_iri("示医改办-2018-5", "一/1")
    assert graph.value(lower, REFORM.heading) is None
    assert str(graph.value(URIRef(f"{lower}/deadline/1"), REFORM.startDate)) == "2018-01-01"
