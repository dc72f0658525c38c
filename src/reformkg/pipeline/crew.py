"""What each worker of a cluster does with the jobs that it is sent: starts processes as a build on one machine does.

So a file that breaks its process down costs that file, and never the worker; and all cores are used, however many
threads or processes the worker itself has. The processes end when nothing has come for a while, or with their worker.
"""

from __future__ import annotations

import os
import pickle
import threading
from dataclasses import dataclass
from functools import cache
from typing import Final

from reformkg import fingerprint
from reformkg.pipeline.work import Result
from reformkg.pipeline.workers import Named, Pool

_PREFIX: Final = "REFORMKG_"
_IDLE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Stranger:
    """The answer of a worker that runs another program than the build: the parts of its own."""

    parts: tuple[tuple[str, str], ...]


def program() -> tuple[tuple[str, str], ...]:
    """Return the parts of this machine's program; where all are equal, the same job gives the same result."""
    return fingerprint.parts()


def settings() -> tuple[tuple[str, str], ...]:
    """Return the variables of this process's environment that concern reformkg, sorted."""
    return tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith(_PREFIX)))


def do_job(asked: str, set_there: tuple[tuple[str, str], ...], job: bytes) -> Result | Stranger:
    """Do one job in a process beneath this one.

    Args:
        asked: the digest of the build's program.
        set_there: the settings of the build, which count here too.
        job: a pickled `Named`. It is opened once it is known that this is the same program, and by no scheduler.
    """
    if asked != fingerprint.program():
        return Stranger(program())
    named: Named = pickle.loads(job)  # noqa: S301 - from the build that this worker was given to
    return _crew(set_there).do(named)


class _Crew:
    """The processes beneath this worker for builds with the same settings; used by several threads at once."""

    def __init__(self, set_there: tuple[tuple[str, str], ...]) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)}
        self._pool = Pool({**own, **dict(set_there)})
        self._lock = threading.Lock()
        self._clock: threading.Timer | None = None

    def do(self, named: Named) -> Result:
        try:
            return self._pool.do(named)[1]
        finally:
            self._wind_clock()

    def _wind_clock(self) -> None:
        with self._lock:
            if self._clock is not None:
                self._clock.cancel()
            self._clock = threading.Timer(_IDLE_SECONDS, self._pool.end_idle)
            self._clock.daemon = True
            self._clock.start()


@cache
def _crew(set_there: tuple[tuple[str, str], ...]) -> _Crew:
    return _Crew(set_there)
