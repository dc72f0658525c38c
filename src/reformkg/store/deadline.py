"""Ends the wait for the head of an answer that comes a byte at a time, which no timeout of a socket does."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse


class Adapter(HTTPAdapter):
    """Sends requests over connections that are cut where the head of the answer takes longer than the timeout."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pool of connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Watch:
    """Cuts a connection when its timeout is over, whatever has come until then; used with `with`."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        timeout = connection.timeout
        seconds = float(timeout) if isinstance(timeout, int | float) else threading.TIMEOUT_MAX
        self._clock = threading.Timer(seconds, self._cut)
        self._clock.daemon = True
        self._over = False

    def __enter__(self) -> None:
        self._clock.start()

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        if self._over:
            # What came until the cut may look like the head of an answer, only shorter.
            raise TimeoutError("timed out")

    def _cut(self) -> None:
        self._over = True
        if self._connection.sock is not None:
            with suppress(OSError):  # it may be closed already
                self._connection.sock.shutdown(socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 has it
        with _Watch(self):
            return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 has it
        with _Watch(self):
            return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
