"""The process that answers queries for one generation; touches processes and a port of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Final

from reformkg.errors import ServerError

_LOOPBACK: Final = "127.0.0.1"
_PATIENCE: Final = 20.0
_ATTEMPTS: Final = 3
_SPARE: Final = 5
"""Seconds that the engine gets to say that a query took too long."""


class Engine:
    """A running `oxigraph serve-read-only`."""

    def __init__(self, store: Path, seconds: int) -> None:
        self._seconds = seconds
        for attempt in range(1, _ATTEMPTS + 1):
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the engine)
            self._port = _free_port()
            self._process = _start(store, self._port, seconds, self._complaints)
            if self._listens():
                return
            complaint = self._last_words()
            self.close()
            # Between looking for a free port and taking it, somebody else may have.
            if "in use" not in complaint or attempt == _ATTEMPTS:
                raise ServerError(
                    f"oxigraph does not start: {complaint or 'it says nothing'}",
                    where=str(store),
                    remedy="Build the graph again, or look whether its version fits: pip install 'reformkg[serve]'",
                )

    def ask(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> tuple[HTTPResponse, HTTPConnection]:
        """Send a request on, and return the answer, of which the body is still to be read, and what to close then.

        Raises:
            ServerError: the engine gives no answer.
        """
        connection = HTTPConnection(_LOOPBACK, self._port, timeout=self._seconds + _SPARE)
        try:
            connection.request(method, target, body, headers)
            return connection.getresponse(), connection
        except (OSError, HTTPException) as error:
            connection.close()
            raise ServerError("the engine gives no answer", remedy="Ask again") from error

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    def _listens(self) -> bool:
        until = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            try:
                with socket.create_connection((_LOOPBACK, self._port), timeout=1):
                    return self._process.poll() is None
            except OSError:
                time.sleep(0.02)
        return False

    def _last_words(self) -> str:
        self._complaints.seek(0)
        return " ".join(self._complaints.read(1000).decode("utf-8", errors="replace").split())


def _start(store: Path, port: int, seconds: int, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise ServerError(
            "the program oxigraph, which answers the queries, is not installed",
            where="reformkg serve",
            remedy="Install it: pip install 'reformkg[serve]'",
        )
    address = f"{_LOOPBACK}:{port}"
    options = ("--union-default-graph", "--timeout-s", str(seconds))
    return subprocess.Popen(  # noqa: S603 (a program of ours on a folder of ours)
        [program, "serve-read-only", "--location", str(store), "--bind", address, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        start_new_session=True,  # Ctrl-C is for us: answers under way are finished first
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
