"""Which graph a command answers from: the one in a folder, or the one on a server."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reformkg.cli.console import say

if TYPE_CHECKING:
    from reformkg.store import KnowledgeGraph, Server


@dataclass(frozen=True, slots=True)
class Origin:
    """A kg folder, or the address of a SPARQL server and the name to log in there, which goes before it."""

    kg: Path
    endpoint: str | None = None
    auth: str | None = None

    def open(self) -> KnowledgeGraph:
        """Open the graph for reading; to be closed, or used with `with`.

        Raises:
            StoreError: the folder holds no graph.
            ServerError: the server cannot be reached, or holds none.
        """
        if self.endpoint is None:
            from reformkg.store import open_kg

            return open_kg(self.kg)
        from reformkg.store import Server
        from reformkg.store.remote import open_server

        return open_server(server(Server(self.endpoint), self.auth))


def server(addresses: Server, auth: str | None) -> Server:
    """Return the server with its login; the secret is asked for on a terminal where the environment has none.

    Raises:
        ServerError: an address cannot be used, or the secret is missing.
    """
    from reformkg.store import prepared

    found = prepared(addresses, auth, ask=_ask if _on_terminal() else None)
    if found.login is not None and found.in_clear:
        say("note: the login goes over the network unencrypted; use an https address where there is one")
    return found


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(name: str) -> str:
    return str(typer.prompt(f"Secret of {name}", hide_input=True, err=True))
