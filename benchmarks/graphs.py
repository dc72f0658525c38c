"""Makes graphs of any size from the generated corpus: documents read and turned into N-Quads in worker processes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from benchmarks.corpus import document
from reformkg.extract import extract
from reformkg.graph import to_graph
from reformkg.model import DocumentFacts, Source
from reformkg.outline import outline
from reformkg.read import from_text
from reformkg.resolve import resolve
from reformkg.resources import vocabularies
from reformkg.store.kg import Kg
from reformkg.store.terms import quads

SHARD = 100
"""Documents of one shard: what a worker takes at a time."""


@dataclass(frozen=True, slots=True)
class Shard:
    """N-Quads of some documents, with how many documents, characters and quads there are, and the seconds spent."""

    file: Path
    documents: int
    characters: int
    quads: int
    reading: float
    graphing: float


def facts_of(index: int) -> tuple[DocumentFacts, int]:
    """Return all facts of a generated document, and how many characters it has."""
    written = document(index)
    whole = from_text(written.text, Source(written.name, "text", f"{index:064x}", "utf-8"))
    sections = outline(whole)
    return resolve(whole, sections, extract(whole, sections)), len(written.text)


def write_shards(folder: Path, documents: int, jobs: int) -> list[Shard]:
    """Write the graphs of the first so many documents as N-Quads, in worker processes; what is there is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    begins = range(0, documents, SHARD)
    with ProcessPoolExecutor(jobs) as workers:
        return list(
            workers.map(
                _shard,
                [folder / f"{begin:07}.nq" for begin in begins],
                begins,
                [min(begin + SHARD, documents) for begin in begins],
            )
        )


def _shard(file: Path, begin: int, end: int) -> Shard:
    reading = graphing = 0.0
    characters = count = 0
    with file.open("wb") as output:
        for index in range(begin, end):
            started = time.process_time()
            facts, length = facts_of(index)
            read = time.process_time()
            found = list(quads(to_graph(facts)))
            graphing += time.process_time() - read
            reading += read - started
            ox.serialize(found, output, ox.RdfFormat.N_QUADS)
            characters += length
            count += len(found)
    return Shard(file, end - begin, characters, count, reading, graphing)


def load(files: Iterable[Path], place: Path) -> None:
    """Load N-Quads and the vocabularies into a new store on the disk."""
    store = ox.Store(str(place))
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    for path in vocabularies():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    store.flush()
    store.optimize()


def opened(place: Path) -> Kg:
    """Return a store on the disk as the graph that queries are asked of."""
    return Kg(ox.Store.read_only(str(place)), place)
