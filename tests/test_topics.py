"""Items are tagged with reform topics by their wording; `tests/corpus/topics.toml` has the cases."""

from __future__ import annotations

import runpy
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from reformkg.resolve.topics import topics_of
from reformkg.resources import ontology_dir
from reformkg.vocab import TOPICS

ROOT = Path(__file__).parent.parent
CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "topics.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scheme() -> Graph:
    return Graph().parse(ontology_dir() / "topics.ttl")


@pytest.mark.parametrize("row", CORPUS["row"], ids=lambda row: row["title"])
def test_an_item_has_the_topics_that_it_is_about(row: dict[str, Any]) -> None:
    assert list(topics_of(row["title"], row["title"] + "。" + row["text"])) == row["topics"]


@pytest.mark.parametrize("row", CORPUS["negative"], ids=lambda row: row["title"])
def test_an_item_about_none_of_them_has_none(row: dict[str, Any]) -> None:
    assert topics_of(row["title"], row["title"] + "。" + row["text"]) == ()


def test_every_topic_has_a_case_and_every_case_a_topic(scheme: Graph) -> None:
    wordings = {str(scheme.value(topic, SKOS.notation)) for topic in scheme.subjects(SKOS.hiddenLabel)}
    assert {topic for row in CORPUS["row"] for topic in row["topics"]} == wordings
    assert len(wordings) >= 15


def test_the_scheme_is_labelled_named_by_notation_and_has_no_loose_end(scheme: Graph) -> None:
    topics = set(scheme.subjects(RDF.type, SKOS.Concept))
    for topic in topics:
        assert topic == URIRef(f"{TOPICS}{scheme.value(topic, SKOS.notation)}")
        for prop in (SKOS.prefLabel, SKOS.definition):
            assert sorted(text.language for text in scheme.objects(topic, prop)) == ["en", "zh"], topic  # type: ignore[attr-defined]
        assert set(scheme.objects(topic, SKOS.broader)) <= topics
        assert scheme.value(topic, SKOS.inScheme) is not None
        assert scheme.value(topic, SKOS.topConceptOf) is not None or scheme.value(topic, SKOS.broader) is not None


def test_the_table_that_the_program_loads_is_in_step_with_the_scheme() -> None:
    compile_topics = runpy.run_path(str(ROOT / "tools" / "compile_topics.py"))["compile_topics"]
    assert (ontology_dir() / "topics.tsv").read_text(encoding="utf-8") == compile_topics(ontology_dir() / "topics.ttl")


@given(st.text(max_size=30), st.text(max_size=200))
def test_topics_are_sorted_and_named_once(title: str, text: str) -> None:
    found = topics_of(title, text)
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("unit", ["医", "市中医药管理", "医疗卫生", "（", "a局", "分级诊", "委员会委员"])
def test_a_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.perf_counter()
    topics_of(text, text)
    assert time.perf_counter() - start < 20
