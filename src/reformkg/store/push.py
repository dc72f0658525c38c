"""Sends the graph of a kg folder to a SPARQL 1.1 server; touches the embedded store and the network.

Each graph on the server carries the digest of what was sent (`reform:graphDigest`), written last: a graph whose digest
is there is whole, and one that has not changed is not sent again. A push that is cut off is finished by the next one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import pyoxigraph as ox
from rdflib.namespace import RDF

from reformkg.errors import ServerError
from reformkg.graph import document_iri
from reformkg.store.http import Client
from reformkg.store.kg import Kg
from reformkg.store.remote import RemoteKg
from reformkg.store.server import Server, shown
from reformkg.vocab import DOCUMENTS, REFORM, VOCABULARIES

_STORE_BYTES: Final = 1_000_000
_UPDATE_BYTES: Final = 200_000
_UPDATE_TRIPLES: Final = 500
"""What one update may hold: Virtuoso compiles each into code of its own, and gives up above some thousand triples."""

_DIGESTS: Final = "SELECT ?graph ?digest WHERE { GRAPH ?graph { ?graph reform:graphDigest ?digest } }"
_DOCUMENTS: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?graph a reform:Document } }"
"""Finds graphs without a digest too: those that were cut off, whose first triple is this one, and those of others."""


class Change(StrEnum):
    """What a push does to a graph."""

    ADD = "added"
    REPLACE = "replaced"
    REMOVE = "removed"
    KEEP = "unchanged"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push has to do; the vocabularies are one graph among the others.

    Attributes:
        graphs: the IRIs of graphs, sorted, by change.
        digests: the digest of each graph of the folder, by its IRI.
    """

    graphs: Mapping[Change, tuple[str, ...]]
    digests: Mapping[str, str]

    def count(self, change: Change) -> int:
        """Return how many documents have this change."""
        return sum(graph != VOCABULARIES for graph in self.graphs[change])


def plan(kg: Kg, server: Server, *, keep: bool = False) -> Plan:
    """Compare the graph of a folder with that of a server.

    Args:
        kg: the graph of the folder.
        server: the endpoint that tells what is there.
        keep: whether documents that only the server has stay there.

    Raises:
        ServerError: the server cannot be asked.
    """
    here = {str(document_iri(key)): str(kg.digest(key)) for key in kg.keys()}  # noqa: SIM118 (no mapping)
    if vocabularies := _lines(kg, VOCABULARIES):
        here[VOCABULARIES] = _digest(vocabularies)
    there = _held(server)
    changes: dict[Change, list[str]] = {change: [] for change in Change}
    for graph, digest in here.items():
        known = there.get(graph, "")
        changes[Change.ADD if graph not in there else Change.KEEP if known == digest else Change.REPLACE].append(graph)
    if not keep:
        changes[Change.REMOVE] = [graph for graph in there if graph not in here]
    return Plan({change: tuple(sorted(graphs)) for change, graphs in changes.items()}, here)


def push(kg: Kg, server: Server, wanted: Plan, progress: Callable[[int, int], None] = lambda *_: None) -> None:
    """Do what a plan says.

    Args:
        kg: the graph that the plan was made for.
        server: where it is sent.
        wanted: the plan.
        progress: told how many of how many graphs are done.

    Raises:
        ServerError: the server cannot be reached, refuses, or does not show what it took; what was done until then
            stays.
    """
    sent = (*wanted.graphs[Change.ADD], *wanted.graphs[Change.REPLACE])
    removed = wanted.graphs[Change.REMOVE]
    with Client(server) as client:
        writer: _Writer = _GraphStore(client) if server.graph_store is not None else _Updates(client)
        for done, graph in enumerate(sorted(sent, key=lambda each: (each != VOCABULARIES, each)), 1):
            writer.replace(graph, _lines(kg, graph))
            writer.add(graph, [f'<{graph}> <{REFORM.graphDigest}> "{wanted.digests[graph]}" .'.encode()])
            progress(done, len(sent) + len(removed))
        for done, graph in enumerate(removed, len(sent) + 1):
            writer.remove(graph)
            progress(done, len(sent) + len(removed))
    _check(server, sent, removed)


