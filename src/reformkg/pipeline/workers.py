"""Worker processes that do the jobs of `work`: as many as are asked for, each with one job at a time; starts processes.

A worker that breaks down costs one document at most: its job is given to a fresh one once more, since it may have been
ended from outside, and then given up. Results come as they are done, in no order.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Final, TypeAlias

from reformkg.errors import ReadError
from reformkg.pipeline.work import Job, Result, do

FEW: Final = 8
"""So many jobs are done here in less time than a worker takes to start."""

_JOBS_A_WORKER: Final = 1_000
"""After so many jobs a fresh process takes over, so that a leak in a library stays small."""


@dataclass(frozen=True, slots=True)
class Named:
    """A job, and the name that its result comes back under."""

    name: str
    job: Job


DoAll: TypeAlias = Callable[[Iterable[Named]], Iterator[tuple[str, Result]]]
"""Does all jobs, wherever that is, and yields each result once with the name of its job, as they are done.

Jobs are taken one by one as there is room for them, so that few are held however many there are.
"""


def cores() -> int:
    """Return how many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def do_all(jobs: Iterable[Named], workers: int) -> Iterator[tuple[str, Result]]:
    """Do all jobs and yield each result with the name of its job, as they are done.

    Args:
        jobs: taken one by one as workers become free, so that no more are held than two a worker, and a few.
        workers: how many processes there may be; a handful of jobs is done in this one.
    """
    waiting = iter(jobs)
    first = list(islice(waiting, FEW + 1))
    if len(first) <= FEW:
        yield from ((each.name, do(each.job)) for each in first)
        return
    yield from _in_processes(chain(first, waiting), workers)


def _in_processes(jobs: Iterator[Named], workers: int) -> Iterator[tuple[str, Result]]:
    """Keep a thread for each worker, which hands it a job and waits for its answer."""
    pool = Pool()
    running: set[Future[tuple[str, Result]]] = set()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for each in jobs:
                running.add(threads.submit(pool.do, each))
                if len(running) >= 2 * workers:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            pool.end()


class _Worker:
    """One process, and how many jobs it has done."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        # -P keeps the current folder, which may hold a stranger's modules, off the import path.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reformkg.pipeline.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "PYTHONUTF8": "1"},
        )
        self.done = 0

    def do(self, job: Job) -> Result | None:
        """Return what comes of a job; None where the process has ended over it."""
        try:
            pickle.dump(job, self._pipe(self._process.stdin))
            self._pipe(self._process.stdin).flush()
            result: Result = pickle.load(self._pipe(self._process.stdout))  # noqa: S301 - our own process
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None
        self.done += 1
        return result

    def end(self) -> int:
        """End the process, whatever it is doing, and return its exit code."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was still to be sent has nobody to read it
                self._pipe(pipe).close()
        return code

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None  # noqa: S101 - opened with pipes
        return pipe


class Pool:
    """The workers that are there; used by several threads at once."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Start none yet.

        Args:
            environment: the variables that workers are started with.
        """
        self._environment = environment
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[_Worker] = set()
        self._ended = False

    def do(self, each: Named) -> tuple[str, Result]:
        """Return what comes of a job, in an idle worker or a fresh one; a worker that breaks down is tried twice."""
        code = 0
        for _ in range(0 if self._ended else 2):
            worker = self._worker()
            result = worker.do(each.job)
            if result is not None:
                if worker.done < _JOBS_A_WORKER:
                    self._idle.put(worker)
                else:
                    self._let_go(worker)
                return each.name, result
            code = self._let_go(worker)
            if self._ended:
                break
        what = f"the process that read it broke down (exit code {code})"
        return each.name, ReadError(what, where=each.job.where, remedy="Report it with the file")

    def end_idle(self) -> None:
        """End the workers that have nothing to do; the next jobs start fresh ones."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._let_go(self._idle.get_nowait())

    def end(self) -> None:
        """End all workers, so that no thread waits for one."""
        self._ended = True
        for worker in list(self._all):
            worker.end()

    def _worker(self) -> _Worker:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker(self._environment)
            self._all.add(worker)
            return worker

    def _let_go(self, worker: _Worker) -> int:
        self._all.discard(worker)
        return worker.end()
