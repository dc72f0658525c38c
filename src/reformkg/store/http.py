"""Requests to a SPARQL server, and what can be wrong with its answers; touches the network through requests.

Every request may be sent again: queries change nothing, and a graph without blank nodes that is written twice is the
same graph. Nothing is sent to another address than the one given: a redirect is an error that names the new address.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Self

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError, NewConnectionError

from reformkg import __version__
from reformkg.errors import QueryError, ServerError
from reformkg.store.deadline import Adapter
from reformkg.store.server import BEARER, Login, Server, shown

_ATTEMPTS: Final = 3
_PAUSE: Final = 0.3
"""Seconds before the second attempt; twice that before the third."""

_BUSY: Final = (429, 502, 503, 504)
_CONNECT_SECONDS: Final = 10
_CUT: Final = "X-SPARQL-MaxRows"
"""Where Virtuoso says at how many rows it has cut an answer; absent where it has not."""

_OK: Final = 200
_PIECE: Final = 1 << 16
_MESSAGE_BYTES: Final = 1 << 14
_MESSAGE_SHOWN: Final = 300
_SAY_MORE: Final = "Ask for less, or raise {}"

Fields = Sequence[tuple[str, str]]


class Body:
    """The body of an answer, read piece by piece within the limits of time and size; a file to those who parse it.

    Of time only that counts which is spent waiting for the server, and not what its reader does in between.

    Attributes:
        failure: what went wrong while it was read.
        cut_at: the number of rows at which the server has cut the answer.
    """

    def __init__(self, response: requests.Response, server: Server, until: float) -> None:
        self._response = response
        self._server = server
        self._seconds = until - time.monotonic()
        self._count = 0
        self.failure: ServerError | None = None
        limit = response.headers.get(_CUT, "")
        self.cut_at = int(limit) if limit.isascii() and limit.isdigit() else None

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes, at most `size` or thereabouts; none at the end.

        Raises:
            ServerError: the answer is too large, takes too long, or breaks off; kept in `failure` as well, since those
                who parse may hide it.
        """
        begun = time.monotonic()
        try:
            piece: bytes = self._response.raw.read1(min(size, _PIECE) if size > 0 else _PIECE, decode_content=True)
        except (HTTPError, OSError, ValueError) as error:
            raise self._failed(_broken(error, self._server)) from error
        self._seconds -= time.monotonic() - begun
        self._count += len(piece)
        if self._count > self._server.limits.bytes:
            raise self._failed(_too_large(self._server))
        if self._seconds < 0:
            raise self._failed(_too_slow(self._server))
        if not piece:
            self.close()
        return piece

    def close(self) -> None:
        """Let the connection go."""
        self._response.close()

    def _failed(self, error: ServerError) -> ServerError:
        self.close()
        self.failure = error
        return error


