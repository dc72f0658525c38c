"""SPARQL servers on loopback for tests: real ones with private data, and one that answers as a test tells it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reformkg.store import Server

PATIENCE = 60.0
VIRTUOSO_LOGIN = "dba"
"""The name and the password of a Virtuoso that has just been made."""

VIRTUOSO_ROWS = 8000
"""Where it cuts every answer; 10,000 as it is delivered."""

VIRTUOSO_SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_ports(count: int) -> tuple[int, ...]:
    """Return ports of this machine that nobody listens at."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(probe.getsockname()[1] for probe in probes)
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def running(command: Sequence[str | Path], folder: Path, port: int) -> Iterator[None]:
    """Run a server in `folder` until the block ends, which begins when it listens."""
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        until = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, f"{command[0]} does not listen at {port}"
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """Run an empty Oxigraph whose default graph is, as usual, not the union of the others."""
    (port,) = free_ports(1)
    program = Path(sys.executable).with_name("oxigraph")
    address = f"http://127.0.0.1:{port}"
    with running([program, "serve", "--bind", f"127.0.0.1:{port}", *options], folder, port):
        yield Server(f"{address}/query", f"{address}/update", f"{address}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run an empty Virtuoso, to which one logs in with a digest."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("VIRTUOSO IS NOT HERE: run tools/install-programs.sh as root")
    http, sql = free_ports(2)
    (folder / "virtuoso.ini").write_text(VIRTUOSO_SETTINGS.format(http=http, sql=sql, rows=VIRTUOSO_ROWS))
    address = f"http://127.0.0.1:{http}"
    with running(["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"], folder, http):
        yield Server(f"{address}/sparql-auth", None, f"{address}/sparql-graph-crud-auth")


class Request:
    """What the fake server was asked."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method = handler.command
        self.path = handler.path
        self.headers = handler.headers
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))


Behaviour = Callable[[Request, BaseHTTPRequestHandler], None]


@contextmanager
def fake(behaviour: Behaviour) -> Iterator[tuple[str, list[Request]]]:
    """Run a server that does with each request what `behaviour` says; gives its address, and the requests so far."""
    asked: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = Request(self)
            asked.append(request)
            self.close_connection = True
            behaviour(request, self)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """Clients may leave."""

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(
    handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, length: int | None = None, **headers: str
) -> None:
    """Send an answer; `length` is the size that it claims to have."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.send_header("Connection", "close")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
