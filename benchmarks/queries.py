"""Measures every saved query on generated graphs of growing size, on the embedded store and on rdflib's own engine.

    python -m benchmarks.queries KG

asks them on a built graph instead and prints the medians; it exits 1 where one is above the limit for `seeds/`.
Queries run in a process of their own: one that has no answer within the bound is stopped, noted, and the next is asked.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.term import Variable

from benchmarks.corpus import document
from benchmarks.figures import Figure, rounded
from benchmarks.graphs import opened
from reformkg.query import Engine, ParameterType, Query, load_queries, run
from reformkg.resources import queries_dir, vocabularies
from reformkg.store import Solutions, open_kg

LIMIT = 0.050
"""Seconds: the median of every saved query on the graph of `seeds/`."""

TODAY = date(2020, 6, 1)
VALUES: Final[Mapping[ParameterType, str]] = {
    ParameterType.PLACE: "石家庄市",
    ParameterType.DEPARTMENT: "石家庄市卫生健康委员会",
    ParameterType.DOCUMENT: document(0).known.number,
    ParameterType.TOPIC: "家庭医生签约",
    ParameterType.FUNCTION: "医保",
}
"""What the required parameters are given on generated graphs: names that stand in the first documents of the corpus."""


class RdflibEngine:
    """rdflib's own SPARQL engine over the same quads, with the union of all graphs as the default graph."""

    def __init__(self, files: list[Path]) -> None:
        self._dataset = Dataset(default_union=True)
        for file in files:
            self._dataset.parse(file, format="nquads")
        for path in vocabularies():
            self._dataset.default_graph.parse(path)

    def query(self, text: str) -> Solutions:
        """Answer a SELECT query."""
        found = self._dataset.query(text)
        variables = [Variable(name) for name in found.vars or []]
        rows = (tuple(binding.get(variable) for variable in variables) for binding in found.bindings)
        return Solutions(tuple(map(str, variables)), rows)


def measure_embedded(place: Path, size: int, bound: int) -> Iterator[Figure]:
    """Yield the figures of all queries on a store on the disk."""
    yield from _measured("queries.embedded", size, bound, _open_store, (place,))


def measure_rdflib(files: list[Path], size: int, bound: int) -> Iterator[Figure]:
    """Yield the figures of all queries on rdflib's own engine, and what loading the quads takes."""
    yield from _measured("queries.rdflib", size, bound, RdflibEngine, (files,))


def _open_store(place: Path) -> Engine:
    return opened(place)


def _measured(
    part: str, size: int, bound: int, engine: Callable[..., Engine], given: tuple[object, ...]
) -> Iterator[Figure]:
    waiting = [query.name for query in load_queries([queries_dir()]).queries]
    context = multiprocessing.get_context("spawn")
    while waiting:
        ours, theirs = context.Pipe()
        worker = context.Process(target=_work, args=(theirs, engine, given, waiting, bound), daemon=True)
        worker.start()
        theirs.close()
        seconds, memory = ours.recv()
        yield Figure(part, "opening", size, "seconds", rounded(seconds), "s")
        try:
            while waiting:
                name, median, rows, memory = ours.recv()
                waiting.remove(name)
                yield Figure(part, name, size, "median", rounded(median * 1000), "ms")
                yield Figure(part, name, size, "rows", rows, "")
        except EOFError:  # the bound was reached, and the system has ended the process
            yield Figure(part, waiting.pop(0), size, "median", None, "ms")
        worker.join()
        yield Figure(part, "peak memory", size, "peak", rounded(memory / 1024), "MB")


def _work(
    answers: Connection, engine: Callable[..., Engine], given: tuple[object, ...], names: list[str], bound: int
) -> None:
    """Ask the queries of an engine, one after the other, and send what each took; end at one that takes too long."""
    begin = time.process_time()
    graph = engine(*given)
    answers.send((time.process_time() - begin, _peak()))
    catalogue = load_queries([queries_dir()])
    for name in names:
        times: list[float] = []
        rows = 0
        while not times or (sum(times) < 0.5 and len(times) < 5):
            begin = time.process_time()
            _allow(bound)
            rows = _ask(graph, catalogue.get(name), VALUES)
            times.append(time.process_time() - begin)
        answers.send((name, statistics.median(times), rows, _peak()))


def _allow(seconds: int) -> None:
    """Have the system end this process when it has used so many more seconds of the processor."""
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))


def _ask(graph: Engine, query: Query, values: Mapping[ParameterType, str]) -> int:
    """Ask a query with values for its required parameters, and return how many rows it gave."""
    given = {each.name: values.get(each.type, each.example or "") for each in query.parameters if each.required}
    return len(run(graph, query, given, today=TODAY).rows)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def triples_in(place: Path) -> int:
    """Return how many quads a store holds."""
    return len(ox.Store.read_only(str(place)))


def on_seeds(kg: Path, runs: int) -> Iterator[Figure]:
    """Yield the figures of all queries on the built graph of the seeds, with their own example values."""
    with open_kg(kg) as graph:
        for query in load_queries([queries_dir()]).queries:
            times, rows = [], 0
            for _ in range(runs):
                begin = time.process_time()
                rows = _ask(graph, query, {})
                times.append(time.process_time() - begin)
            yield Figure("queries.seeds", query.name, 0, "median", rounded(statistics.median(times) * 1000), "ms")
            yield Figure("queries.seeds", query.name, 0, "rows", rows, "")


def main() -> int:
    """Print what each query takes on a built graph."""
    figures = list(on_seeds(Path(sys.argv[1]), 20))
    medians = [each for each in figures if each.measure == "median" and each.value is not None]
    for each in medians:
        print(f"{each.subject:24} {each.value:7.1f} ms")
    slow = [each.subject for each in medians if (each.value or 0) > LIMIT * 1000]
    print(f"above {LIMIT * 1000:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
