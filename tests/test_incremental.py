"""Builds that go on from an earlier one: the same bytes as from nothing, and no more done than had to be."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands import contents, notice
from reformkg import pipeline
from reformkg.errors import ReadError
from reformkg.model import Severity
from reformkg.pipeline import BuildResult, Options, build, work, workers
from reformkg.pipeline.work import Checked, File, Made
from reformkg.pipeline.workers import Named, do_all
from reformkg.read import Limits
from reformkg.resources import vocabularies
from reformkg.store import Generation, open_kg
from reformkg.store.terms import TRIG_HEAD

PLAN = """关于印发示例方案的通知
沪示办〔2020〕{number}号

一、重点任务
（一）完善制度。按照《关于推进示例工作的通知》（辽卫发〔2019〕{cited}号），2020年6月底前签约率达到{rate}%以上。（市卫生健康委负责）

上海市示例办公室
2020年3月1日
"""


def plan(folder: Path, name: str, number: int, cited: int, rate: int = 50) -> Path:
    """Write a plan that cites a notice and asks for less than it."""
    path = folder / name
    path.write_text(PLAN.format(number=number, cited=cited, rate=rate), encoding="utf-8")
    return path


def outcome(kg: Path) -> dict[str, bytes]:
    """Return all that a build leaves for people, and hold that the store has what `kg.trig` has."""
    found = {name: content for name, content in contents(kg).items() if name != "kg.lock"}
    with open_kg(kg) as graph:
        assert found["kg.trig"] == TRIG_HEAD + b"".join(graph.text(key) for key in graph.keys())  # noqa: SIM118
    return found


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Two notices, a plan that cites the first, and one that cites a notice that is not there."""
    folder = tmp_path / "sources"
    folder.mkdir()
    notice(folder, "a.txt", number=1)
    notice(folder, "b.txt", number=2)
    plan(folder, "c.txt", number=1, cited=1)
    plan(folder, "d.txt", number=2, cited=3)
    return folder


def _rename(sources: Path) -> None:
    (sources / "b.txt").rename(sources / "z.txt")


def _move(sources: Path) -> None:
    (sources / "2020").mkdir()
    (sources / "b.txt").rename(sources / "2020" / "b.txt")


