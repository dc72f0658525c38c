"""Measures the program: `python -m benchmarks [--quick] [--only PART …]`, from the root of a checkout.

A full run takes some half an hour on two cores and writes `benchmarks/results/full.json`, from which
`make docs` makes docs/performance.md; `--quick` tries every part at a small size and keeps nothing. `--only` measures
some parts anew and keeps the others' figures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import commands, extraction, graphs, pages, queries
from benchmarks.exactness import measure as measure_exactness
from benchmarks.figures import RESULTS, Figure, Results, machine, merged, read, told, write

TRIPLES_A_DOCUMENT = 1_450
"""Fewer than a generated document has, so that the largest graph is as large as it should be."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a run is; sizes of graphs are in triples, of builds in documents, of pages in tasks."""

    quick: bool
    exact: int
    loading: int
    graphs: tuple[int, ...]
    rdflib: tuple[int, ...]
    bound: int
    builds: tuple[int, ...]
    pages: tuple[int, ...]


FULL = Extent(
    False, 1300, 300, (10_000, 100_000, 1_000_000, 10_000_000), (10_000, 100_000), 10, (10, 30, 100, 300),
    (1000, 5000, 20000),
)  # fmt: skip
QUICK = Extent(True, 26, 10, (10_000,), (10_000,), 2, (3, 6, 12), (200,))


def parts(extent: Extent, folder: Path, chromium: str) -> dict[str, Callable[[], Iterator[Figure]]]:
    """Return what measures each part, by name."""
    return {
        "extraction": lambda: extraction.measure(quick=extent.quick),
        "exactness": lambda: measure_exactness(extent.exact),
        "loading": lambda: graphs.measure_loading(folder, extent.loading),
        "builds": lambda: commands.measure_builds(folder, extent.builds),
        "commands": lambda: _commands(extent, folder),
        "queries": lambda: _queries(extent, folder),
        "pages": lambda: pages.measure(extent.pages, chromium),
    }


def _commands(extent: Extent, folder: Path) -> Iterator[Figure]:
    yield from commands.measure_starts(folder, quick=extent.quick)
    yield from queries.on_seeds(folder / "seeds-kg", 3 if extent.quick else 20)


def _queries(extent: Extent, folder: Path) -> Iterator[Figure]:
    shards = graphs.write_shards(
        folder / "shards", max(extent.graphs) // TRIPLES_A_DOCUMENT + 1, max(1, os.cpu_count() or 1)
    )
    for size in extent.graphs:
        place = folder / f"store-{size}"
        graphs.load([each.file for each in graphs.shards_for(shards, size)], place)
        yield Figure("queries.embedded", "triples", size, "count", queries.triples_in(place), "")
        yield from queries.measure_embedded(place, size, extent.bound)
        shutil.rmtree(place)
    for size in extent.rdflib:
        files = [each.file for each in graphs.shards_for(shards, size)]
        yield from queries.measure_rdflib(files, size, extent.bound)


def main() -> int:
    """Measure, print each figure as it comes, and write the results' file."""
    names = tuple(parts(QUICK, Path(), ""))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes; the results are not kept")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="PART", help=", ".join(names))
    parser.add_argument("--largest", type=int, metavar="TRIPLES", help="leave out graphs that are larger")
    parser.add_argument("--results", type=Path, help="where results go; RESULTS of a full run by default")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser for the pages")
    given = parser.parse_args()
    described = machine()
    output = given.results or (None if given.quick else RESULTS)
    with tempfile.TemporaryDirectory() as folder:
        extent = QUICK if given.quick else FULL
        if given.largest:
            extent = replace(extent, graphs=tuple(size for size in extent.graphs if size <= given.largest))
        measured = parts(extent, Path(folder), given.chromium)
        for name in given.only:
            results = Results(described, tuple(told(measured[name]())))
            if output is not None:
                write(merged(read(output), results) if output.exists() else results, output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
