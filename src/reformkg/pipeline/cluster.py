"""A Dask cluster in the place of the processes of one machine; the only module that knows Dask, and talks to it.

Jobs travel whole, so that workers need no file system of the build's. Dask gives the job of a worker that dies to
another one; a job that is lost again and again is done once more by itself, since it may have died of its neighbours,
and then given up. A cluster that is lost as a whole ends the build, whose cache keeps what was done.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import uuid4

from reformkg import fingerprint
from reformkg.errors import ClusterError, ReadError
from reformkg.pipeline.crew import Stranger, do_job, program, settings
from reformkg.pipeline.work import Result
from reformkg.pipeline.workers import DoAll, Named

try:
    import dask.config
    from dask.utils import parse_timedelta
    from distributed import Client, Future, KilledWorker, Security
    from distributed.comm.addressing import parse_address, resolve_address
except ImportError as error:
    raise ClusterError(
        f"Dask is not installed ({error})", where="--cluster", remedy="Run: pip install 'reformkg[cluster]'"
    ) from error

_JOBS: Final = 400
"""So many jobs are under way at most: more than most clusters have cores."""

_BYTES: Final = 200_000_000
"""The jobs that are under way have so many bytes at most, or there is one: the scheduler and the build hold them."""

_LOST: Final = 100
"""Where so many jobs have lost one worker after another, it is the cluster that is ill, and not the jobs."""

_PATIENCE: Final = "60s"
"""A cluster may be without workers for so long, where Dask's own setting says nothing."""

_LOOK_SECONDS: Final = 2.0
"""Where no result has come for so long, see whether there are workers at all."""

_SHOWN: Final = 24
"""So much is shown of a version, which may have a digest behind it."""

_GOES_ON: Final = "the same command goes on from here"
_SAME: Final = "Install the same reformkg[cluster], with the same libraries, on the scheduler and all workers"

_Future: TypeAlias = "Future[Result | Stranger]"


