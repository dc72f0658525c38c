"""What a run of the suite measured, its file in `benchmarks/results/`, and how times and growth are taken."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results" / "full.json"
"""The results that docs/performance.md is made from."""

LIBRARIES = ("rdflib", "pyoxigraph", "pyshacl", "typer", "rich", "pyvis")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        part: what was measured: `extraction`, `queries.embedded` …
        subject: of what: a stage, a query, a page.
        size: how large the input was (documents, triples, tasks), or 0.
        measure: which measure: `seconds`, `rows`, `peak` …
        value: in `unit`; None where it did not finish within the bound.
    """

    part: str
    subject: str
    size: int
    measure: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of one run and the machine that they were measured on."""

    machine: dict[str, str]
    figures: tuple[Figure, ...]

    def of(self, part: str, measure: str | None = None) -> tuple[Figure, ...]:
        """Return the figures of a part, in the order in which they were measured."""
        return tuple(each for each in self.figures if each.part == part and measure in (None, each.measure))

    def value(self, part: str, subject: str, size: int, measure: str) -> float | None:
        """Return one value, or None where it was not measured or not reached."""
        for each in self.of(part, measure):
            if (each.subject, each.size) == (subject, size):
                return each.value
        return None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a value grows with size: the slope of the line on log–log scales, and R² of the fit."""

    slope: float
    r2: float


def growth(points: Iterable[tuple[float, float]]) -> Fit | None:
    """Return the least-squares line through the logarithms of at least three points; None for fewer."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(logs) < 3:
        return None
    xs, ys = zip(*logs, strict=True)
    slope = statistics.linear_regression(xs, ys).slope
    return Fit(slope, statistics.correlation(xs, ys) ** 2 if len(set(ys)) > 1 else 1.0)


def processor_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median processor time of some runs; less disturbed by other work than the time of day."""
    times = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return statistics.median(times)


def machine() -> dict[str, str]:
    """Describe the machine and the versions, without names and paths."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    found = {
        "processor": model,
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
    }
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        found["memory"] = f"{memory / 2**30:.0f} GiB"
    if hasattr(os, "getloadavg"):
        found["load"] = f"{os.getloadavg()[0]:.1f}"
    return found | {name: version(name) for name in LIBRARIES}


def write(results: Results, path: Path) -> None:
    """Write results, one figure a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"  {json.dumps(asdict(each), ensure_ascii=False)}" for each in results.figures)
    described = json.dumps(results.machine, ensure_ascii=False)
    path.write_text(f'{{"machine": {described}, "figures": [\n{lines}\n]}}\n', encoding="utf-8")


def read(path: Path) -> Results:
    """Read results back."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Results(content["machine"], tuple(Figure(**each) for each in content["figures"]))


def merged(old: Results, new: Results) -> Results:
    """Return old results with the parts that were measured anew in place of the old ones."""
    parts = {each.part for each in new.figures}
    kept = tuple(each for each in old.figures if each.part not in parts)
    return Results(new.machine, kept + new.figures)


def told(figures: Iterable[Figure]) -> list[Figure]:
    """Print figures on standard error as they come, and return them."""
    found = []
    for each in figures:
        value = "not finished" if each.value is None else f"{each.value:,.4g} {each.unit}"
        print(
            f"{each.part:20} {each.subject:34} {each.size:>10,} {each.measure:10} {value}", file=sys.stderr, flush=True
        )
        found.append(each)
    return found


def rounded(value: float) -> float:
    """Return a value with four significant digits: more would only make the results' file noisy."""
    return float(f"{value:.4g}")


def shares(figures: Sequence[Figure], measure: str) -> dict[str, float]:
    """Return what share of the sum each subject has."""
    values = {each.subject: each.value or 0.0 for each in figures if each.measure == measure}
    total = sum(values.values()) or 1.0
    return {subject: value / total for subject, value in values.items()}
