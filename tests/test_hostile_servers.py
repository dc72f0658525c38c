"""Servers that are down, locked, wrong or malicious: one clear sentence each, in bounded time, and no secret in it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import servers
from commands import kg_of, reformkg
from facts import document
from reformkg.errors import ReformkgError, ServerError
from reformkg.store import Server, open_kg, prepared
from reformkg.store.push import plan, push
from reformkg.store.remote import open_server
from servers import Request, answer, fake

RESULTS = "application/sparql-results+json"
SECRET = "s3cret-Ω"
LIMITS = {"REFORMKG_SERVER_SECONDS": "1", "REFORMKG_SERVER_BYTES": "1_000_000"}
PATIENCE = 60
"""Seconds after which these servers end by themselves, so that a client which never leaves fails its test."""
HEAD = b'{"head":{"vars":["graph"]},"results":{"bindings":['
ROW = b'{"graph":{"type":"literal","value":"' + b"x" * 1000 + b'"}},'
YES = b'{"head":{},"boolean":true}'
NO = b'{"head":{},"boolean":false}'
NOTHING = HEAD + b"]}}"

Handler = BaseHTTPRequestHandler


def says(status: int, kind: str, body: bytes, length: int | None = None, **headers: str) -> servers.Behaviour:
    return lambda _, handler: answer(handler, status, kind, body, length, **headers)


def to_rows(behaviour: servers.Behaviour) -> servers.Behaviour:
    """Say yes to what is asked first, and do this when rows are asked for."""
    return lambda request, handler: (says(200, RESULTS, YES) if b"ASK" in request.body else behaviour)(request, handler)


def endless(_: Request, handler: Handler) -> None:
    """Five gigabytes of rows, if anybody takes them."""
    answer(handler, 200, RESULTS, HEAD, 5_000_000_000)
    for _ in range(5_000_000):
        handler.wfile.write(ROW)


def endless_refusal(_: Request, handler: Handler) -> None:
    answer(handler, 500, "text/plain", b"oh ", 5_000_000_000)
    for _ in range(5_000_000):
        handler.wfile.write(b"no " * 1000)


def drip(handler: Handler, byte: bytes) -> None:
    """Send a byte at a time until the client leaves, however late it comes to that on a busy machine."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        handler.wfile.write(byte)
        handler.wfile.flush()
        time.sleep(0.05)


def dripping(_: Request, handler: Handler) -> None:
    answer(handler, 200, RESULTS, HEAD, 1_000_000)
    drip(handler, b" ")


