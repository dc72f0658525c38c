"""Runs one other tool over texts, in the environment that has them: `python peers.py TOOL < texts.json`.

The input is a list of objects with `text` and the `quotes` to align; the output says the processor seconds that the
work took after the tool had been loaded, and how many passages it gave.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable


def jionlp_time() -> Callable[[str, list[str]], int]:
    """Find the times of a text."""
    import jionlp  # noqa: PLC0415

    jionlp.ner.extract_time("2020年底前", time_base=time.time(), with_parsing=False)
    return lambda text, _: len(jionlp.ner.extract_time(text, time_base=time.time(), with_parsing=False))


def jionlp_place() -> Callable[[str, list[str]], int]:
    """Find the places of a text."""
    import jionlp  # noqa: PLC0415

    jionlp.recognize_location("沈阳市")
    return lambda text, _: len(jionlp.recognize_location(text)["domestic"] or ())


def langextract_align() -> Callable[[str, list[str]], int]:
    """Find where passages stand in a text."""
    from langextract import resolver  # noqa: PLC0415
    from langextract.core.data import Extraction  # noqa: PLC0415

    def align(text: str, quotes: list[str]) -> int:
        asked = [[Extraction("fact", quote) for quote in quotes]]
        groups = resolver.WordAligner().align_extractions(asked, text)
        return sum(each.char_interval is not None for group in groups for each in group)

    return align


TOOLS = {"jionlp.time": jionlp_time, "jionlp.place": jionlp_place, "langextract.align": langextract_align}


def main() -> None:
    """Run the tool and print what it took."""
    texts = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        work = TOOLS[sys.argv[1]]()
        begin = time.process_time()
        found = sum(work(each["text"], each["quotes"]) for each in texts)
        seconds = time.process_time() - begin
    print(json.dumps({"seconds": seconds, "found": found}))


if __name__ == "__main__":
    main()