def _check(server: Server, sent: Iterable[str], removed: Iterable[str]) -> None:
    """Ask the server whether it has now what it took; an address may lead to another dataset, or to a login page."""
    held = _held(server)
    wrong = [graph for graph in sent if not held.get(graph)] + [graph for graph in removed if graph in held]
    if wrong:
        raise ServerError(
            f"the server took everything, and yet its endpoint does not show it: {len(wrong)} graphs, as {wrong[0]}",
            where=shown(server.update or server.graph_store or server.endpoint),
            remedy="Give addresses of one and the same dataset",
        )


def _held(server: Server) -> dict[str, str]:
    """Return the graphs that a server has of ours, and their digests; an empty one where a graph is not whole."""
    with RemoteKg(server) as remote:
        held = {str(graph): "" for (graph,) in remote.rows(_DOCUMENTS)}
        held.update((str(graph), str(digest)) for graph, digest in remote.rows(_DIGESTS))
    return {graph: digest for graph, digest in held.items() if graph.startswith(DOCUMENTS) or graph == VOCABULARIES}


def _lines(kg: Kg, graph: str) -> list[bytes]:
    """Return a graph's triples as lines of N-Triples, sorted; the one that names it a document comes first."""
    name = ox.DefaultGraph() if graph == VOCABULARIES else ox.NamedNode(graph)
    triples = [quad.triple for quad in kg.engine.quads_for_pattern(None, None, None, name)]
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    lines = written.splitlines()
    first = f"<{graph}> <{RDF.type}> <{REFORM.Document}> .".encode()
    return sorted(lines, key=lambda line: (line != first, line))


def _digest(lines: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


class _Writer(Protocol):
    """Writes named graphs to a server."""

    def replace(self, graph: str, lines: list[bytes]) -> None:
        """Put these triples in the place of what the graph holds."""

    def add(self, graph: str, lines: list[bytes]) -> None:
        """Put these triples beside what the graph holds."""

    def remove(self, graph: str) -> None:
        """Remove the graph."""


class _GraphStore:
    """Writes by the Graph Store HTTP Protocol."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def replace(self, graph: str, lines: list[bytes]) -> None:
        first, *others = _pieces(lines, _STORE_BYTES)
        self._client.put(graph, b"\n".join(first) + b"\n")
        for piece in others:
            self.add(graph, piece)

    def add(self, graph: str, lines: list[bytes]) -> None:
        self._client.post(graph, b"\n".join(lines) + b"\n")

    def remove(self, graph: str) -> None:
        self._client.delete(graph)


class _Updates:
    """Writes by SPARQL updates."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def replace(self, graph: str, lines: list[bytes]) -> None:
        self.remove(graph)
        for piece in _pieces(lines, _UPDATE_BYTES, _UPDATE_TRIPLES):
            self.add(graph, piece)

    def add(self, graph: str, lines: list[bytes]) -> None:
        triples = "\n".join(map(_in_update, lines))
        self._client.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}\n}} }}")

    def remove(self, graph: str) -> None:
        self._client.update(f"DROP SILENT GRAPH <{graph}>")


def _pieces(lines: Iterable[bytes], size: int, count: int | None = None) -> Iterator[list[bytes]]:
    """Yield the lines in pieces of no more than `size` bytes and `count` lines, where one line alone is not larger."""
    piece: list[bytes] = []
    held = 0
    for line in lines:
        if piece and (held + len(line) > size or len(piece) == count):
            yield piece
            piece, held = [], 0
        piece.append(line)
        held += len(line) + 1
    yield piece


def _in_update(line: bytes) -> str:
    r"""Return a line of N-Triples as it stands in an update.

    SPARQL 1.1 section 19.2 replaces `\u0022` also behind an escaped backslash: the u there is written as an escape.
    """
    return re.sub(r"\\\\([uU])", lambda found: f"\\\\\\U{ord(found[1]):08X}", line.decode())
