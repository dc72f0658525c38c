"""The same graph on real servers: sent, asked, validated, and kept in step with its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

import servers
from commands import SEEDS, kg_of, program_within, reformkg
from facts import document
from reformkg.errors import QueryError, ServerError, StoreError
from reformkg.graph import document_iri, to_graph
from reformkg.model import Cell
from reformkg.pipeline import read_facts
from reformkg.query import Query, construct, load_queries, parse_query, run
from reformkg.resources import queries_dir, vocabularies
from reformkg.store import Kg, Server, new_generation, open_kg, prepared
from reformkg.store.http import Client
from reformkg.store.push import Change, plan, push
from reformkg.store.remote import RESULTS, RemoteKg, open_server
from reformkg.validate import validate
from reformkg.vocab import REFORM

TODAY = date(2019, 1, 1)
CATALOGUE = load_queries([queries_dir()])
QUERIES = CATALOGUE.queries
UNCHANGED = {Change.ADD: 0, Change.REPLACE: 0, Change.REMOVE: 0}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kg]:
    """The graph of the seeds in a folder."""
    folder = tmp_path_factory.mktemp("seeds") / "kg"
    with new_generation(folder) as generation:
        generation.load_vocabularies(vocabularies())
        generation.load(to_graph(read_facts(path)) for path in sorted(SEEDS.glob("*.txt")))
        generation.commit()
    with open_kg(folder) as kg:
        yield kg


@dataclass(frozen=True, slots=True)
class Pair:
    """The graph of the seeds in a folder and on a server."""

    here: Kg
    there: RemoteKg
    is_virtuoso: bool


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def pair(request: pytest.FixtureRequest, seeds: Kg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    kind = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}[request.param]
    with kind(tmp_path_factory.mktemp(request.param)) as empty:
        server = logged_in(empty)
        push(seeds, server, plan(seeds, server))
        with open_server(server) as there:
            yield Pair(seeds, there, request.param == "virtuoso")


def logged_in(server: Server) -> Server:
    return prepared(server, servers.VIRTUOSO_LOGIN, {"REFORMKG_SECRET": servers.VIRTUOSO_LOGIN})


def examples(query: Query, every: bool) -> list[dict[str, str]]:
    """The values in a query's header: those that it needs, and with `every` all that it takes beside."""
    needed = {each.name: each.example or "" for each in query.parameters if each.required}
    all_of_them = {each.name: each.example or "" for each in query.parameters}
    return [needed, all_of_them] if every and all_of_them != needed else [needed]


def test_every_saved_query_gives_the_same_rows(pair: Pair):
    """Another engine is asked with and without what is optional; Oxigraph is the engine of the folder too."""
    different = [
        f"{query.name} {values}"
        for query in QUERIES
        for values in examples(query, every=pair.is_virtuoso)
        if run(pair.there, query, values, today=TODAY) != run(pair.here, query, values, today=TODAY)
    ]
    assert not different
    assert len(QUERIES) > 40


def test_a_server_holds_what_the_folder_holds(pair: Pair):
    here, there = pair.here, pair.there
    key = here.keys()[0]
    assert there.keys() == here.keys()
    assert list(there.documents()) == list(here.documents())
    assert set(there.graph(key)) == set(here.graph(key))
    assert sorted(there.objects(key, REFORM.order)) == sorted(here.objects(key, REFORM.order))
    assert there.digest(key) == there.digest(key) is not None
    assert there.digest("nothing") is None
    with pytest.raises(StoreError, match="holds no document 'nothing'"):
        there.document("nothing")
    assert validate(there) == validate(here)