class Client:
    """Asks one server, over connections that are kept open."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Adapter())
        self._session.auth = _first(server.login)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def ask(self, fields: Fields, accept: str) -> Body:
        """Send a query and return the body of its answer, which is of the media type `accept`.

        Args:
            fields: the fields of the form, as the SPARQL 1.1 Protocol names them.
            accept: the media type of the answer.

        Raises:
            QueryError: the server says that the query is wrong.
            ServerError: there is no such answer.
        """
        until = time.monotonic() + self.server.limits.seconds
        try:
            response = self._send("POST", self.server.endpoint, until, data=list(fields), headers={"Accept": accept})
        except _RequestError as error:
            raise QueryError(error.what, where=error.where, remedy=error.remedy) from error
        found = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.status_code != _OK or found != accept:
            response.close()
            raise _unexpected(response, found, self.server)
        return Body(response, self.server, until)

    def update(self, text: str) -> None:
        """Send a SPARQL update.

        Raises:
            ServerError: the server does not take it.
        """
        self._write("POST", self.server.update or self.server.endpoint, data=[("update", text)])

    def put(self, graph: str, triples: bytes) -> None:
        """Replace a named graph in the graph store by triples in N-Triples.

        Raises:
            ServerError: the server does not take it.
        """
        self._write("PUT", self._graph_store, params={"graph": graph}, data=triples, headers=_TURTLE)

    def post(self, graph: str, triples: bytes) -> None:
        """Add triples in N-Triples to a named graph in the graph store.

        Raises:
            ServerError: the server does not take it.
        """
        self._write("POST", self._graph_store, params={"graph": graph}, data=triples, headers=_TURTLE)

    def delete(self, graph: str) -> None:
        """Remove a named graph from the graph store, which need not have it.

        Raises:
            ServerError: the server refuses.
        """
        self._write("DELETE", self._graph_store, params={"graph": graph}, missing_is_fine=True)

    @property
    def _graph_store(self) -> str:
        address = self.server.graph_store
        if address is None:
            raise ServerError("no graph store is named", where=shown(self.server.endpoint), remedy="Give --graph-store")
        return address

    def _write(self, method: str, address: str, *, missing_is_fine: bool = False, **request: Any) -> None:
        until = time.monotonic() + self.server.limits.seconds
        response = self._send(method, address, until, missing_is_fine=missing_is_fine, **request)
        body = Body(response, self.server, until)
        while body.read():
            pass

    def _send(
        self, method: str, address: str, until: float, *, missing_is_fine: bool = False, **request: Any
    ) -> requests.Response:
        """Send a request, again where that may help, and return the answer if it is not an error."""
        response = None
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS or time.monotonic() > until
            response = self._once(method, address, last=last, **request)
            if response is not None and self._challenged(response):
                response = self._once(method, address, last=last, **request)
            if last or (response is not None and response.status_code not in _BUSY):
                break
            time.sleep(_PAUSE * attempt)
        if response is None:
            raise _unreachable(address, "it closes the connection without an answer")
        if not _OK <= response.status_code < _OK + 100:
            if missing_is_fine and response.status_code == requests.codes.not_found:
                return response
            with response:
                raise _refusal(response, address, self.server, until)
        return response

    def _once(self, method: str, address: str, *, last: bool, **request: Any) -> requests.Response | None:
        """Send a request once; None where the connection broke and another try is left."""
        headers = {"User-Agent": f"reformkg/{__version__}", "Accept-Encoding": "identity", **request.pop("headers", {})}
        seconds = self.server.limits.seconds
        begun = time.monotonic()
        try:
            return self._session.request(
                method,
                address,
                headers=headers,
                timeout=(min(_CONNECT_SECONDS, seconds), seconds),
                allow_redirects=False,
                stream=True,
                **request,
            )
        except requests.exceptions.SSLError as error:
            raise _untrusted(address) from error
        except requests.exceptions.ConnectTimeout as error:
            raise _unreachable(address, "it does not answer") from error
        except requests.exceptions.Timeout as error:
            raise _too_slow(self.server, address) from error
        except requests.exceptions.ConnectionError as error:
            reason = getattr(error.args[0], "reason", None) if error.args else None
            if isinstance(reason, NewConnectionError):
                raise _unreachable(address, "nothing listens there, or its name is unknown") from error
            if time.monotonic() - begun >= seconds:
                raise _too_slow(self.server, address) from error
            if last:
                raise _unreachable(address, "it closes the connection without an answer") from error
            return None
        except (requests.exceptions.RequestException, HTTPError, ValueError) as error:
            raise _unreachable(address, "its answer is no HTTP") from error

    def _challenged(self, response: requests.Response) -> bool:
        """Take up the way to log in that the server asks for; return whether that is worth another try."""
        login = self.server.login
        if response.status_code != requests.codes.unauthorized or login is None or login.name == BEARER:
            return False
        if isinstance(self._session.auth, HTTPBasicAuth | HTTPDigestAuth):
            return False
        asked = response.headers.get("WWW-Authenticate", "")
        response.close()
        if re.search(r"\bdigest\b", asked, re.IGNORECASE):
            self._session.auth = HTTPDigestAuth(login.name, login.secret)
        else:
            self._session.auth = HTTPBasicAuth(login.name.encode(), login.secret.encode())
        return True


class _RequestError(ServerError):
    """The server does not understand what it was sent."""


class _Nobody(AuthBase):
    """Sends no login; without it requests would look for one in ~/.netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Token(AuthBase):
    """Sends a token."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._secret}"
        return request


_TURTLE: Final[Mapping[str, str]] = MappingProxyType({"Content-Type": "text/turtle; charset=utf-8"})
"""N-Triples are sent as Turtle, which they are too, and which every graph store has to know."""


def _first(login: Login | None) -> AuthBase:
    """Return how the first request logs in: a password is not sent before the server has asked for it."""
    return _Token(login.secret) if login is not None and login.name == BEARER else _Nobody()


def _refusal(response: requests.Response, address: str, server: Server, until: float) -> ServerError:
    """Return the error that an answer with an error's status stands for."""
    status, where = response.status_code, shown(address)
    if response.is_redirect:
        target = _plain(response.headers["Location"])
        return ServerError("the server sends us on", where=where, remedy=f"If you trust it, give the address {target}")
    said = _message(response, server, until)
    because = f": {said}" if said else ""
    if status == requests.codes.unauthorized:
        if server.login is None:
            return ServerError("the server asks for a login", where=where, remedy="Give the name with --auth")
        return ServerError(
            f"the server refuses the login of {server.login.name}", where=where, remedy="Check the name and the secret"
        )
    if status == requests.codes.bad_request:
        return _RequestError(f"the server cannot run this{because or ' (400)'}", where=where, remedy="Correct it")
    what, remedy = _MEANINGS.get(status, (f"the server answers with the error {status}", "Look into the server's log"))
    return ServerError(f"{what}{because}", where=where, remedy=remedy)


