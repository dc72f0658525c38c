"""Where a SPARQL server is and how to log in to it; touches the environment, no network."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from reformkg.errors import ServerError

BEARER: Final = "bearer"
"""The name under which no user logs in: the secret is a token."""

_SECRET: Final = "REFORMKG_SECRET"  # noqa: S105 (the name of a variable)
_SECRET_FILE: Final = "REFORMKG_SECRET_FILE"  # noqa: S105
_LIMITS: Final = "REFORMKG_SERVER_"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer of a server may cost. Each can be set in the environment: `seconds` by REFORMKG_SERVER_SECONDS.

    Attributes:
        seconds: the time from a question to the end of its answer, by the clock.
        bytes: the size of one answer.
    """

    seconds: int = 120
    bytes: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Login:
    """A user's name and password, or a token where the name is `bearer`."""

    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """The addresses of a SPARQL 1.1 server; `update` and `graph_store` are for those who write to it.

    Attributes:
        endpoint: answers queries.
        update: takes updates; without one the endpoint does.
        graph_store: takes whole graphs by the SPARQL 1.1 Graph Store HTTP Protocol; without one updates do.
    """

    endpoint: str
    update: str | None = None
    graph_store: str | None = None
    login: Login | None = None
    limits: Limits = Limits()

    @property
    def in_clear(self) -> bool:
        """Whether what is sent can be read on the way: the address is not https, and not of this machine."""
        addresses = filter(None, (self.endpoint, self.update, self.graph_store))
        return any(parts.scheme != "https" and parts.hostname not in _LOOPBACK for parts in map(urlsplit, addresses))


def prepared(
    server: Server,
    name: str | None = None,
    environment: Mapping[str, str] = os.environ,
    ask: Callable[[str], str] | None = None,
) -> Server:
    """Return a server whose addresses can be used, with its login and the limits that the environment sets.

    Args:
        server: the addresses.
        name: the user to log in as, or `bearer` for a token; nobody without one.
        environment: holds the secret in REFORMKG_SECRET, or the name of a file with it in REFORMKG_SECRET_FILE.
        ask: asks a person for the secret of that name where the environment has none.

    Raises:
        ServerError: an address cannot be used, a limit is no number, or the secret is missing.
    """
    for address in filter(None, (server.endpoint, server.update, server.graph_store)):
        _check(address)
    login = Login(name, _secret(name, environment, ask)) if name else None
    return replace(server, login=login, limits=_limits(environment))


def shown(address: str) -> str:
    """Return an address as messages name it: without what stands behind `?`, which may hold a key."""
    parts = urlsplit(address)
    return parts._replace(query="", fragment="").geturl()[:200]


def _check(address: str) -> None:
    parts = _parts(address)
    if parts.username is not None or parts.password is not None:
        raise ServerError(
            "the address holds a login, which other users of this machine can see",
            where=f"{parts.scheme}://{parts.hostname}",
            remedy=f"Give the name with --auth and the password in {_SECRET} or {_SECRET_FILE}",
        )


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character <= " " for character in address):
        raise ServerError(
            "this is no address of a server", where=address[:200], remedy="Give one as http://localhost:7878/query"
        )
    return parts


def _secret(name: str, environment: Mapping[str, str], ask: Callable[[str], str] | None) -> str:
    if secret := environment.get(_SECRET):
        return secret
    if file := environment.get(_SECRET_FILE):
        try:
            lines = Path(file).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise ServerError(
                "the file of the secret cannot be read",
                where=_SECRET_FILE,
                remedy="Name a file of text, readable to you",
            ) from error
        if lines and lines[0]:
            return lines[0]
    if ask is not None and (secret := ask(name)):
        return secret
    raise ServerError(
        "there is no secret to log in with",
        where=f"--auth {name}",
        remedy=f"Set {_SECRET}, or {_SECRET_FILE} to the name of a file that holds it",
    )


def _limits(environment: Mapping[str, str]) -> Limits:
    given: dict[str, int] = {}
    for each in fields(Limits):
        name = _LIMITS + each.name.upper()
        if name not in environment:
            continue
        value = environment[name].replace("_", "")
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise ServerError(
                "the limit is no positive whole number", where=name, remedy="Set it to digits, or unset it"
            )
        given[each.name] = int(value)
    return Limits(**given)