@contextmanager
def connected(address: str) -> Iterator[DoAll]:
    """Connect to a cluster, and give what does jobs on it.

    Args:
        address: of its scheduler, as Dask writes it: `tcp://host:8786`, `tls://host:8786`, `host:8786`. All else,
            certificates among it, is taken from Dask's own configuration.

    Raises:
        ClusterError: the scheduler cannot be reached in the time that Dask's configuration allows, or a machine of the
            cluster runs another program than this one.
    """
    with _quiet():
        client = _client(address)
        try:
            _compare(client, address)
            # Jobs carry documents on purpose: placed apart from them, as Dask advises, they would die with a worker.
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": 2 * _BYTES}):
                yield _Cluster(client, address).do_all
        finally:
            client.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs of lost connections off the terminal: an error says what it comes to."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _client(address: str) -> Client:
    try:
        return Client(address, security=_security(address), set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
        detail = " ".join(str(error).split()) or type(error).__name__
        remedy = "Start one there (dask scheduler), or mend the address"
        raise ClusterError(f"no Dask scheduler can be reached ({detail})", where=address, remedy=remedy) from error


def _security(address: str) -> Security:
    """Return what Dask's configuration says of certificates; a client that learns too late that it lacks them lingers.

    Raises:
        ValueError: the address is none, or what the configuration says does not go with it.
        OSError: the host of the address is not known.
    """
    security = Security()
    encrypted = parse_address(resolve_address(address))[0] in ("tls", "wss")
    if encrypted and security.get_connection_args("client").get("ssl_context") is None:
        raise ValueError("Dask's configuration names no certificates under distributed.comm.tls")
    if security.require_encryption and not encrypted:
        raise ValueError("Dask's configuration requires encryption")
    return security


def _compare(client: Client, address: str) -> None:
    """Hold the programs of all workers that are there against this one; those that come later say so themselves."""
    try:
        found: dict[str, Any] = client.run(program, on_error="return")
        client.run_on_scheduler(program)
    except Exception as error:  # what the scheduler lacks comes back as an error of any kind
        raise ClusterError(f"the scheduler lacks reformkg ({error})", where=address, remedy=_SAME) from error
    for worker in sorted(found):
        theirs = found[worker]
        if isinstance(theirs, Exception):
            raise ClusterError(f"the worker {worker} lacks reformkg ({theirs})", where=address, remedy=_SAME)
        if theirs != program():
            raise _stranger(theirs, address, f"the worker {worker}")


def _stranger(parts: tuple[tuple[str, str], ...], address: str, who: str) -> ClusterError:
    """Return the error that says in what another program differs from this one."""
    ours, theirs = dict(program()), dict(parts)
    differing = [name for name in ours | theirs if ours.get(name) != theirs.get(name)]
    told = ", ".join(
        f"{name} {theirs.get(name, 'none')[:_SHOWN]} in the place of {ours.get(name, 'none')[:_SHOWN]}"
        for name in differing
    )
    return ClusterError(f"{who} runs another program than this build: {told}", where=address, remedy=_SAME)


@dataclass(frozen=True, slots=True)
class _Cluster:
    client: Client
    address: str

    def do_all(self, jobs: Iterable[Named]) -> Iterator[tuple[str, Result]]:
        """Do all jobs and yield each result once, as they are done; see `workers.DoAll`.

        Raises:
            ClusterError: the cluster is lost, or runs another program.
        """
        flight = _Flight(self.client, self.address)
        for each in jobs:
            packed = _Packed(each.name, each.job.where, pickle.dumps(each, pickle.HIGHEST_PROTOCOL))
            yield from flight.landed()
            while not flight.has_room(packed):
                yield from flight.next_landed()
            flight.start(packed)
        while flight.under_way:
            yield from flight.next_landed()
        yield from flight.one_by_one()


@dataclass(frozen=True, slots=True)
class _Packed:
    """A job on its way: its name, what its document is called, and the pickled `Named`."""

    name: str
    where: str
    data: bytes


class _Flight:
    """The jobs that are under way on a cluster."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._terms = fingerprint.program(), settings()
        self._done: queue.SimpleQueue[_Future] = queue.SimpleQueue()
        self._running: dict[str, tuple[_Packed, _Future]] = {}
        self._bytes = 0
        self._lost: list[_Packed] = []
        self._patience: float = parse_timedelta(
            dask.config.get("distributed.scheduler.no-workers-timeout") or _PATIENCE
        )

    @property
    def under_way(self) -> bool:
        return bool(self._running)

    def has_room(self, packed: _Packed) -> bool:
        full = len(self._running) >= _JOBS or self._bytes + len(packed.data) > _BYTES
        return not full or not self._running

    def start(self, packed: _Packed) -> None:
        # A key of its own for each: Dask takes jobs of the same key for one and the same.
        key = f"reformkg-{uuid4().hex}"
        with self._losses_named():
            future = self._client.submit(do_job, *self._terms, packed.data, key=key, pure=False)
        self._running[key] = packed, future
        self._bytes += len(packed.data)
        future.add_done_callback(self._done.put)

    def landed(self) -> Iterator[tuple[str, Result]]:
        """Yield the results that are there."""
        while not self._done.empty():
            yield from self._land(self._done.get())

    def next_landed(self) -> Iterator[tuple[str, Result]]:
        """Wait for a result and yield it; none where its job was lost."""
        alone: float | None = None
        while True:
            try:
                future = self._done.get(timeout=_LOOK_SECONDS)
                break
            except queue.Empty:
                alone = self._alone(alone)
        yield from self._land(future)

    def one_by_one(self) -> Iterator[tuple[str, Result]]:
        """Do the jobs that were lost with several workers once more, each by itself, and give up what is lost again."""
        lost, self._lost = self._lost, []
        for packed in lost:
            self.start(packed)
            while self._running:
                yield from self.next_landed()
            if self._lost:
                self._lost.clear()
                what, remedy = "the workers of the cluster that read it died", "Report it with the file"
                yield packed.name, ReadError(what, where=packed.where, remedy=remedy)

    def _land(self, future: _Future) -> Iterator[tuple[str, Result]]:
        key = str(future.key)
        packed, _ = self._running[key]
        result: Result | Stranger | None = None
        try:
            result = self._result(future)
        except KilledWorker as error:
            self._lost.append(packed)
            if len(self._lost) >= _LOST:
                what = f"workers die again and again: {error}"
                raise ClusterError(
                    what, where=self._address, remedy=f"See to the workers' memory; {_GOES_ON}"
                ) from error
        del self._running[key]
        self._bytes -= len(packed.data)
        future.release()
        if isinstance(result, Stranger):
            raise _stranger(result.parts, self._address, "a worker")
        if result is not None:
            yield packed.name, result

    def _result(self, future: _Future) -> Result | Stranger:
        """Return what came of a job that is done; it may have to be done again, where its worker died meanwhile."""
        alone: float | None = None
        while True:
            with self._losses_named():
                try:
                    return future.result(timeout=_LOOK_SECONDS)
                except TimeoutError:
                    pass
            alone = self._alone(alone)

    def _alone(self, since: float | None) -> float | None:
        """Return since when the cluster has had no worker, by the monotonic clock; None where it has some.

        Raises:
            ClusterError: it has had none for too long.
        """
        with self._losses_named():
            if self._client.nthreads():
                return None
        now = time.monotonic()
        if since is not None and now - since > self._patience:
            what = f"the cluster has had no worker for {self._patience:.0f} seconds"
            raise ClusterError(what, where=self._address, remedy=f"Start workers (dask worker); {_GOES_ON}")
        return since or now

    @contextmanager
    def _losses_named(self) -> Iterator[None]:
        """Say of what goes wrong on the way to the cluster and back that it is the cluster."""
        try:
            yield
        except (KilledWorker, ClusterError):
            raise
        except (CancelledError, OSError) as error:
            what, remedy = "the connection to the cluster was lost", f"See to its scheduler; {_GOES_ON}"
            raise ClusterError(what, where=self._address, remedy=remedy) from error
        except Exception as error:  # Dask lets errors of many kinds through
            detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise ClusterError(f"the cluster failed ({detail})", where=self._address, remedy=_SAME) from error
