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


class _Connection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 has it
        watch = _watch(self)
        try:
            return super().getresponse()
        finally:
            watch.cancel()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 has it
        watch = _watch(self)
        try:
            return super().getresponse()
        finally:
            watch.cancel()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _watch(connection: HTTPConnection) -> threading.Timer:
    """Start a clock that cuts the connection when its timeout is over, whatever has come until then."""

    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):  # it may be closed already
                connection.sock.shutdown(socket.SHUT_RDWR)

    timeout = connection.timeout
    watch = threading.Timer(float(timeout) if isinstance(timeout, int | float) else threading.TIMEOUT_MAX, cut)
    watch.daemon = True
    watch.start()
    return watch