def test_a_server_answers_in_every_form(pair: Pair):
    there = pair.there
    assert there.query("ASK { ?task a reform:Task }") is True
    assert there.query("ASK { ?task a reform:NoSuchThing }") is False
    assert there.query("# a comment\nPREFIX r: <https://w3id.org/reformkg/ns#> ASK { ?task a r:Task }") is True
    titles = parse_query("CONSTRUCT { ?t dcterms:title ?x } WHERE { ?t a reform:Task ; dcterms:title ?x }", "titles")
    assert set(construct(there, titles, {})) == set(construct(pair.here, titles, {}))
    with pytest.raises(QueryError, match="cannot run this") as raised:
        there.query("SELECT * WHERE { ?s ?p")
    assert servers.VIRTUOSO_LOGIN not in str(raised.value)
    everything = there.query("SELECT * WHERE { ?s ?p ?o }")
    if pair.is_virtuoso:
        with pytest.raises(ServerError, match=f"cuts every answer at {servers.VIRTUOSO_ROWS} rows"):
            list(everything.rows)
    else:
        assert len(list(everything.rows)) > servers.VIRTUOSO_ROWS


ODD = "反斜杠\\u0041\\\\U00000041 \"引号\" '''三''' \t制表\r回车 𠮷 {花括号} <尖> # 号 \\"


@pytest.mark.parametrize("kind", [servers.oxigraph, servers.virtuoso])
def test_a_push_keeps_a_server_in_step(kind, tmp_path: Path):
    first, second = document(), document("示医改办-2018-6")
    odd = replace(first, gaps=(), source=replace(first.source, name=ODD))
    both = kg_of(tmp_path / "both", first, second)
    changed = kg_of(tmp_path / "changed", odd, second)
    only = kg_of(tmp_path / "only", odd)
    with kind(tmp_path) as empty:
        for server in (logged_in(empty), replace(logged_in(empty), graph_store=None)):
            assert pushed(both, server) == {**UNCHANGED, Change.ADD: 2}
            assert pushed(both, server) == UNCHANGED
            assert pushed(changed, server) == {**UNCHANGED, Change.REPLACE: 1}
            with open_server(server) as graph:
                assert list(graph.documents()) == [odd, second]
            assert pushed(only, server, keep=True) == UNCHANGED
            assert pushed(only, server) == {**UNCHANGED, Change.REMOVE: 1}
            with open_server(server) as graph:
                assert graph.keys() == (first.key,)
            with Client(logged_in(empty)) as client:
                client.delete(document_iri(first.key))
                client.delete(document_iri(first.key))


def pushed(folder: Path, server: Server, *, keep: bool = False) -> dict[Change, int]:
    """Push a folder, and return how many documents were sent and removed."""
    with open_kg(folder) as kg:
        wanted = plan(kg, server, keep=keep)
        push(kg, server, wanted)
    return {change: wanted.count(change) for change in UNCHANGED}


def test_a_push_that_was_cut_off_is_finished_by_the_next(tmp_path: Path):
    """What it leaves is a graph without its digest."""
    with servers.oxigraph(tmp_path) as server:
        folder = kg_of(tmp_path / "kg", document(), document("示医改办-2018-6"))
        pushed(folder, server)
        with open_kg(folder) as kg, Client(server) as client:
            graph = str(kg.graph("示医改办-2018-6").identifier)
            client.update(f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s <{REFORM.graphDigest}> ?o }} }}")
        assert pushed(folder, server) == {**UNCHANGED, Change.REPLACE: 1}


def test_large_graphs_are_sent_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reformkg.store.push._STORE_BYTES", 2000)
    monkeypatch.setattr("reformkg.store.push._UPDATE_BYTES", 2000)
    with servers.oxigraph(tmp_path) as server:
        folder = kg_of(tmp_path / "kg", document())
        pushed(folder, server)
        with open_server(server) as graph:
            assert list(graph.documents()) == [document()]
        pushed(kg_of(tmp_path / "none", document("别")), server)
        pushed(folder, replace(server, graph_store=None))
        with open_server(server) as graph:
            assert list(graph.documents()) == [document()]


