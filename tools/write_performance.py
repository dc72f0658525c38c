"""Writes docs/performance.md: the text of `tools/performance.md` with the tables of the last full run of the suite.

The results are in `benchmarks/results/full.json`. Run by `make docs`; a test holds that what is committed is what this
writes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.figures import RESULTS, Figure, Results, growth, read  # noqa: E402 (it lies beside this folder)

PAGE = ROOT / "docs" / "performance.md"
TEXT = Path(__file__).with_name("performance.md")
MISSING = "–"
STOPPED = "no"


def page(results: Results) -> str:
    """Return the page."""
    parts: Mapping[str, str] = {
        "machine": "; ".join(f"{name} {value}" for name, value in results.machine.items()),
        "goals": table(("goal", "aim", "measured", "reached"), _goals(results)),
        "extraction": _extraction(results),
        "peers": _peers(results),
        "exactness": table(
            ("field", "share"), ((each.subject, f"{each.value:.1%}") for each in results.of("exactness"))
        ),
        "hostile": _hostile(results),
        "loading": _loading(results),
        "builds": _builds(results),
        "commands": _commands(results),
        "queries": _queries(results),
        "memory": _memory(results),
        "pages": _pages(results),
        "dragging": _dragging(results),
    }
    return re.sub(r"{{(\w+)}}", lambda found: parts[found[1]].rstrip("\n"), TEXT.read_text(encoding="utf-8"))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def number(value: float | None) -> str:
    """Return a value with three significant digits."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _goals(results: Results) -> Iterator[tuple[str, str, str, str]]:
    length = _size(results, "extraction.real")
    seconds = results.value("extraction.real", "extract", length, "seconds")
    rate = length / seconds / 1e6 if seconds else None
    share = next((each.value for each in results.of("loading", "ratio")), None)
    yield _goal("extraction, million characters a second", rate, 1, "", below=False)
    yield _goal("graph building and loading, share of pyoxigraph's own rate", share, 0.5, "", below=False)
    for command, limit in (("reformkg build seeds", 3), ("reformkg --help", 0.15), ("reformkg query tasks-of", 0.4)):
        yield _goal(f"`{command}`", results.value("commands", command, 0, "processor"), limit, "s")
    slowest = max((each.value or 0 for each in results.of("queries.seeds", "median")), default=None)
    yield _goal("slowest saved query on the seeds", slowest, 50, "ms")
    for subject in ("whole build", "validation"):
        fit = growth(_points(results, subject))
        yield _goal(f"growth of {subject} with documents, slope", fit.slope if fit else None, 1.05, "")
    yield _quick_queries(results, 1_000_000, 100, None)
    yield _quick_queries(results, 10_000_000, 1000, 1000)


def _goal(what: str, value: float | None, limit: float, unit: str, *, below: bool = True) -> tuple[str, str, str, str]:
    met = value is not None and (value <= limit if below else value >= limit)
    aim = f"{'at most' if below else 'at least'} {number(limit)} {unit}".rstrip()
    return what, aim, f"{number(value)} {unit}".rstrip(), "yes" if met else "**no**"


def _quick_queries(results: Results, size: int, limit: float, rows: int | None) -> tuple[str, str, str, str]:
    """Return how many queries were quick enough on a graph, of those with fewer rows than the limit."""
    medians = [each for each in results.of("queries.embedded", "median") if each.size == size]
    if rows is not None:
        counted = [each for each in results.of("queries.embedded", "rows") if each.size == size]
        few = {each.subject for each in counted if (each.value or 0) < rows}
        medians = [each for each in medians if each.subject in few]
    quick = sum(each.value is not None and each.value <= limit for each in medians)
    which = "saved queries" if rows is None else f"saved queries of fewer than {rows:,} rows"
    met = bool(medians) and quick == len(medians)
    return (
        f"{which} at {size:,} triples",
        f"all within {limit:,} ms",
        f"{quick} of {len(medians)}",
        "yes" if met else "**no**",
    )


def _size(results: Results, part: str) -> int:
    return next((each.size for each in results.of(part)), 0)


def _points(results: Results, subject: str) -> list[tuple[float, float]]:
    found = [each for each in results.of("builds", "processor") if each.subject == subject]
    return [(each.size, each.value) for each in found if each.value is not None]


def _extraction(results: Results) -> str:
    rows = []
    for part, what in (("extraction.real", "real"), ("extraction.generated", "generated")):
        size = _size(results, part)
        count = results.value(part, "documents", size, "count") or 0
        for each in results.of(part, "seconds"):
            rate = f"{size / each.value / 1e6:.2f}" if each.value else MISSING
            rows.append((f"{what}: {each.subject}", f"{count:.0f}", f"{size:,}", number(each.value), rate))
    return table(("stage", "documents", "characters", "seconds", "million characters a second"), rows)