CHANGES: list[tuple[str, Callable[[Path], Any], int]] = [
    ("nothing", lambda sources: None, 0),
    ("a file more", lambda sources: notice(sources, "e.txt", number=4), 1),
    ("a file changed", lambda sources: notice(sources, "e.txt", number=4, what="实施"), 1),
    ("a file that others cite changed", lambda sources: notice(sources, "a.txt", number=1, what="实施"), 1),
    ("a file that another cites appeared", lambda sources: notice(sources, "f.txt", number=3), 1),
    ("a file that another cites gone", lambda sources: (sources / "f.txt").unlink(), 0),
    ("a file under another name", _rename, 1),
    ("a file in another folder", _move, 0),
    ("the same text twice", lambda sources: notice(sources, "a2.txt", number=1), 1),
    ("the first of the two gone", lambda sources: (sources / "a.txt").unlink(), 0),
    ("another text under a known number", lambda sources: notice(sources, "a3.txt", number=1, what="评价"), 1),
    ("a file that cannot be read", lambda sources: (sources / "g.txt").write_bytes(b""), 1),
    ("one that could be read and cannot now", lambda sources: (sources / "c.txt").write_bytes(b"\n"), 1),
]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read in this process, by path."""
    read: list[str] = []

    def do(job: work.Job) -> work.Result:
        if isinstance(job, File):
            read.append(job.where)
        return work.do(job)

    monkeypatch.setattr(workers, "do", do)
    return read


def test_whatever_changes_the_result_is_the_same_as_from_nothing(
    sources: Path, tmp_path: Path, done: list[str]
) -> None:
    kg = tmp_path / "kg"
    build([sources], kg)
    for number, (what, change, read) in enumerate(CHANGES):
        if change is _move:
            (sources / "z.txt").rename(sources / "b.txt")
            build([sources], kg)
        change(sources)
        done.clear()
        result = build([sources], kg)
        assert len(done) <= read + sum(path.stat().st_size < 2 for path in sources.glob("*.txt")), what
        fresh = build([sources], tmp_path / f"kg{number}")
        assert outcome(kg) == outcome(tmp_path / f"kg{number}"), what
        assert _told(result) == _told(fresh), what


def _told(result: BuildResult) -> tuple[object, ...]:
    counts = (result.documents, result.items, result.owners, result.responsibilities, result.deadlines)
    return (*counts, result.findings, result.duplicates, [str(failure) for failure in result.failures])


def test_a_document_is_found_weaker_only_while_the_one_that_it_cites_is_there(sources: Path, tmp_path: Path) -> None:
    """The notice asks for 60 %, the plan for 50 %: a finding that comes and goes with the notice."""

    def weaker(result: BuildResult) -> bool:
        return "RK061" in (tmp_path / "kg" / "report.md").read_text(encoding="utf-8").split("## ", 1)[1]

    assert weaker(build([sources], tmp_path / "kg"))
    (sources / "a.txt").rename(tmp_path / "a.txt")
    assert not weaker(build([sources], tmp_path / "kg"))
    (tmp_path / "a.txt").rename(sources / "a.txt")
    assert weaker(build([sources], tmp_path / "kg"))


def test_only_the_graphs_of_changed_documents_are_touched(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3, 6):
        notice(sources, f"{number}.txt", number=number)
    build([sources], tmp_path / "kg")
    touched: list[str] = []
    remove = Generation.remove

    def spy(self: Generation, key: str) -> None:
        touched.append(key)
        remove(self, key)

    monkeypatch.setattr(Generation, "remove", spy)
    notice(sources, "b.txt", number=2, what="实施")
    build([sources], tmp_path / "kg")
    assert touched == ["辽卫发-2019-2"]
    (sources / "b.txt").unlink()
    build([sources], tmp_path / "kg")
    assert touched == ["辽卫发-2019-2"] * 2
    with open_kg(tmp_path / "kg") as kg:
        assert "辽卫发-2019-2" not in kg.keys()  # noqa: SIM118


def test_an_unchanged_build_writes_nothing(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build([sources], tmp_path / "kg")
    monkeypatch.setattr(Generation, "commit", lambda *_: pytest.fail("there was nothing to commit"))
    again = build([sources], tmp_path / "kg")
    assert _told(again) == _told(first)
    assert again.count(Severity.VIOLATION) == first.count(Severity.VIOLATION) > 0


def test_a_page_that_somebody_lost_or_cut_off_is_written_again(sources: Path, tmp_path: Path) -> None:
    build([sources], tmp_path / "kg")
    before = outcome(tmp_path / "kg")
    (tmp_path / "kg" / "index.html").unlink()
    (tmp_path / "kg" / "kg.trig").write_text("", encoding="utf-8")
    build([sources], tmp_path / "kg")
    assert outcome(tmp_path / "kg") == before


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but longer than its head would be" * 100])
def test_a_lost_or_damaged_cache_costs_time_and_nothing_else(
    sources: Path, tmp_path: Path, content: bytes | None
) -> None:
    build([sources], tmp_path / "kg")
    before = outcome(tmp_path / "kg")
    (tmp_path / "kg" / "kg.cache").unlink()
    if content is not None:
        (tmp_path / "kg" / "kg.cache").write_bytes(content)
    build([sources], tmp_path / "kg")
    assert outcome(tmp_path / "kg") == before


def test_another_program_or_other_limits_read_all_anew(
    sources: Path, tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build([sources], tmp_path / "kg")
    for change in (
        lambda: monkeypatch.setattr("reformkg.fingerprint.program", lambda: "another"),
        lambda: monkeypatch.setenv("REFORMKG_READ_SECONDS", "60"),
    ):
        done.clear()
        change()
        build([sources], tmp_path / "kg")
        assert len(done) == 4
        done.clear()
        build([sources], tmp_path / "kg")
        assert done == []


def test_other_vocabularies_are_loaded_in_the_place_of_the_old(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([sources], tmp_path / "kg")
    monkeypatch.setattr(pipeline, "vocabularies", lambda: vocabularies()[:1])
    build([sources], tmp_path / "kg")
    with open_kg(tmp_path / "kg") as kg:
        assert kg.query("ASK { GRAPH ?document { ?document a reform:Document } }")
        assert not kg.query("ASK { ?topic skos:notation 'drug-supply' }")


class _Interrupted(KeyboardInterrupt):
    pass


def test_an_interrupted_build_keeps_what_it_has_read(sources: Path, tmp_path: Path, done: list[str]) -> None:
    build([sources / "a.txt"], tmp_path / "kg")
    before = outcome(tmp_path / "kg")
    done.clear()

    def interrupt(stage: object, step: int, total: int) -> None:
        if step == 3:
            raise _Interrupted

    with pytest.raises(_Interrupted):
        build([sources], tmp_path / "kg", interrupt)
    assert outcome(tmp_path / "kg") == before
    build([sources], tmp_path / "kg")
    assert sorted(Path(path).name for path in done) == ["b.txt", "c.txt", "d.txt"]
    build([sources], tmp_path / "fresh")
    assert outcome(tmp_path / "kg") == outcome(tmp_path / "fresh")


def test_a_first_build_that_was_interrupted_goes_on(sources: Path, tmp_path: Path, done: list[str]) -> None:
    def interrupt(stage: object, step: int, total: int) -> None:
        if step == 2:
            raise _Interrupted

    with pytest.raises(_Interrupted):
        build([sources], tmp_path / "kg", interrupt)
    assert build([sources], tmp_path / "kg").documents == 4
    assert len(done) == 4


def test_a_reader_sees_the_last_whole_state_while_the_next_is_made(sources: Path, tmp_path: Path) -> None:
    for number in range(3, 6):
        notice(sources, f"{number}.txt", number=number)
    build([sources], tmp_path / "kg")
    with open_kg(tmp_path / "kg") as reader:
        before = {key: reader.text(key) for key in reader.keys()}  # noqa: SIM118
        notice(sources, "b.txt", number=2, what="实施")
        (sources / "a.txt").unlink()
        build([sources], tmp_path / "kg")
        assert {key: reader.text(key) for key in reader.keys()} == before  # noqa: SIM118
    with open_kg(tmp_path / "kg") as reader:
        after = {key: reader.text(key) for key in reader.keys()}  # noqa: SIM118
    assert {key for key in before if after.get(key) != before[key]} == {"辽卫发-2019-1", "辽卫发-2019-2"}


def test_the_number_of_processes_and_the_order_make_no_difference(tmp_path: Path) -> None:
    files = [notice(tmp_path, f"{number}.txt", number=number) for number in range(7)]
    files += [plan(tmp_path, f"p{number}.txt", number, cited=number) for number in range(4)]
    (tmp_path / "empty.txt").touch()
    files.append(tmp_path / "empty.txt")
    results = []
    for name, jobs, order in (("one", 1, files), ("three", 3, random.Random(1).sample(files, len(files)))):
        results.append(build(order, tmp_path / name, options=Options(jobs=jobs)))
    assert _told(results[0]) == _told(results[1])
    assert outcome(tmp_path / "one") == outcome(tmp_path / "three")
    build(files[:8], tmp_path / "here", options=Options(jobs=1))
    build(files, tmp_path / "here", options=Options(jobs=1))
    assert outcome(tmp_path / "here") == outcome(tmp_path / "one")


class _Deadly(File):
    """A file that brings down the process that it is sent to: always, or the first time that it is sent."""

    def __reduce__(self) -> tuple[Any, ...]:
        marker = f"__import__('pathlib').Path({str(Path(self.where).with_suffix('.died'))!r})"
        die = f"({marker}.touch(), __import__('os')._exit(9))"
        if self.name == "always":
            return eval, (die,)
        work = "__import__('reformkg.pipeline.work', fromlist=['File']).File"
        limits = "__import__('reformkg.read', fromlist=['Limits']).Limits()"
        return eval, (
            f"{work}({self.where!r}, {self.name!r}, {self.data!r}, {limits}) if {marker}.exists() else {die}",
        )


def test_a_worker_that_breaks_down_costs_one_file(tmp_path: Path) -> None:
    data = notice(tmp_path, "a.txt").read_bytes()
    jobs = [Named(str(number), File(f"{number}.txt", f"{number}.txt", data, Limits())) for number in range(10)]
    jobs.insert(1, Named("always", _Deadly(str(tmp_path / "x.txt"), "always", data, Limits())))
    jobs.insert(2, Named("once", _Deadly(str(tmp_path / "y.txt"), "once", data, Limits())))
    found = dict(do_all(jobs, 2))
    assert found.keys() == {each.name for each in jobs}
    broken = found.pop("always")
    assert isinstance(broken, ReadError)
    assert "broke down (exit code" in str(broken)
    assert (tmp_path / "y.died").exists()
    assert all(isinstance(each, Made) for each in found.values())


def test_a_defect_costs_one_file_and_is_named(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(facts: object) -> object:
        raise RecursionError("too deep")

    kept = work.triples
    monkeypatch.setattr(work, "triples", lambda facts: defect(facts) if facts.key.endswith("2019-2") else kept(facts))
    result = build([sources], tmp_path / "kg")
    assert result.documents == 3
    (failure,) = result.failures
    assert str(failure).startswith(f"{sources / 'b.txt'}: a defect kept it from being read (RecursionError: too deep)")


def test_what_is_done_to_a_document_leaves_no_trace(sources: Path) -> None:
    """The same file gives the same values whatever was done before it: jobs can go to any process."""
    file = File("a.txt", "a.txt", (sources / "a.txt").read_bytes(), Limits())
    first = work.do(file)
    work.do(File("c.txt", "c.txt", (sources / "c.txt").read_bytes(), Limits()))
    assert isinstance(first, Made)
    assert work.do(file) == first
    alone = work.do(work.Neighbours(first.head.key, {first.head.key: first.graph}, first.head.cited))
    assert isinstance(alone, Checked)
    assert alone == first.checked
    citing = work.do(File("c.txt", "c.txt", (sources / "c.txt").read_bytes(), Limits()))
    assert isinstance(citing, Made)
    assert citing.checked is None


def test_pages_show_the_newest_where_there_are_many(sources: Path, tmp_path: Path) -> None:
    result = build([sources], tmp_path / "kg", options=Options(newest=2))
    assert (result.documents, result.shown) == (4, 2)
    page = (tmp_path / "kg" / "ledger.html").read_text(encoding="utf-8")
    report = (tmp_path / "kg" / "report.md").read_text(encoding="utf-8")
    for text in (page, report):
        assert "本页显示最新的 2 份文件；图谱共有 4 份" in text
        assert "沪示办〔2020〕2号" in page
        assert "辽卫发〔2019〕2号" not in page
    build([sources], tmp_path / "kg")
    assert "份文件；图谱共有" not in (tmp_path / "kg" / "ledger.html").read_text(encoding="utf-8")