def test_addresses_of_two_datasets_are_found_out(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    folder = kg_of(tmp_path / "kg", document())
    with servers.oxigraph(tmp_path / "a") as one, servers.oxigraph(tmp_path / "b") as other:
        mixed = replace(one, graph_store=other.graph_store)
        with pytest.raises(ServerError, match="does not show it: 1 graphs"):
            pushed(folder, mixed)


def test_a_server_without_a_graph_says_what_to_do(tmp_path: Path):
    with servers.oxigraph(tmp_path) as server:
        done = reformkg("query", "documents", "--endpoint", server.endpoint, cwd=tmp_path)
    assert done.code == 2
    assert done.err == (
        f"error: {server.endpoint}: the server holds no graph of reformkg. "
        "Send one there with reformkg push, or give the endpoint of the dataset that has it\n"
    )


def test_a_server_whose_default_graph_is_the_union_is_asked_plainly(tmp_path: Path):
    with servers.oxigraph(tmp_path, "--union-default-graph") as server:
        pushed(kg_of(tmp_path / "kg", document()), server)
        with open_server(server) as graph:
            assert graph.query("ASK { ?item a reform:Item }") is True


def test_a_server_without_a_union_is_asked_about_each_graph(tmp_path: Path):
    """It follows the SPARQL 1.1 Protocol and knows nothing else."""
    store = ox.Store()
    with open_kg(kg_of(tmp_path / "kg", document(), document("示医改办-2018-6"))) as kg:
        store.extend(kg.engine)

    def behaviour(request: servers.Request, handler: BaseHTTPRequestHandler) -> None:
        fields = parse_qs(request.body.decode())
        default, named = (
            [ox.NamedNode(each) for each in fields.get(f"{kind}-graph-uri", ())] for kind in ("default", "named")
        )
        found = store.query(fields["query"][0], default_graph=default or None, named_graphs=named or None)
        servers.answer(handler, 200, RESULTS, found.serialize(format=ox.QueryResultsFormat.JSON))

    with servers.fake(behaviour) as (address, asked), open_server(Server(address)) as graph:
        assert run(graph, CATALOGUE.get("workload"), {}).rows == run_here(tmp_path / "kg", "workload")
        assert asked[-1].body.count(b"default-graph-uri") == 2
        assert len(list(graph.documents())) == 2


def run_here(folder: Path, name: str) -> tuple[tuple[Cell, ...], ...]:
    with open_kg(folder) as kg:
        return run(kg, CATALOGUE.get(name), {}).rows


COMMANDS = (
    ("query", "documents"),
    ("query", "--sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?task a reform:Task }", "-f", "csv"),
    ("query", "--sparql", "CONSTRUCT WHERE { ?task reform:owner ?body }", "-f", "nt"),
    ("validate",),
    ("validate", "--format", "json"),
    ("graph", "-o", "-"),
    ("calendar", "-o", "-"),
    ("show", "一/1"),
    ("centrality",),
    ("compare", "--topic", "medical-consortium"),
)


def test_every_command_answers_from_a_server_as_from_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "kg"
    with new_generation(folder) as generation:
        generation.load_vocabularies(vocabularies())
        generation.load([to_graph(document())])
        generation.commit()
    program = program_within(folder, tmp_path, monkeypatch, capsys)
    with servers.oxigraph(tmp_path) as server:
        addresses = ("--endpoint", server.endpoint, "--graph-store", str(server.graph_store))
        assert program("push", *addresses).code == 0
        for words in COMMANDS:
            here = program(*words)
            assert program(*words, "--endpoint", server.endpoint, "--kg", "nowhere") == here, words
            assert here.out, words
        ledger = ("ledger", "--as-of", "2018-06-30", "-o")
        program(*ledger, "here.md")
        program(*ledger, "there.md", "--endpoint", server.endpoint)
        assert (tmp_path / "there.md").read_text() == (tmp_path / "here.md").read_text()
        dry = program("push", *addresses, "--dry-run")
        assert dry.err == "nothing was sent\n"
        assert [line.split()[-1] for line in dry.out.splitlines()[2:]] == ["0", "0", "0", "1"]
        assert program("site", "--endpoint", server.endpoint, "-o", "pages").code == 0
        assert (tmp_path / "pages" / "index.html").exists()