def _peers(results: Results) -> str:
    figures = results.of("extraction.peers", "seconds")
    ours = next((each.value for each in figures if each.subject.startswith("reformkg")), None)
    rows = (
        (
            each.subject,
            number(each.value),
            number(each.value / ours if each.value and ours else None),
            number(results.value(each.part, each.subject, each.size, "found")),
        )
        for each in figures
    )
    return table(("tool", "seconds", "time against reformkg", "passages"), rows)


def _hostile(results: Results) -> str:
    rows = ((each.subject, number(each.value)) for each in results.of("extraction.hostile"))
    return table((f"{_size(results, 'extraction.hostile'):,} characters of", "time against ordinary text"), rows)


def _loading(results: Results) -> str:
    size = _size(results, "loading")
    figures = results.of("loading", "seconds")
    rows = (
        (each.subject, number(each.value), number(size / each.value) if each.value else MISSING) for each in figures
    )
    return table((f"{size:,} quads", "seconds", "quads a second"), rows)


def _builds(results: Results) -> str:
    sizes = sorted({each.size for each in results.of("builds")})
    rows = []
    for subject in dict.fromkeys(each.subject for each in results.of("builds")):
        fit = growth(_points(results, subject))
        values = [number(results.value("builds", subject, size, "processor")) for size in sizes]
        rows.append((subject, *values, *((f"{fit.slope:.2f}", f"{fit.r2:.3f}") if fit else (MISSING, MISSING))))
    peaks = [number(results.value("builds", "whole build", size, "peak")) for size in sizes]
    rows.append(("peak memory of the build (MB)", *peaks, "", ""))
    return table(("seconds", *(f"{size} documents" for size in sizes), "slope", "R²"), rows)


def _commands(results: Results) -> str:
    measures = ("processor", "wall", "peak")
    rows = (
        (f"`{name}`", *(number(results.value("commands", name, 0, each)) for each in measures))
        for name in dict.fromkeys(each.subject for each in results.of("commands"))
    )
    return table(("command", "processor (s)", "by the clock (s)", "peak memory (MB)"), rows)


def _queries(results: Results) -> str:
    stores = [
        (part, size)
        for part in ("queries.embedded", "queries.rdflib")
        for size in sorted({each.size for each in results.of(part, "median")})
    ]
    rows = []
    for name in (each.subject for each in results.of("queries.seeds", "median")):
        seeds = number(results.value("queries.seeds", name, 0, "median"))
        times = [_time(results, part, name, size) for part, size in stores]
        rows.append((name, seeds, *times, _rows(results, name), _slope(results, name)))
    head = [f"{'rdflib ' * part.endswith('rdflib')}{_short(size)}" for part, size in stores]
    return table(("query", "seeds", *head, "rows", "slope (R²)"), rows)


def _time(results: Results, part: str, name: str, size: int) -> str:
    asked = any((each.subject, each.size) == (name, size) for each in results.of(part, "median"))
    value = results.value(part, name, size, "median")
    return STOPPED if asked and value is None else number(value)


def _rows(results: Results, name: str) -> str:
    found = [each for each in results.of("queries.embedded", "rows") if each.subject == name]
    return number(max(found, key=lambda each: each.size).value) if found else MISSING


def _slope(results: Results, name: str) -> str:
    found = [each for each in results.of("queries.embedded", "median") if each.subject == name]
    fit = growth((each.size, each.value) for each in found if each.value)
    return f"{fit.slope:.2f} ({fit.r2:.2f})" if fit else MISSING


def _memory(results: Results) -> str:
    peaks: dict[tuple[str, int], Figure] = {}
    for each in results.figures:
        if each.part.startswith("queries.") and each.measure == "peak":
            peaks[each.part.removeprefix("queries."), each.size] = each
    return ", ".join(f"{number(each.value)} ({name}, {_short(size)})" for (name, size), each in sorted(peaks.items()))


def _short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= 1_000_000 else f"{size // 1000} k"


def _pages(results: Results) -> str:
    measures = ("write", "size", "first view")
    rows = (
        (
            str(each.size),
            each.subject,
            *(number(results.value("pages", each.subject, each.size, it)) for it in measures),
        )
        for each in results.of("pages", "write")
    )
    return table(("tasks", "page", "write (s)", "size (MB)", "first view (s)"), rows)


def _dragging(results: Results) -> str:
    figures = results.of("pages", "dragging")
    base = {each.subject: each.value for each in reversed(figures)}
    rows = (
        (str(each.size), each.subject, number(each.value), f"{(each.value or 0) / (base[each.subject] or 1):.0%}")
        for each in figures
    )
    return table(("tasks", "view", "dragging (frames/s)", "share of the small graph"), rows)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(read(RESULTS)), encoding="utf-8")


if __name__ == "__main__":
    main()
