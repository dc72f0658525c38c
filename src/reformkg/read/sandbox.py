"""Keeps one worker process for risky formats, ends it when a file takes too long, starts another when it is gone."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import IO, Any, TypeAlias

from reformkg.errors import ReadError, ScanError
from reformkg.model import Bilingual
from reformkg.read.content import Mark, RawText
from reformkg.read.detect import Format
from reformkg.read.limits import Limits

_FILES_A_WORKER = 500
"""After so many files a fresh process takes over, so that a leak in a library stays small."""

_SECONDS_A_SCANNED_PAGE = 10

_BYTES_A_CHARACTER = 64
"""No answer is longer than this for each character that the limits allow: text, marks and JSON's escapes."""


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    owner: int
    files: int = 0

    @property
    def requests(self) -> IO[bytes]:
        assert self.process.stdin is not None  # noqa: S101 - opened with a pipe
        return self.process.stdin

    @property
    def answers(self) -> IO[bytes]:
        assert self.process.stdout is not None  # noqa: S101 - opened with a pipe
        return self.process.stdout

    def kill(self) -> None:
        """End the process and what it has started."""
        if sys.platform == "win32":
            self.process.kill()
            return
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.kill()
        self.process.wait()
        for pipe in (self.requests, self.answers):
            with contextlib.suppress(OSError):  # what was still to be sent has nobody to read it
                pipe.close()


_Json: TypeAlias = Any
"""A value of an answer: the worker's own words, taken apart in `read_apart`."""

_lock = threading.Lock()
_kept: list[_Worker] = []


def read_apart(kind: Format, data: bytes, limits: Limits) -> RawText:
    """Return the raw text of a file, read in a process of its own.

    Raises:
        ReadError: the file cannot be read, takes more memory or time than the limits, or brings its reader down.
    """
    with _lock:
        worker = _worker()
        answer = _ask(worker, kind, data, limits)
        if answer is None and worker.files:  # perhaps it was ended from outside, between two files
            worker = _worker()
            answer = _ask(worker, kind, data, limits)
        if answer is None:
            raise ReadError(
                f"the reader of {kind} files broke down over it", remedy="Open it in its program and save it anew"
            )
        worker.files += 1
        if answer["spent"] or worker.files >= _FILES_A_WORKER:
            _let_go()
    if "what" in answer:
        remedy = answer["remedy"]
        raise (ScanError if answer.get("scan") else ReadError)(
            str(answer["what"]), remedy=None if remedy is None else str(remedy)
        )
    marks = tuple(Mark(offset, Bilingual(zh, en)) for offset, zh, en in answer["marks"])
    encoding = answer["encoding"]
    return RawText(str(answer["text"]), marks, None if encoding is None else str(encoding))


def _ask(worker: _Worker, kind: Format, data: bytes, limits: Limits) -> dict[str, _Json] | None:
    """Send a request and return its answer, waiting no longer than the limit; None where the worker broke down."""
    late = threading.Event()

    def end() -> None:
        late.set()
        worker.kill()

    seconds = limits.seconds + (limits.ocr_pages * _SECONDS_A_SCANNED_PAGE if kind is Format.SCAN else 0)
    clock = threading.Timer(seconds, end)
    clock.start()
    try:
        header = json.dumps({"format": kind, "limits": asdict(limits), "size": len(data)})
        worker.requests.write(header.encode("ascii") + b"\n")
        worker.requests.write(data)
        worker.requests.flush()
        length = worker.answers.read(8)
        size = struct.unpack("<Q", length)[0] if len(length) == 8 else 0
        body = worker.answers.read(size) if 0 < size <= limits.characters * _BYTES_A_CHARACTER + 1_000_000 else b""
    except OSError:
        body, size = b"", 0
    finally:
        clock.cancel()
    if late.is_set():
        _let_go()
        raise ReadError(
            f"it takes more than {seconds} seconds to read",
            remedy="Split it into its documents, or raise REFORMKG_READ_SECONDS",
        )
    if not size or len(body) < size:
        _let_go()
        return None
    answer: dict[str, _Json] = json.loads(body)
    return answer


def _worker() -> _Worker:
    """Return this process's worker, a new one after a fork or where the last has ended."""
    if _kept and (_kept[0].owner != os.getpid() or _kept[0].process.poll() is not None):
        if _kept[0].owner == os.getpid():
            _let_go()
        else:
            _kept.clear()
    if not _kept:
        # -P keeps the current folder, which may hold a stranger's modules, off the import path.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reformkg.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=None if sys.platform == "win32" else 0,
            env={**os.environ, "MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"},
        )
        _kept.append(_Worker(process, os.getpid()))
    return _kept[0]


@atexit.register
def _let_go() -> None:
    """End the worker, if it is this process's own."""
    while _kept:
        worker = _kept.pop()
        if worker.owner == os.getpid():
            worker.stop()
