"""The WSGI application: pages by name, queries to the engine, and nothing else; touches no disk."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from reformkg.errors import ServerError
from reformkg.serve.engine import Reply
from reformkg.serve.generation import TYPES, Generation, Generations

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

QUERY: Final = "/query"
_SPARQL: Final = (QUERY, "/sparql")
_WRITING: Final = ("/update", "/store")
_AT_ONCE: Final = 6
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_FORM: Final = "application/x-www-form-urlencoded"
_TEXT: Final = "application/sparql-query"
_FEDERATED: Final = re.compile(r"(?<![?$:])SERVICE", re.IGNORECASE)
"""A query that would have the engine ask other servers. The word counts wherever it stands, since SPARQL needs no space
around it; but variables and local names may be called so."""

_SAFE: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-cache"),
)


class Application:
    """Answers requests; one object for all threads."""

    def __init__(self, generations: Generations, *, only_here: bool) -> None:
        self._generations = generations
        self._only_here = only_here
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if self._only_here and not _is_ours(environ.get("HTTP_HOST", "")):
            # A page of another site may have its own name lead to this machine, to read what is served here.
            return _text(start_response, "403 Forbidden", "This server answers to localhost only.")
        path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
        if path in _WRITING:
            return _text(start_response, "403 Forbidden", "This server is read-only.")
        if path in _SPARQL:
            return self._query(environ, start_response, method)
        if method not in ("GET", "HEAD"):
            return _text(start_response, "405 Method Not Allowed", "Pages are for GET.", ("Allow", "GET, HEAD"))
        return self._page(start_response, path.removeprefix("/") or "index.html", head=method == "HEAD")

    def _page(self, start_response: StartResponse, name: str, *, head: bool) -> Iterable[bytes]:
        with self._generations.use() as generation:
            content = generation.pages.get(name)
        if content is None:
            return _text(start_response, "404 Not Found", "There is no such page.")
        length = ("Content-Length", str(len(content)))
        start_response("200 OK", [("Content-Type", TYPES[PurePosixPath(name).suffix]), length, *_SAFE])
        return () if head else (content,)

    def _query(self, environ: WSGIEnvironment, start_response: StartResponse, method: str) -> Iterable[bytes]:
        if method not in ("GET", "POST"):
            return _text(
                start_response, "405 Method Not Allowed", "Queries are for GET or POST.", ("Allow", "GET, POST")
            )
        body = environ["wsgi.input"].read()
        if refusal := _refusal(environ, body):
            return _text(start_response, *refusal)
        if not self._free.acquire(blocking=False):
            return _text(start_response, "503 Service Unavailable", "Too many queries at once.", ("Retry-After", "1"))
        generation = self._generations.take()

        def done() -> None:
            self._generations.release(generation)
            self._free.release()

        try:
            return _forwarded(generation, environ, start_response, body, done)
        except ServerError as error:
            done()
            return _text(start_response, "504 Gateway Timeout", f"{error}.")
        except BaseException:
            done()
            raise


class _Answer:
    """The body of the engine's answer, passed on as it comes; lets everything go at its end or when nobody reads on."""

    def __init__(self, reply: Reply, done: Callable[[], None]) -> None:
        self._reply = reply
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        # An answer that breaks off must not look whole: the error ends the connection before the last chunk.
        return self._reply.pieces()

    def close(self) -> None:
        """Let go; WSGI servers call it in any case."""
        if self._done is not None:
            self._reply.close()
            self._done()
            self._done = None


def _forwarded(
    generation: Generation,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    body: bytes,
    done: Callable[[], None],
) -> Iterable[bytes]:
    headers = {"Accept": environ.get("HTTP_ACCEPT", "*/*"), "Content-Type": _kind(environ)}
    asked = environ.get("QUERY_STRING", "")
    target = f"{QUERY}?{asked}" if asked else QUERY
    reply = generation.engine.ask(environ["REQUEST_METHOD"], target, body, headers)
    start_response(reply.status, [("Content-Type", reply.type), *_SAFE])
    return _Answer(reply, done)


def _refusal(environ: WSGIEnvironment, body: bytes) -> tuple[str, str] | None:
    """Return why a request is not passed on: it writes, or has the engine ask other servers."""
    kind = _kind(environ)
    text = body.decode("utf-8", errors="replace")
    fields = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if kind == _FORM:
        fields = {**fields, **parse_qs(text, keep_blank_values=True)}
    if kind == "application/sparql-update" or "update" in fields:
        return "403 Forbidden", "This server is read-only."
    if environ["REQUEST_METHOD"] == "POST" and kind not in (_FORM, _TEXT):
        return "415 Unsupported Media Type", f"Send the query as {_TEXT} or {_FORM}."
    queries = [*fields.get("query", ()), "" if kind == _FORM else text]
    if any(_FEDERATED.search(_unescaped(query)) for query in queries):
        return "403 Forbidden", "This server asks no other servers: SERVICE is not answered."
    return None


def _kind(environ: WSGIEnvironment) -> str:
    """Return the media type of a request's body, empty where it has none."""
    return str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()


def _unescaped(query: str) -> str:
    """Return a query with its code point escapes replaced, as SPARQL 1.1 section 19.2 lets them stand anywhere."""
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})",
        lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)),
        query,
    )


def _is_ours(host: str) -> bool:
    return re.sub(r":[0-9]*$", "", host).lower() in _LOOPBACK


def _text(start_response: StartResponse, status: str, text: str, *headers: tuple[str, str]) -> Iterable[bytes]:
    content = f"{text}\n".encode()
    length = ("Content-Length", str(len(content)))
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), length, *headers, *_SAFE])
    return (content,)
