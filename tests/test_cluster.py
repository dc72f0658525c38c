"""Builds on a Dask cluster: real schedulers and workers on loopback, killed when it hurts; the bytes of a local build."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask.config
import pytest

from commands import environment, notice, program_within
from formats.word import docx
from reformkg import fingerprint, pipeline
from reformkg.errors import ClusterError, ReadError, ValidationError
from reformkg.pipeline import Options, Stage, build, cluster, crew, workers
from reformkg.pipeline.cluster import connected
from reformkg.pipeline.work import File, Made
from reformkg.pipeline.workers import Named
from reformkg.read import Limits
from test_incremental import _told, outcome, plan

DASK = Path(sys.executable).with_name("dask")


class Cluster:
    """A scheduler and its workers, each a process that can be killed by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return str(json.loads(self._file.read_text(encoding="utf-8"))["address"])

    @property
    def _file(self) -> Path:
        return self._folder / "scheduler.json"

    def have(self, number: int) -> Cluster:
        """Start what is missing to a scheduler and so many workers, and wait until they have met."""
        if self._scheduler is None:
            self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not (self._file.exists() and self._file.read_text(encoding="utf-8").rstrip().endswith("}")):
            assert self._scheduler.poll() is None
            time.sleep(0.05)
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        for _ in range(number - len(self.workers)):
            self.workers.append(self._start("worker", "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1"))
        with cluster.Client(self.address, set_as_default=False, timeout="60s") as client:
            client.wait_for_workers(number, timeout=60)
        return self

    def kill(self, worker: int) -> None:
        self.workers[worker].kill()
        self.workers[worker].wait()

    def kill_scheduler(self) -> None:
        if self._scheduler is not None:
            self._scheduler.kill()
            self._scheduler.wait()
        self._scheduler = None
        self._file.unlink(missing_ok=True)

    def end(self) -> None:
        for number in range(len(self.workers)):
            self.kill(number)
        self.workers = []
        self.kill_scheduler()

    def _start(self, role: str, *words: str) -> subprocess.Popen[bytes]:
        # A death is enough to give a job up, so that a test has to kill no more workers than two.
        settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
        return subprocess.Popen(
            [DASK, role, "--scheduler-file", self._file, "--no-dashboard", *words],
            cwd=self._folder,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster for all tests here; each says how many workers it needs."""
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.end()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Notices, plans that cite some of them, a foreign format, and two files that are refused."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(8):
        notice(folder, f"{number}.txt", number=number)
    for number in range(3):
        plan(folder, f"p{number}.txt", number, cited=number)
    (folder / "word.docx").write_bytes(docx(["关于推进示例工作的通知", "一、完善制度"]))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No document is read or validated in this process, or in processes beneath it."""
    monkeypatch.setattr(workers, "do", lambda job: pytest.fail("done in the build's own process"))
    monkeypatch.setattr(pipeline, "do_all", lambda *_, **__: pytest.fail("done on this machine"))
    return monkeypatch


class _Interrupted(KeyboardInterrupt):
    pass


def test_interrupted_and_with_a_worker_killed_the_result_is_that_of_one_machine(
    sources: Path, tmp_path: Path, running: Cluster, nothing_here: pytest.MonkeyPatch
) -> None:
    there = Options(cluster=running.have(2).address)
    steps: list[tuple[Stage, int]] = []

    def interrupt(stage: Stage, step: int, total: int) -> None:
        if step == 5:
            raise _Interrupted

    def kill(stage: Stage, step: int, total: int) -> None:
        steps.append((stage, step))
        if (stage, step) == (Stage.READ, 6):
            running.kill(0)

    with pytest.raises(_Interrupted):
        build([sources], tmp_path / "there", interrupt, options=there)
    result = build([sources], tmp_path / "there", kill, options=there)
    files = len(list(sources.iterdir()))
    assert [step for stage, step in steps if stage is Stage.READ] == list(range(1, files + 1))
    assert running.workers[0].poll() is not None
    assert (result.documents, len(result.failures)) == (files - 2, 2)
    nothing_here.undo()
    assert _told(result) == _told(build([sources], tmp_path / "here", options=Options(jobs=2)))
    assert outcome(tmp_path / "there") == outcome(tmp_path / "here")


class _Deadly(File):
    """A file that kills the worker that opens it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, ("__import__('os')._exit(9)",)


def test_a_document_that_kills_worker_after_worker_costs_itself_and_few_are_under_way(
    tmp_path: Path, running: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_JOBS", 3)
    data = notice(tmp_path, "a.txt").read_bytes()
    taken: list[str] = []
    found: dict[str, object] = {}

    def jobs() -> Iterator[Named]:
        for number in range(8):
            kind = _Deadly if number == 2 else File
            assert len(taken) - len(found) <= 4
            taken.append(str(number))
            yield Named(str(number), kind(f"{number}.txt", f"{number}.txt", data, Limits()))

    with connected(running.have(3).address) as do_all:
        for name, result in do_all(jobs()):
            assert name not in found
            found[name] = result
    assert sorted(found) == taken
    broken = found.pop("2")
    assert isinstance(broken, ReadError)
    assert str(broken) == "2.txt: the workers of the cluster that read it died. Report it with the file"
    assert all(isinstance(each, Made) for each in found.values())


def test_another_program_is_refused_before_anything_is_read_and_also_where_it_joins_late(
    sources: Path, tmp_path: Path, running: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = running.have(1).address
    ours = (*((name, value) for name, value in fingerprint.parts() if name != "lxml"), ("lxml", "5.0"))
    monkeypatch.setattr(fingerprint, "parts", lambda: ours)
    monkeypatch.setattr(fingerprint, "program", lambda: "another")
    for who in ("the worker tcp://", "a worker runs"):
        with pytest.raises(
            ClusterError, match=r"runs another program than this build: lxml \S+ in the place of 5\.0\. Inst"
        ) as caught:
            build([sources], tmp_path / "kg", options=Options(cluster=address))
        assert str(caught.value).startswith(f"{address}: {who}")
        monkeypatch.setattr(cluster, "_compare", lambda *_: None)


def test_a_cluster_without_workers_is_given_up_and_the_build_goes_on_elsewhere(
    sources: Path, tmp_path: Path, running: Cluster
) -> None:
    running.have(1)
    read: list[int] = []

    def kill(stage: Stage, step: int, total: int) -> None:
        read.append(step)
        if step == 4:
            for number in range(len(running.workers)):
                running.kill(number)

    with (
        dask.config.set({"distributed.scheduler.no-workers-timeout": "1s"}),
        pytest.raises(ClusterError, match=r"has had no worker for 1 seconds\. Start workers"),
    ):
        build([sources], tmp_path / "kg", kill, options=Options(cluster=running.address))
    assert len(read) < len(list(sources.iterdir()))
    assert build([sources], tmp_path / "kg", options=Options(jobs=1)).documents == 12


def test_a_scheduler_that_goes_away_ends_the_build_with_a_sentence(
    sources: Path, tmp_path: Path, running: Cluster
) -> None:
    address = running.have(1).address

    def kill(stage: Stage, step: int, total: int) -> None:
        if step == 3:
            running.kill_scheduler()

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ClusterError, match=f"{address}: the connection to the cluster was lost. See to its scheduler"),
    ):
        build([sources], tmp_path / "kg", kill, options=Options(cluster=address))
    running.end()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:1", "Timed out trying to connect"),
        ("127.0.0.1", "missing port number"),
        ("carrier-pigeon://127.0.0.1:1", "unknown address scheme"),
        ("tls://127.0.0.1:1", "names no certificates"),
    ],
)
def test_a_scheduler_that_cannot_be_reached_is_named_and_nothing_is_written(
    sources: Path, tmp_path: Path, address: str, why: str
) -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ClusterError, match=f"^{address}: no Dask scheduler can be reached .*{why}.*dask scheduler"),
    ):
        build([sources], tmp_path / "kg", options=Options(cluster=address))
    assert not (tmp_path / "kg").exists()


def test_without_the_extra_it_is_said_how_to_install_it(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "reformkg.pipeline.cluster")
    monkeypatch.delattr(pipeline, "cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'reformkg\[cluster\]'"):
        build([sources], tmp_path / "kg", options=Options(cluster="tcp://127.0.0.1:1"))
    assert not (tmp_path / "kg").exists()


def test_the_command_line_takes_an_address_or_a_number_of_processes(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reformkg = program_within(tmp_path / "kg", tmp_path, monkeypatch, capsys)
    both = reformkg("build", sources, "--cluster", "tcp://127.0.0.1:1", "--jobs", "2")
    assert both.code == 2
    assert "error: --jobs: a cluster has as many processes as its workers have threads" in both.err
    alone = reformkg("build", sources, "--cluster", "nowhere")
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.startswith("error: nowhere: no Dask scheduler can be reached")


def test_what_the_user_has_set_counts_on_the_workers_and_their_processes_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORMKG_SHACL", "pyshacl")
    job = Named("a", File("a.txt", "a.txt", notice(tmp_path, "a.txt").read_bytes(), Limits()))
    assert crew.settings() == (("REFORMKG_SHACL", "pyshacl"),)

    def done(set_there: tuple[tuple[str, str], ...]) -> object:
        return crew.do_job(fingerprint.program(), set_there, cluster.pickle.dumps(job))

    refused = done((("REFORMKG_SHACL", "guesswork"),))
    assert isinstance(refused, ValidationError)
    assert refused.where == "REFORMKG_SHACL=guesswork"
    assert isinstance(done(()), Made)
    started = list(crew._crew(())._pool._all)
    crew._crew(())._pool.end_idle()
    assert [worker._process.poll() is None for worker in started] == [False]
    assert isinstance(done(()), Made)