def dripping_head(_: Request, handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(handler, b"z")


def silent(_: Request, handler: Handler) -> None:
    """Say nothing until the client leaves."""
    handler.connection.settimeout(PATIENCE)
    handler.connection.recv(1)


def leaving(_: Request, handler: Handler) -> None:
    """Close the connection without a word."""


def babbling(_: Request, handler: Handler) -> None:
    handler.wfile.write(b"220 smtp.example.org ESMTP ready\r\n" * 3)


def echoing(request: Request, handler: Handler) -> None:
    answer(handler, 403, "text/plain", f"no right for {request.headers.get('Authorization')} {SECRET}".encode())


def asking(scheme: str, status: int = 401) -> servers.Behaviour:
    return says(status, "text/html", b"<h1>401</h1>", WWW_Authenticate=f'{scheme} realm="kg", nonce="1", qop="auth"')


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    behaviour: servers.Behaviour
    error: str
    login: bool = False


CASES = (
    Case("wants a login", asking("Basic"), "the server asks for a login. Give the name with --auth"),
    Case("refuses the login", asking("Basic"), "the server refuses the login of otto. Check the name", login=True),
    Case("refuses the digest", asking("Digest"), "the server refuses the login of otto. Check the name", login=True),
    Case("forbids", says(403, "text/plain", b"no.\n"), "the server forbids this (403): no. Ask for the right"),
    Case("is elsewhere", says(404, "text/html", b"<h1>404"), "there is nothing at this address (404). Give the SPARQL"),
    Case("takes no POST", says(405, "text/plain", b""), "the address takes no such requests (405). Give the addr"),
    Case("is not ready", says(503, "text/html", b"<h1>503"), "the server is not ready (503). Try again later"),
    Case(
        "fails", says(500, "text/plain", b"out\nof \x1b[31mmemory"), "answers with the error 500: out of [31mmemory. L"
    ),
    Case("fails at length", endless_refusal, "answers with the error 500"),
    Case("finds fault", says(400, "text/plain", b"line 1"), "the server cannot run this: line 1. Correct it"),
    Case("has no content", says(204, "text/plain", b""), "this is no SPARQL endpoint: it answers with text/plain"),
    Case("gives a part", says(206, RESULTS, YES), "ran out of its own time and gives a part of the answer only"),
    Case(
        "is a web site", says(200, "text/html", b"<h1>Welcome"), "this is no SPARQL endpoint: it answers with text/html"
    ),
    Case("mislabels", says(200, "text/plain", YES), "this is no SPARQL endpoint: it answers with text/plain"),
    Case("breaks off", to_rows(says(200, RESULTS, HEAD + ROW, 10_000)), "the answer breaks off"),
    Case(
        "is cut short",
        to_rows(says(200, RESULTS, HEAD + ROW)),
        "the answer cannot be read: it breaks off, or is not what",
    ),
    Case("has no JSON", says(200, RESULTS, b"<sparql/>"), "the answer cannot be read"),
    Case("has other JSON", says(200, RESULTS, b'{"message":"hello"}'), "the answer cannot be read"),
    Case("answers another question", says(200, RESULTS, HEAD + ROW + ROW[:-1] + b"]}}"), "the answer cannot be read"),
    Case("is not UTF-8", says(200, RESULTS, YES.replace(b"true", b"\xff")), "the answer cannot be read"),
    Case(
        "never ends",
        to_rows(endless),
        "the answer has more than 1000000 bytes. Ask for less, or raise REFORMKG_SERVER_BYTES",
    ),
    Case("drips", to_rows(dripping), "the server takes more than 1 s. Ask for less, or raise REFORMKG_SERVER_SECONDS"),
    Case("drips its head", dripping_head, "the server takes more than 1 s"),
    Case("is silent", silent, "the server takes more than 1 s"),
    Case("leaves", leaving, "the server cannot be reached: it closes the connection without an answer"),
    Case("is no HTTP", babbling, "the server cannot be reached: "),
    Case(
        "sends on", says(302, "text/html", b"", Location="http://evil.example/q"), "give the address http://evil.exam"
    ),
    Case("sends back", says(307, "text/html", b"", Location="/sparql"), "the server sends us on. If you trust it"),
    Case("tells the secret", echoing, "the server forbids this (403): no right for None …", login=True),
    Case("holds nothing", lambda r, h: answer(h, 200, RESULTS, NO if b"ASK" in r.body else NOTHING), "holds no graph"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_clear_error(case: Case):
    with fake(case.behaviour) as (address, _), pytest.raises(ReformkgError) as raised:
        open_server(at(address, case.login)).keys()
    line = str(raised.value)
    assert line.startswith(f"{address}: ")
    assert case.error in line
    assert SECRET not in line
    assert "\x1b" not in line
    assert len(line) < 700
    assert "<" not in line


def at(address: str, login: bool = False) -> Server:
    return prepared(Server(address), "otto" if login else None, {**LIMITS, "REFORMKG_SECRET": SECRET})


def test_nothing_listens_there():
    (port,) = servers.free_ports(1)
    with pytest.raises(ServerError, match="cannot be reached: nothing listens there, or its name is unknown"):
        open_server(at(f"http://127.0.0.1:{port}/sparql"))


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path):
    """Who does not speak TLS has none at all."""
    with (
        fake(says(200, RESULTS, YES)) as (address, asked),
        pytest.raises(ServerError, match="certificate is not trusted"),
    ):
        open_server(at(address.replace("http:", "https:")))
    assert not asked


def test_a_secret_goes_to_nobody_else():
    with fake(says(200, RESULTS, YES)) as (elsewhere, asked):
        for status in (301, 302, 303, 307, 308):
            behaviour = says(status, "text/html", b"", Location=elsewhere)
            with fake(behaviour) as (address, _), pytest.raises(ServerError, match="sends us on"):
                open_server(prepared(Server(address), "bearer", {**LIMITS, "REFORMKG_SECRET": "token"}))
    assert not asked


def test_a_password_waits_until_it_is_asked_for():
    def behaviour(request: Request, handler: Handler) -> None:
        ask = asking("Basic") if "Authorization" not in request.headers else says(200, RESULTS, YES)
        ask(request, handler)

    with fake(behaviour) as (address, asked), open_server(at(address, True)) as graph:
        graph.query("ASK {}")
    assert [request.headers.get("Authorization") for request in asked] == [None, *["Basic b3R0bzpzM2NyZXQtzqk="] * 2]


def test_a_token_is_sent_at_once():
    with fake(says(200, RESULTS, YES)) as (address, asked):
        open_server(prepared(Server(address), "bearer", {"REFORMKG_SECRET": "token"})).close()
    assert [request.headers["Authorization"] for request in asked] == ["Bearer token"]


def test_the_user_s_netrc_stays_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login otto password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with fake(says(200, RESULTS, YES)) as (address, asked):
        open_server(at(address)).close()
    assert [request.headers.get("Authorization") for request in asked] == [None]


@pytest.mark.parametrize("first", [says(503, "text/plain", b""), says(429, "text/plain", b""), leaving])
def test_a_passing_trouble_is_waited_for(first: servers.Behaviour):
    behaviours = iter((first, first, says(200, RESULTS, YES)))

    def behaviour(request: Request, handler: Handler) -> None:
        next(behaviours)(request, handler)

    with fake(behaviour) as (address, asked):
        open_server(Server(address)).close()
    assert len(asked) == 3


def test_rows_are_read_as_they_come():
    """Whoever takes ten rows of an answer without end need not wait for the others."""
    with fake(to_rows(endless)) as (address, _), open_server(at(address)) as graph:
        answer_rows = graph.query("SELECT ?graph {}").rows
        assert len([next(answer_rows) for _ in range(10)]) == 10
        answer_rows.close()


def test_a_write_that_is_answered_with_a_page_is_found_out(tmp_path: Path):
    """As by a proxy that wants people to log in."""

    def behaviour(request: Request, handler: Handler) -> None:
        if request.method == "PUT" or request.path == "/store":
            answer(handler, 200, "text/html", b"<h1>Log in</h1>")
        else:
            answer(
                handler,
                200,
                RESULTS,
                NOTHING.replace(b'"graph"', b'"graph","digest"') if b"digest" in request.body else NOTHING,
            )

    with fake(behaviour) as (address, _), open_kg(kg_of(tmp_path / "kg", document())) as kg:
        server = prepared(Server(address, None, address.replace("sparql", "store")))
        with pytest.raises(ServerError, match="does not show it: 1 graphs"):
            push(kg, server, plan(kg, server))


@pytest.mark.parametrize(
    ("words", "env", "error"),
    [
        (("--endpoint", "localhost:7878"), {}, "localhost:7878: this is no address of a server. Give one as http://"),
        (("--endpoint", "ftp://host/"), {}, "ftp://host/: this is no address of a server."),
        (("--endpoint", "http://a b/"), {}, "this is no address of a server."),
        (
            ("--endpoint", f"http://otto:{SECRET}@host/"),
            {},
            "http://host: the address holds a login, which other users",
        ),
        (
            ("--endpoint", "http://host/", "--auth", "otto"),
            {},
            "--auth otto: there is no secret to log in with. Set REFOR",
        ),
        (
            ("--endpoint", "http://host/", "--auth", "otto"),
            {"REFORMKG_SECRET_FILE": "nowhere"},
            "REFORMKG_SECRET_FILE: the file of the secret cannot be read.",
        ),
        (
            ("--endpoint", "http://host/"),
            {"REFORMKG_SERVER_SECONDS": "soon"},
            "REFORMKG_SERVER_SECONDS: the limit is no positive",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_before_it_is(
    words: tuple[str, ...], env: dict[str, str], error: str, tmp_path: Path
):
    done = reformkg("query", "documents", *words, cwd=tmp_path, env=env)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert error in done.err
    assert done.err.count("\n") == 1
    assert SECRET not in done.err


def test_the_secret_is_read_from_a_file_and_shown_nowhere(tmp_path: Path):
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    with fake(asking("Basic")) as (address, asked):
        words = ("query", "documents", "--endpoint", address, "--auth", "otto")
        done = reformkg(*words, cwd=tmp_path, env={"REFORMKG_SECRET_FILE": str(tmp_path / "secret")})
    assert done.err == f"error: {address}: the server refuses the login of otto. Check the name and the secret\n"
    assert asked[-1].headers["Authorization"] == "Basic b3R0bzpzM2NyZXQtzqk="
    assert SECRET not in repr(at("http://host/", True))
