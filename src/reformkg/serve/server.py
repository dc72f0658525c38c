"""Listens at an address until it is interrupted; touches the network through waitress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reformkg.errors import ServerError
from reformkg.serve.application import Application
from reformkg.serve.generation import Generations

_THREADS: Final = 8
_BODY: Final = 1 << 20
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and how long one query may take, in seconds; port 0 is any free one."""

    host: str
    port: int
    seconds: int


def serve(folder: Path, address: Address, ready: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Serve a kg folder until the process is interrupted.

    The generation in force is served as a whole, and a newer one once a build has put it in force.

    Args:
        folder: the kg folder.
        address: where to listen.
        ready: told the address of the pages as soon as requests are answered.
        say: told what happens later, one line each.

    Raises:
        StoreError: the folder holds no graph.
        ServerError: the address cannot be listened at, or a program that it takes is not installed.
    """
    try:
        from waitress.server import create_server  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise ServerError(
            "waitress, which serves the pages, is not installed",
            where="reformkg serve",
            remedy="Install it: pip install 'reformkg[serve]'",
        ) from error
    generations = Generations(folder, address.seconds, say)
    try:
        application = Application(generations, only_here=address.host in _LOOPBACK)
        try:
            server = create_server(
                application,
                host=address.host,
                port=address.port,
                threads=_THREADS,
                max_request_body_size=_BODY,
                ident=None,
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, ValueError) as error:
            raise ServerError(
                f"the address cannot be listened at: {getattr(error, 'strerror', None) or error}",
                where=f"{address.host}:{address.port}",
                remedy="Give another --host or --port",
            ) from error
        host = f"[{address.host}]" if ":" in address.host else address.host
        ready(f"http://{host}:{_port(server)}/")
        server.run()
        server.close()
    finally:
        generations.close()


def _port(server: object) -> int:
    """Return the port that was taken; a name with several addresses has one socket for each."""
    several = getattr(server, "effective_listen", None)
    return int(several[0][1] if several else getattr(server, "effective_port", 0))
