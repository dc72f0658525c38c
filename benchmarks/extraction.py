"""Measures reading and extraction on one core, stage by stage, and against hostile text of the same length.

    python benchmarks/extraction.py [FOLDER ...]

Prints two Markdown tables for docs/performance.md: characters a second of each stage over the documents of the folders
(by default the annotated ones of this checkout), and for texts made to be slow the time as a multiple of what ordinary
text of the same length takes, all in one run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from reformkg.extract import extract
from reformkg.model import Source
from reformkg.outline import outline
from reformkg.read import find_sources, from_text
from reformkg.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
HOSTILE_LENGTH = 1_000_000
SOURCE = Source("benchmark.txt", "text", "0" * 64, "utf-8")

HOSTILE = {
    "brackets never closed": "（",
    "brackets around brackets": "（）",
    "labels without names": "责任单位：",
    "verbs without names": "牵头负责配合",
    "one name without an end": "市",
    "names without a verb": "市财政局、",
    "years without a date": "2020年",
    "digits": "1234567890",
    "percentages": "30%",
    "markers": "一、（一）1.（1）①",
    "titles never closed": "《",
    "one line without a stop": "推进改革各级部门",
    "spaces": "推 ",
    "line ends": "推\n",
}


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the processor seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def stages(raws: list[str]) -> list[tuple[str, float]]:
    """Return the seconds that each stage takes over all texts."""
    documents = [from_text(raw, SOURCE) for raw in raws]
    outlines = [outline(document) for document in documents]
    found = [extract(document, sections) for document, sections in zip(documents, outlines, strict=True)]
    return [
        ("read", best(lambda: [from_text(raw, SOURCE) for raw in raws])),
        ("outline", best(lambda: [outline(document) for document in documents])),
        ("extract", best(lambda: [extract(d, o) for d, o in zip(documents, outlines, strict=True)])),
        ("resolve", best(lambda: [resolve(d, o, x) for d, o, x in zip(documents, outlines, found, strict=True)])),
    ]


def whole(raw: str) -> None:
    """Run all stages up to extraction over one text."""
    document = from_text(raw, SOURCE)
    extract(document, outline(document))


def tables(folders: Iterable[Path]) -> list[str]:
    """Return the lines of both tables."""
    raws = [path.read_text(encoding="utf-8") for path in find_sources(folders) if path.suffix == ".txt"]
    length = sum(map(len, raws))
    lines = [f"{len(raws)} documents, {length:,} characters, one core, best of {RUNS} runs.", ""]
    lines += ["| stage | seconds | million characters a second |", "| --- | --- | --- |"]
    times = stages(raws)
    for name, seconds in [*times, ("all", sum(seconds for _, seconds in times))]:
        lines.append(f"| {name} | {seconds:.3f} | {length / seconds / 1e6:.2f} |")
    ordinary = ("\n".join(raws) * (HOSTILE_LENGTH // length + 1))[:HOSTILE_LENGTH]
    yardstick = best(lambda: whole(ordinary), runs=1)
    lines += ["", f"{HOSTILE_LENGTH:,} characters of each, read, outlined and extracted; ordinary text is 1.", ""]
    lines += ["| text made of | time against ordinary text |", "| --- | --- |"]
    for name, piece in HOSTILE.items():
        text = (piece * (HOSTILE_LENGTH // len(piece) + 1))[:HOSTILE_LENGTH]
        lines.append(f"| {name} | {best(lambda text=text: whole(text), runs=1) / yardstick:.2f} |")
    return lines


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]] or [ROOT / "seeds", ROOT / "tests/gold/more"]
    print("\n".join(tables(given)))
