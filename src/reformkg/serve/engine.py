"""The process that answers queries for one generation; touches processes and a port of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Final

from reformkg.errors import ServerError

_LOOPBACK: Final = "127.0.0.1"
_PATIENCE: Final = 20.0
_ATTEMPTS: Final = 3
_SPARE: Final = 2
"""Seconds that the engine gets to say itself that a query took too long."""

_PIECE: Final = 1 << 16


class Engine:
    """A running `oxigraph serve-read-only`; ended and started anew where a query goes on after its time.

    Oxigraph ends most overdue queries itself, but not one that counts or sorts before it has a first row.
    """

    def __init__(self, store: Path, seconds: int) -> None:
        self._store = store
        self._seconds = seconds
        self._guard = threading.Lock()
        self._process = _Process(store, seconds)

    def ask(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request on, and return the answer, whose body is still to be read.

        Raises:
            ServerError: the engine gives no answer in time.
        """
        process = self._process
        connection = HTTPConnection(_LOOPBACK, process.port, timeout=self._seconds + _SPARE)
        try:
            connection.request(method, target, body, dict(headers))
            return Reply(connection.getresponse(), connection, self, process)
        except (OSError, HTTPException) as error:
            connection.close()
            raise self.failed(process, error) from error

    def failed(self, process: _Process, error: Exception) -> ServerError:
        """Return what to say where an answer does not come; an engine that is still at it is started anew."""
        if not isinstance(error, TimeoutError) and process.runs:
            return ServerError("the engine gives no answer", remedy="Ask again")
        with self._guard:
            if self._process is process:
                process.end()
                self._process = _Process(self._store, self._seconds)
        if isinstance(error, TimeoutError):
            return ServerError(f"the query takes more than {self._seconds} s", remedy="Ask for less")
        return ServerError("the engine was started anew", remedy="Ask again")

    def close(self) -> None:
        """End the process."""
        with self._guard:
            self._process.end()


class Reply:
    """An answer of the engine, to be closed."""

    def __init__(self, response: HTTPResponse, connection: HTTPConnection, engine: Engine, process: _Process) -> None:
        self._response = response
        self._connection = connection
        self._engine = engine
        self._process = process
        self.status = f"{response.status} {response.reason}"
        self.type = response.headers.get("Content-Type", "text/plain; charset=utf-8")

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes.

        Raises:
            ServerError: it breaks off, or stops coming.
        """
        try:
            while piece := self._response.read1(_PIECE):
                yield piece
        except (OSError, HTTPException) as error:
            raise self._engine.failed(self._process, error) from error

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


class _Process:
    """One process of the engine."""

    def __init__(self, store: Path, seconds: int) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            self.port = _free_port()
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
            self._process = subprocess.Popen(  # noqa: S603 (a program of ours on a folder of ours)
                _command(store, f"{_LOOPBACK}:{self.port}", seconds),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                start_new_session=True,  # Ctrl-C is for us: answers under way are finished first
            )
            if self._listens():
                return
            complaint = self._last_words()
            self.end()
            # Between looking for a free port and taking it, somebody else may have.
            if "in use" not in complaint or attempt == _ATTEMPTS:
                raise ServerError(
                    f"oxigraph does not start: {complaint or 'it says nothing'}",
                    where=str(store),
                    remedy="Install the version that fits: pip install 'reformkg[serve]'",
                )

    @property
    def runs(self) -> bool:
        """Whether the process has not ended by itself."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process; it only reads, so that nothing is lost."""
        self._process.kill()
        self._process.wait()
        self._complaints.close()

    def _listens(self) -> bool:
        until = time.monotonic() + _PATIENCE
        while self.runs and time.monotonic() < until:
            try:
                with socket.create_connection((_LOOPBACK, self.port), timeout=1):
                    return self.runs
            except OSError:
                time.sleep(0.02)
        return False

    def _last_words(self) -> str:
        self._complaints.seek(0)
        return " ".join(self._complaints.read(1000).decode("utf-8", errors="replace").split())


def _command(store: Path, address: str, seconds: int) -> list[str]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise ServerError(
            "the program oxigraph, which answers the queries, is not installed",
            where="reformkg serve",
            remedy="Install it: pip install 'reformkg[serve]'",
        )
    options = ["--union-default-graph", "--timeout-s", str(seconds)]
    return [program, "serve-read-only", "--location", str(store), "--bind", address, *options]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