_MEANINGS: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        403: ("the server forbids this (403)", "Ask for the right, or give a name with --auth"),
        404: ("there is nothing at this address (404)", "Give the SPARQL endpoint, as http://localhost:7878/query"),
        405: (
            "the address takes no such requests (405)",
            "Give the addresses to write to: --update, --graph-store",
        ),
        413: ("the server takes no requests of this size (413)", "Raise the limit of the server"),
        429: ("the server is busy (429)", "Try again later"),
        502: ("a proxy does not reach the server (502)", "Try again later"),
        503: ("the server is not ready (503)", "Try again later"),
        504: ("the server takes too long (504)", "Ask for less, or raise the server's limit of time"),
    }
)


def _message(response: requests.Response, server: Server, until: float) -> str:
    """Return the beginning of what a server says of an error, on one line; nothing of a page for people."""
    if "html" in response.headers.get("Content-Type", "").lower():
        return ""
    body, text = Body(response, server, until), b""
    try:
        while len(text) < _MESSAGE_BYTES and (piece := body.read(_MESSAGE_BYTES)):
            text += piece
    except ServerError:
        # What it says of its error is not worth an error of its own: the status tells the rest.
        return ""
    said = _plain(text.decode("utf-8", errors="replace")).rstrip(".")
    return said.replace(server.login.secret, "…") if server.login else said


def _plain(text: str) -> str:
    line = " ".join(re.sub(r"[^\S ]|[\x00-\x1f\x7f]", " ", text).split())
    return line[:_MESSAGE_SHOWN] + ("…" if len(line) > _MESSAGE_SHOWN else "")


def _unexpected(response: requests.Response, found: str, server: Server) -> ServerError:
    if response.status_code == requests.codes.partial:
        return ServerError(
            "the server ran out of its own time and gives a part of the answer only",
            where=shown(server.endpoint),
            remedy="Ask for less, or raise the server's limit of time",
        )
    what = _plain(found) or "something without a type"
    return ServerError(
        f"this is no SPARQL endpoint: it answers with {what}",
        where=shown(server.endpoint),
        remedy="Give the address of the endpoint, as http://localhost:7878/query or http://localhost:8890/sparql",
    )


def _untrusted(address: str) -> ServerError:
    return ServerError(
        "the server's certificate is not trusted, or it does not speak TLS",
        where=shown(address),
        remedy="Name the file of your authority's certificate in REQUESTS_CA_BUNDLE",
    )


def _unreachable(address: str, why: str) -> ServerError:
    return ServerError(f"the server cannot be reached: {why}", where=shown(address), remedy="Check that it is running")


def _too_slow(server: Server, address: str | None = None) -> ServerError:
    return ServerError(
        f"the server takes more than {server.limits.seconds} s",
        where=shown(address or server.endpoint),
        remedy=_SAY_MORE.format("REFORMKG_SERVER_SECONDS"),
    )


def _too_large(server: Server) -> ServerError:
    return ServerError(
        f"the answer has more than {server.limits.bytes} bytes",
        where=shown(server.endpoint),
        remedy=_SAY_MORE.format("REFORMKG_SERVER_BYTES"),
    )


def _broken(error: Exception, server: Server) -> ServerError:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return _too_slow(server)
    return ServerError("the answer breaks off", where=shown(server.endpoint), remedy="Try again, or look into its log")
