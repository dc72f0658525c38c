"""Measures reading and extraction on one core, stage by stage, on hostile text, and beside other tools.

The texts are the seeds and the annotated documents of this checkout, and generated ones. Hostile texts are made to be
slow; their time is a multiple of what ordinary text of the same length takes. The other tools are what a user would
otherwise run, each for the part that it does: JioNLP finds times and places, LangExtract aligns passages that a model
has named (no model is called: it is given the passages that we found). They are installed in an environment of their
own, `.benchmarks/peers`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import document
from benchmarks.figures import Figure, processor_seconds, rounded
from reformkg.extract import extract
from reformkg.model import DocumentFacts, Source
from reformkg.outline import outline
from reformkg.read import find_sources, from_text
from reformkg.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".benchmarks" / "peers"
REQUIREMENTS = ("jionlp==1.5.31", "langextract==1.7.1")
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


def measure(*, quick: bool) -> Iterator[Figure]:
    """Yield the figures of all kinds of text."""
    real = [path.read_text(encoding="utf-8") for path in _real() if path.suffix == ".txt"]
    made = [document(index).text for index in range(20 if quick else 300)]
    runs = 1 if quick else 5
    yield from _stages("extraction.real", real, runs)
    yield from _stages("extraction.generated", made, max(1, runs // 2))
    yield from _hostile(real, 20_000 if quick else 1_000_000)
    yield from _peers(real[: 3 if quick else len(real)])


def _real() -> tuple[Path, ...]:
    return tuple(find_sources([ROOT / "seeds", ROOT / "tests/gold/more"]))


def facts(raw: str) -> DocumentFacts:
    """Take one text through all stages."""
    whole = from_text(raw, SOURCE)
    sections = outline(whole)
    return resolve(whole, sections, extract(whole, sections))


def _stages(part: str, raws: list[str], runs: int) -> Iterator[Figure]:
    documents = [from_text(raw, SOURCE) for raw in raws]
    outlines = [outline(each) for each in documents]
    found = [extract(each, sections) for each, sections in zip(documents, outlines, strict=True)]
    for text, sections, mentions in zip(documents, outlines, found, strict=True):
        resolve(text, sections, mentions)  # what is loaded at first use is no work on these texts
    stages = {
        "read": lambda: [from_text(raw, SOURCE) for raw in raws],
        "outline": lambda: [outline(each) for each in documents],
        "extract": lambda: [extract(d, o) for d, o in zip(documents, outlines, strict=True)],
        "resolve": lambda: [resolve(d, o, x) for d, o, x in zip(documents, outlines, found, strict=True)],
    }
    length = sum(map(len, raws))
    yield Figure(part, "documents", length, "count", len(raws), "")
    total = 0.0
    for stage, work in stages.items():
        seconds = processor_seconds(work, runs)
        total += seconds
        yield Figure(part, stage, length, "seconds", rounded(seconds), "s")
    yield Figure(part, "all", length, "seconds", rounded(total), "s")


def _hostile(real: list[str], length: int) -> Iterator[Figure]:
    ordinary = ("\n".join(real) * (length // sum(map(len, real)) + 1))[:length]
    yardstick = processor_seconds(lambda: _extracted(ordinary), 1)
    for name, piece in HOSTILE.items():
        text = (piece * (length // len(piece) + 1))[:length]
        ratio = processor_seconds(lambda text=text: _extracted(text), 1) / yardstick  # type: ignore[misc]
        yield Figure("extraction.hostile", name, length, "ratio", rounded(ratio), "")


def _extracted(raw: str) -> None:
    whole = from_text(raw, SOURCE)
    extract(whole, outline(whole))


def _peers(raws: list[str]) -> Iterator[Figure]:
    """Run the other tools on the same texts in the same run; their sizes are the characters of the texts."""
    python = _installed()
    texts = [{"text": raw, "quotes": [each for each in _quotes(facts(raw)) if each in raw]} for raw in raws]
    length = sum(map(len, raws))
    asked = json.dumps(texts)
    for tool in ("jionlp.time", "jionlp.place", "langextract.align"):
        done = subprocess.run(
            [python, "-W", "ignore", ROOT / "benchmarks/peers.py", tool],
            input=asked, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            yield Figure("extraction.peers", tool, length, "seconds", None, "s")
            continue
        answer = json.loads(done.stdout)
        yield Figure("extraction.peers", tool, length, "seconds", rounded(answer["seconds"]), "s")
        yield Figure("extraction.peers", tool, length, "found", answer["found"], "")
    seconds = processor_seconds(lambda: [facts(raw) for raw in raws], 1 if len(raws) < 10 else 3)
    yield Figure("extraction.peers", "reformkg, all facts", length, "seconds", rounded(seconds), "s")
    yield Figure(
        "extraction.peers", "reformkg, all facts", length, "found", sum(len(each["quotes"]) for each in texts), ""
    )


def _quotes(found: DocumentFacts) -> Iterator[str]:
    for item in found.items:
        for fact in (*item.responsibilities, *item.deadlines, *item.indicators):
            yield fact.evidence.quote
    yield from (citation.evidence.quote for citation in found.citations)


def _installed() -> Path:
    """Return the interpreter of the other tools' environment, made at first use."""
    python = PEERS / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    ready = PEERS / ".ready"
    if not ready.exists() or ready.read_text() != "\n".join(REQUIREMENTS):
        venv.create(PEERS, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        ready.write_text("\n".join(REQUIREMENTS))
    return python
