"""Makes graphs of any size from the generated corpus, and measures how: documents → facts → RDF → store.

Documents are read and turned into N-Quads in worker processes, a shard at a time, and the shards are loaded in bulk.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox

from benchmarks.corpus import document
from benchmarks.extraction import facts
from benchmarks.figures import Figure, rounded
from reformkg.graph import document_iri, triples
from reformkg.model import DocumentFacts
from reformkg.resources import vocabularies
from reformkg.store.kg import Kg
from reformkg.store.terms import TRIG_HEAD, quads_of, triples_text

SHARD = 50
"""Documents of one shard: what a worker takes at a time."""
_FIRST = (7, 66)
"""Where the first two shards end, which have 10,000 and 90,000 quads: the small graphs are no larger than they say."""


@dataclass(frozen=True, slots=True)
class Shard:
    """N-Quads of some documents, how many there are, and the processor seconds of reading and of making RDF."""

    file: Path
    documents: int
    quads: int
    reading: float
    graphing: float


def write_shards(folder: Path, documents: int, jobs: int) -> list[Shard]:
    """Write the graphs of the first so many documents as N-Quads, in worker processes."""
    folder.mkdir(parents=True, exist_ok=True)
    begins = [begin for begin in (0, *_FIRST, *range(_FIRST[-1] + SHARD, documents, SHARD)) if begin < documents]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        return list(
            workers.map(
                _shard,
                [folder / f"{begin:07}.nq" for begin in begins],
                begins,
                [*begins[1:], documents],
            )
        )


def _shard(file: Path, begin: int, end: int) -> Shard:
    reading = graphing = 0.0
    count = 0
    with file.open("wb") as output:
        for index in range(begin, end):
            text = document(index).text
            started = time.process_time()
            found = facts(text)
            read = time.process_time()
            graph = _text(found)
            graphing += time.process_time() - read
            reading += read - started
            made = list(quads_of(graph))
            ox.serialize(made, output, ox.RdfFormat.N_QUADS)
            count += len(made)
    return Shard(file, end - begin, count, reading, graphing)


def shards_for(shards: Iterable[Shard], triples: int) -> list[Shard]:
    """Return the first shards that have so many quads together, or all."""
    found: list[Shard] = []
    for shard in shards:
        if sum(each.quads for each in found) >= triples:
            break
        found.append(shard)
    return found


def load(files: Iterable[Path], place: Path) -> None:
    """Load N-Quads and the vocabularies into a new store on the disk."""
    store = ox.Store(str(place))
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    for path in vocabularies():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    store.flush()


def opened(place: Path) -> Kg:
    """Return a store on the disk as the graph that queries are asked of."""
    return Kg(ox.Store.read_only(str(place)), place)


def measure_loading(folder: Path, documents: int) -> Iterator[Figure]:
    """Yield what making graphs of facts and loading them takes, and pyoxigraph's own bulk load of the same quads."""
    known = [facts(document(index).text) for index in range(documents)]
    begin = time.process_time()
    graphs = [_text(each) for each in known]
    made = time.process_time() - begin
    file = folder / "all.nq"
    quads = [quad for graph in graphs for quad in quads_of(graph)]
    count = len(quads)
    with file.open("wb") as output:
        ox.serialize(quads, output, ox.RdfFormat.N_QUADS)
    whole = TRIG_HEAD + b"".join(graphs)
    ours = _seconds(folder / "ours", lambda store: store.bulk_load(whole, format=ox.RdfFormat.TRIG))
    own = _seconds(folder / "own", lambda store: store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS))
    yield Figure("loading", "facts to graphs", count, "seconds", rounded(made), "s")
    yield Figure("loading", "graphs to store", count, "seconds", rounded(ours), "s")
    yield Figure("loading", "pyoxigraph's own bulk load", count, "seconds", rounded(own), "s")
    yield Figure("loading", "share of pyoxigraph's own rate", count, "ratio", rounded(own / (made + ours)), "")


def _text(found: DocumentFacts) -> bytes:
    """Return a document's graph as builds keep and load it."""
    return triples_text(triples(found), document_iri(found.key))


def _seconds(place: Path, work: object) -> float:
    """Return the processor seconds, of all threads, that filling a new store takes."""
    store = ox.Store(str(place))
    begin = time.process_time()
    work(store)  # type: ignore[operator]
    store.flush()
    taken = time.process_time() - begin
    del store
    shutil.rmtree(place)
    return taken
