"""What the pages carry: every fact, at the right place in the text, the same bytes each time, and no way out of its element."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings

from commands import script
from facts import document, documents
from reformkg.model import Bilingual, DocumentFacts, Evidence, Finding, Report, Severity
from reformkg.render.layout import map_layout, overview_layout
from reformkg.render.names import names
from reformkg.render.network import by_document, network_page, responsibility_graph, workload_graph
from reformkg.render.page import FILES, policy
from reformkg.render.payload import embed, payload
from reformkg.render.report import report_html, report_markdown
from reformkg.render.site import site_pages

ROOT = Path(__file__).resolve().parents[1]
EMPTY = Report((), ("RK001",), 0, 0)


def finding(facts: DocumentFacts, message: str = "没有责任单位") -> Finding:
    item = facts.items[0]
    quote = facts.text[item.span.start : item.span.start + 4]
    evidence = Evidence(item.span.start, item.span.start + len(quote), quote, "outline")
    said = Bilingual(message, "has no owner")
    return Finding(
        "RK001", Severity.VIOLATION, facts.key, item.ref, "urn:x", said, Bilingual("请写明", "Name it"), evidence
    )


def utf16(text: str, start: int, end: int) -> str:
    """Return what a script gets from text.slice(start, end)."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_fact_is_carried_with_its_place_in_code_units(facts: DocumentFacts) -> None:
    data = payload([facts], EMPTY)
    assert json.loads(embed(data.texts[0])) == facts.text
    assert len(data.facts["items"]) == len(facts.items)
    for carried, item in zip(data.facts["items"], facts.items, strict=True):
        start, end = carried["span"]
        if item.text:
            assert carried.get("text", utf16(facts.text, start, end)) == item.text
        owners = carried.get("owners", [])
        assert [owner["role"] for owner in owners] == [each.role.value for each in item.responsibilities]
        for owner, each in zip(owners, item.responsibilities, strict=True):
            body = data.facts["organisations"][owner["o"]]
            assert body["key"] == each.organisation.key
            assert utf16(facts.text, *owner["at"][:2]) == each.evidence.quote
            assert data.facts["rules"][owner["at"][2]] == each.evidence.rule
        for deadline, term in zip(carried.get("deadlines", []), item.deadlines, strict=True):
            assert deadline.get("date") == (term.date.isoformat() if isinstance(term.date, date) else None)
            assert utf16(facts.text, *deadline["at"][:2]) == term.evidence.quote
        for indicator, target in zip(carried.get("indicators", []), item.indicators, strict=True):
            assert indicator.get("value") == (None if target.value is None else format(target.value, "f"))
            assert utf16(facts.text, *indicator["at"][:2]) == target.evidence.quote


@settings(max_examples=40, deadline=None)
@given(documents())
def test_embedded_data_cannot_end_its_element(facts: DocumentFacts) -> None:
    data = payload([facts], EMPTY)
    text = embed(data.facts)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == data.facts


class _Scripts(HTMLParser):
    """Collects what a page would run, fetch and embed."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.handlers.append(f"{tag} {name}")
            if name in ("src", "srcset", "action") or (name == "href" and tag != "a"):
                self.fetched.append(f"{tag} {value}")


def test_every_page_stands_alone_under_a_policy_that_fetches_nothing() -> None:
    facts = document()
    for page in site_pages([facts], Report((finding(facts),), ("RK001",), 1, 3)):
        parser = _Scripts()
        parser.feed(page.html)
        assert (parser.fetched, parser.handlers) == ([], []), page.file
        assert "default-src &#39;none&#39;" in page.html
        assert "unsafe" not in page.html.partition("<style>")[0]
        assert "http" not in re.sub(r"<script.*?</script>", "", page.html, flags=re.DOTALL).replace("http-equiv", "")


def test_the_policy_names_scripts_by_what_they_say() -> None:
    assert policy(["alert(1)"], []) == policy(["alert(1)"], [])
    assert policy(["alert(1)"], []) != policy(["alert(2)"], [])


def test_pages_are_the_same_bytes_each_time() -> None:
    facts = document()
    report = Report((finding(facts),), ("RK001",), 1, 3)
    assert list(site_pages([facts], report)) == list(site_pages([facts], report))
    assert [page.file for page in site_pages([facts], report)] == list(FILES.values())


@pytest.mark.parametrize("page", [network_page, report_html])
def test_a_page_of_nothing_is_a_page(page: object) -> None:
    assert callable(page)
    assert "<!doctype html>" in page([], EMPTY)


def test_the_graph_has_an_edge_to_every_owner_in_every_role() -> None:
    facts = document()
    graph = responsibility_graph([facts])
    kinds = nx.get_node_attributes(graph, "kind")
    roles = [role for source, _, role in graph.edges(keys=True) if kinds[source] == "task"]
    assert sorted(roles) == sorted({(i.ref, r.organisation.key, r.role.value): r.role.value
                                    for i in facts.items for r in i.responsibilities}.values())  # fmt: skip
    assert sum(kind == "task" for kind in kinds.values()) == len(facts.items)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_node_has_a_place_and_no_two_departments_share_one(facts: DocumentFacts) -> None:
    graph = responsibility_graph([facts])
    apart = by_document(graph)
    assert set(map_layout(apart).points) == set(apart.nodes)
    assert apart.number_of_edges() == graph.number_of_edges()
    overview = overview_layout(workload_graph(graph))
    points = [(round(point.x), round(point.y)) for point in overview.values()]
    assert len(points) == len(set(points))


def test_the_report_in_markdown_names_item_message_remedy_and_passage() -> None:
    facts = document()
    found = finding(facts, "没有<b>责任*单位*")
    text = report_markdown([facts], Report((found,), ("RK001", "RK002"), 1, 3))
    assert facts.items[0].title in text
    assert r"没有\<b\>责任\*单位\*" in text
    assert "has no owner" in text
    assert "请写明" in text
    assert found.evidence is not None
    assert f"**{found.evidence.quote}**" in text
    assert f"[{found.evidence.start}, {found.evidence.end})" in text
    assert "| RK002 | — | 0 |" in text


@settings(max_examples=40, deadline=None)
@given(documents())
def test_no_text_of_a_document_can_shape_the_markdown(facts: DocumentFacts) -> None:
    if not facts.items:
        return
    text = report_markdown([facts], Report((finding(facts),), ("RK001",), 1, len(facts.items)))
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert len(headings) == 3, "the report, the document, the finding"
    assert not re.search(r"(?<!\\)<", text)


def test_names_are_those_of_the_ontology() -> None:
    tool = script(ROOT / "tools" / "compile_names.py")
    table = (ROOT / "ontology" / "names.tsv").read_text(encoding="utf-8")
    assert table == tool.compile_names(ROOT / "ontology"), "run python tools/compile_names.py"
    assert names().shapes["RK001"].zh
    assert names().topics
    assert names().functions["财政"].en
