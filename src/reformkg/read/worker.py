"""The process that strangers' files are taken apart in: reads requests from standard input, answers on standard output.

Sets itself limits of memory, time and files before it reads anything. One request is a line of JSON (format, limits,
size) and the file's bytes; one answer is a length in eight bytes and a line of JSON. It opens no file and no
socket, and starts no program but the OCR engine, which has the same limits.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import struct
import sys
import time
import warnings
from typing import BinaryIO

from reformkg.errors import ReadError, ScanError
from reformkg.read.blocks import Content
from reformkg.read.content import RawText, compose
from reformkg.read.detect import Format
from reformkg.read.limits import Limits

_SPARE_SECONDS = 5


def main() -> None:
    """Serve requests until standard input ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    while line := requests.readline():
        header = json.loads(line)
        data = requests.read(header["size"])
        if len(data) < header["size"]:
            return
        limits = Limits(**header["limits"])
        _restrain(limits)
        answer, spent = _answer(Format(header["format"]), data, limits)
        del data
        _send(answers, {**answer, "spent": spent})
        if spent:
            return


def _send(answers: BinaryIO, answer: dict[str, object]) -> None:
    body = json.dumps(answer).encode("ascii")
    answers.write(struct.pack("<Q", len(body)))
    answers.write(body)
    answers.flush()


def _answer(kind: Format, data: bytes, limits: Limits) -> tuple[dict[str, object], bool]:
    """Return what the file holds or why it cannot be read, and whether the process should end after it."""
    try:
        raw = compose(content(kind, data, limits), limits)
    except ReadError as error:
        return {"what": error.what, "remedy": error.remedy, "scan": isinstance(error, ScanError)}, False
    except RecursionError:
        return {"what": "its parts are nested too deeply", "remedy": "Save it anew, or save it as plain text"}, True
    except Exception as problem:  # noqa: BLE001 - parsers raise anything at all on broken files
        if _ran_out(problem):
            return {
                "what": f"it takes more than {limits.memory:,} bytes of memory to read",
                "remedy": "Split it into its documents, or raise REFORMKG_READ_MEMORY",
            }, True
        detail = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
        what = f"the {kind} file is damaged ({detail})"
        return {"what": what, "remedy": "Open it in its program and save it anew"}, False
    return _packed(raw), False


def _ran_out(problem: BaseException | None) -> bool:
    """Tell whether memory ran out, be it that a library wrapped the error in its own."""
    for _ in range(10):
        if problem is None:
            return False
        if isinstance(problem, MemoryError) or any(isinstance(each, MemoryError) for each in problem.args):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _packed(raw: RawText) -> dict[str, object]:
    marks = [[mark.offset, mark.place.zh, mark.place.en] for mark in raw.marks]
    return {"text": raw.text, "marks": marks, "encoding": raw.encoding}


def content(kind: Format, data: bytes, limits: Limits) -> Content:
    """Return the content of a file, by the reader of its format; only that one's library is imported.

    Raises:
        ReadError: as the reader says.
    """
    from importlib import import_module  # noqa: PLC0415 - beside its only use

    module, function = READERS[kind]
    result = getattr(import_module(f"reformkg.read.{module}"), function)(data, limits)
    if not isinstance(result, Content):
        raise TypeError(f"reader of {kind} returned {type(result).__name__}")
    return result


READERS = {
    Format.HTML: ("html", "read"),
    Format.MHTML: ("html", "read_saved"),
    Format.MARKDOWN: ("markdown", "read"),
    Format.CSV: ("delimited", "read"),
    Format.DOCX: ("docx", "read"),
    Format.XLSX: ("xlsx", "read"),
    Format.ODT: ("odt", "read"),
    Format.OFD: ("ofd", "read"),
    Format.PDF: ("pdf", "read"),
    Format.SCAN: ("scan", "read"),
}
"""The module and the function that read each format."""


def _restrain(limits: Limits) -> None:
    """Bound this process, where the system can: address space, processor time, no files written, no dumps."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    spent = int(time.process_time())
    wanted = (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, spent + limits.seconds + _SPARE_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in wanted:
        with contextlib.suppress(ValueError, OSError):  # a lower limit is in force already
            resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    main()
