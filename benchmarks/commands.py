"""Measures the program as a user starts it: whole builds of growing size, validation's share, start-up, peak memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.figures import Figure, rounded
from reformkg.graph import to_graph
from reformkg.pipeline import read_facts
from reformkg.render.site import site_pages
from reformkg.resources import seeds_dir
from reformkg.store import open_kg
from reformkg.validate import default_shapes, validate

STARTS = (
    ("python alone", ("-c", "pass")),
    ("reformkg --help", ("-m", "reformkg", "--help")),
    ("reformkg query tasks-of", ("-m", "reformkg", "query", "tasks-of", "--department", "财政局")),
    ("reformkg query tasks-of -f csv", ("-m", "reformkg", "query", "tasks-of", "--department", "财政局", "-f", "csv")),
    ("reformkg query --list", ("-m", "reformkg", "query", "--list")),
    ("reformkg validate", ("-m", "reformkg", "validate")),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds by the clock and of the processors, and the most memory, in MB."""

    wall: float
    processor: float
    peak: float


_WATCH = """
import json, os, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, _, used = os.wait4(process.pid, 0)
print(json.dumps([time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""A small process that starts another: the memory that a process has before it becomes another program counts."""


def started(arguments: tuple[str, ...], kg: Path) -> Run:
    """Run Python with these arguments and wait for it, whatever its exit code."""
    environment = {**os.environ, "REFORMKG_KG": str(kg), "PYTHONUTF8": "1"}
    watched = [sys.executable, "-S", "-c", _WATCH, sys.executable, *arguments]
    done = subprocess.run(watched, env=environment, stdout=subprocess.PIPE, check=True)
    return Run(*json.loads(done.stdout))


def measure_starts(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Yield what commands take on the graph of the seeds, each some times, and what building it takes."""
    kg, seeds = folder / "seeds-kg", seeds_dir()
    build = started(("-m", "reformkg", "build", str(seeds), "--kg", str(kg)), kg)
    yield from _figures("commands", "reformkg build seeds", 0, [build])
    for name, arguments in STARTS:
        yield from _figures("commands", name, 0, [started(arguments, kg) for _ in range(1 if quick else 7)])


def measure_builds(folder: Path, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Yield what whole builds of generated documents take, into new folders."""
    for size in sizes:
        corpus, kg = folder / f"corpus-{size}", folder / f"kg-{size}"
        write_corpus(corpus, size)
        run = started(("-m", "reformkg", "build", str(corpus), "--kg", str(kg)), kg)
        yield from _figures("builds", "whole build", size, [run])
        yield from _stages(corpus, kg, size)


def _stages(corpus: Path, kg: Path, size: int) -> Iterator[Figure]:
    """Yield the processor seconds of reading, of making graphs, of validation and of pages, each by itself."""
    begin = time.process_time()
    known = [read_facts(path) for path in sorted(corpus.glob("*.txt"))]
    read = time.process_time()
    for each in known:
        to_graph(each)
    graphed = time.process_time()
    with open_kg(kg) as graph:
        report = validate(graph, default_shapes())  # shapes that are named are run, whatever the build has found
    validated = time.process_time()
    for _ in site_pages(tuple(known), report):
        pass
    ended = time.process_time()
    for name, seconds in (
        ("reading", read - begin),
        ("making graphs", graphed - read),
        ("validation", validated - graphed),
        ("pages", ended - validated),
    ):
        yield Figure("builds", name, size, "processor", rounded(seconds), "s")


def _figures(part: str, subject: str, size: int, runs: list[Run]) -> Iterator[Figure]:
    yield Figure(part, subject, size, "wall", rounded(statistics.median(run.wall for run in runs)), "s")
    yield Figure(part, subject, size, "processor", rounded(statistics.median(run.processor for run in runs)), "s")
    yield Figure(part, subject, size, "peak", rounded(max(run.peak for run in runs)), "MB")
