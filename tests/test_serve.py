"""A kg folder served to others: pages, a read-only endpoint, and a newer build taken up without a break."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from commands import PROGRAM, environment, kg_of, reformkg
from facts import document
from reformkg.graph import to_graph
from reformkg.model import DocumentFacts
from reformkg.store import Server, new_generation
from reformkg.store.remote import open_server

PAGE = "<!DOCTYPE html><title>{}</title>"
TITLES = "SELECT ?title WHERE { ?document a reform:Document ; dcterms:title ?title }"


def written(folder: Path, title: str, *documents: DocumentFacts) -> Path:
    """Build a kg folder of these documents with one page."""
    with new_generation(folder) as generation:
        generation.load(map(to_graph, documents))
        generation.file("index.html").write_text(PAGE.format(title), encoding="utf-8")
        generation.commit()
    return folder


@contextmanager
def serving(kg: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Serve a kg folder at a free port until the block ends."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--kg", kg, "--port", "0", *options],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    try:
        found = re.fullmatch(r"http://127\.0\.0\.1:([0-9]+)/  all pages\n", first)
        assert found, first + process.stderr.read()
        yield int(found[1]), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def ask(port: int, method: str, path: str, body: str | bytes = "", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode() if isinstance(body, str) else body, fields)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FEDERATED = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"

REQUESTS = (
    ("HEAD", "/", "", {}, 200, ""),
    ("GET", "/index.html", "", {}, 200, PAGE.format("first")),
    ("GET", "/none.html", "", {}, 404, "no such page"),
    ("GET", "/kg.json", "", {}, 404, "no such page"),
    ("GET", "/kg.trig", "", {}, 404, "no such page"),
    ("GET", "/generations/", "", {}, 404, "no such page"),
    ("GET", "/../kg.json", "", {}, 404, "no such page"),
    ("GET", "/%2e%2e/%2e%2e/etc/passwd", "", {}, 404, "no such page"),
    ("GET", "//etc/passwd", "", {}, 404, "no such page"),
    ("POST", "/", "", {}, 405, "Pages are for GET"),
    ("DELETE", "/query", "", {}, 405, "for GET or POST"),
    ("GET", "/query?query=" + quote("ASK {}"), "", {}, 200, "true"),
    ("GET", "/sparql?query=" + quote("ASK {}"), "", {}, 200, "true"),
    ("POST", "/query", "ASK {}", {"Content_Type": QUERY}, 200, "true"),
    ("POST", "/query", urlencode({"query": "ASK {}"}), {"Content_Type": f"{FORM}; charset=utf-8"}, 200, "true"),
    ("POST", "/query", "ASK {", {"Content_Type": QUERY}, 400, "error"),
    ("POST", "/query", "ASK {}", {"Content_Type": "text/plain"}, 415, QUERY),
    ("POST", "/query", "DROP ALL", {"Content_Type": UPDATE}, 403, "read-only"),
    ("POST", "/query", urlencode({"update": "DROP ALL"}), {"Content_Type": FORM}, 403, "read-only"),
    ("POST", "/query", "DROP ALL", {"Content_Type": QUERY}, 400, "error"),
    ("POST", "/update", "DROP ALL", {"Content_Type": UPDATE}, 403, "read-only"),
    ("PUT", "/store?default", "", {}, 403, "read-only"),
    ("POST", "/query", FEDERATED, {"Content_Type": QUERY}, 403, "asks no other servers"),
    ("POST", "/query", FEDERATED.replace("E <", "E<"), {"Content_Type": QUERY}, 403, "asks no other servers"),
    (
        "POST",
        "/query",
        FEDERATED.replace("SERVICE", "\\\\u0053ervice"),
        {"Content_Type": QUERY},
        403,
        "no other servers",
    ),
    ("POST", "/query", urlencode({"query": FEDERATED}), {"Content_Type": FORM}, 403, "asks no other servers"),
    ("GET", "/query?query=" + quote(FEDERATED), "", {}, 403, "asks no other servers"),
    ("GET", "/query?query=" + quote("SELECT ?service WHERE { ?service ?p ?o } LIMIT 0"), "", {}, 200, "service"),
    ("POST", "/query", "", {"Content_Type": QUERY, "Content_Length": "2000000"}, 413, ""),
    ("GET", "/", "", {"Host": "evil.example"}, 403, "localhost only"),
    ("GET", "/query?query=" + quote("ASK {}"), "", {"Host": "evil.example:80"}, 403, "localhost only"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(written(tmp_path_factory.mktemp("serve") / "kg", "first", document())) as (port, _):
        yield port


def test_pages_and_queries_are_answered_and_nothing_else(served: int):
    for method, path, body, headers, status, text in REQUESTS:
        response, content = ask(served, method, path, body, **headers)
        assert (response.status, text) == (status, text if text in content.decode() else content), (method, path, body)
        if status < 413:
            assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_program_answers_from_its_own_endpoint(served: int, tmp_path: Path):
    kg = kg_of(tmp_path / "kg", document())
    there = reformkg("query", "tasks-of", "--department", "市财政局", "--endpoint", endpoint(served), cwd=tmp_path)
    assert there == reformkg("query", "tasks-of", "--department", "市财政局", "--kg", kg, cwd=tmp_path)
    assert there.code == 0
    refused = reformkg("push", "--endpoint", endpoint(served), "--kg", kg, cwd=tmp_path)
    assert refused.code == 2
    assert "the server forbids this (403): This server is read-only. " in refused.err


def endpoint(port: int) -> str:
    return f"http://127.0.0.1:{port}/query"


def test_a_newer_build_is_taken_up_and_answers_under_way_are_finished(tmp_path: Path):
    kg = written(tmp_path / "kg", "first", document())
    with serving(kg) as (port, _), open_server(Server(endpoint(port))) as graph:
        rows = graph.query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 100000").rows
        assert next(rows)
        written(kg, "second", document(), document("示医改办-2018-6"))
        pages = {ask(port, "GET", "/")[1].decode() for _ in wait_for(lambda: len(graph.keys()) == 2)}
        assert pages <= {PAGE.format("first"), PAGE.format("second")}
        assert ask(port, "GET", "/")[1].decode() == PAGE.format("second")
        assert len(list(rows)) == 99_999


def wait_for(condition: Callable[[], bool]) -> Iterator[None]:
    for _ in range(200):
        yield
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come about")


def test_no_query_goes_on_for_ever(tmp_path: Path):
    """Oxigraph itself does not end one that counts."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(written(tmp_path / "kg", "first", document()), "--timeout", "1") as (port, _):
        response, content = ask(port, "POST", "/query", query, Content_Type=QUERY)
        assert (response.status, content) == (504, b"the query takes more than 1 s. Ask for less.\n")
        assert ask(port, "POST", "/query", "ASK {}", Content_Type=QUERY)[0].status == 200


def test_an_interrupt_ends_it_with_all_its_processes(tmp_path: Path):
    with serving(written(tmp_path / "kg", "first", document())) as (port, process):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert process.returncode == 0
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert len(children) == 1
    with pytest.raises(OSError, match="refused"):
        ask(port, "GET", "/")


def test_an_address_that_is_taken_is_said_so(served: int, tmp_path: Path):
    kg = written(tmp_path / "kg", "first", document())
    done = reformkg("serve", "--kg", kg, "--port", str(served), cwd=tmp_path)
    assert done.code == 2
    assert (
        done.err
        == f"error: 127.0.0.1:{served}: the address cannot be listened at: Address already in use. Give another --host or --port\n"
    )


def test_a_folder_without_a_graph_is_not_served(tmp_path: Path):
    done = reformkg("serve", "--kg", "none", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "error: none: there is no graph here. Make one with reformkg build PATH --kg DIR\n",
    )
