"""What can go wrong at the command line: one clear line that says what, where and what to do, exit 2, no traceback."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands import PROGRAM, SEEDS, Outcome, contents, environment, kg_of, notice, reformkg
from facts import document
from reformkg.cli.app import run
from reformkg.errors import RenderError
from reformkg.model import DocumentFacts
from reformkg.pipeline import build, pages
from reformkg.store import open_kg


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one of each kind of thing that the program cannot use, and a kg folder that it can."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "empty.txt").touch()
    (folder / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)))
    (folder / "undecodable.txt").write_bytes(b"\xff\xff\x81\x20\xff" * 40)
    (folder / "nothing-inside").mkdir()
    (folder / "broken.rq").write_text("SELECT ?task WHERE { ?task a ", encoding="utf-8")
    (folder / "header.rq").write_text("#+ params: [\nSELECT ?a WHERE { ?a ?b ?c }", encoding="utf-8")
    (folder / "photos").mkdir()
    (folder / "photos" / "me.jpg").write_bytes(b"\xff\xd8")
    kg_of(folder / "kg", document())
    future = kg_of(folder / "future", document())
    pointer = json.loads((future / "kg.json").read_text(encoding="utf-8"))
    (future / "kg.json").write_text(json.dumps({**pointer, "format": 99}), encoding="utf-8")
    return folder


# What the program is asked, and what its one line says.
AS_A_PROCESS = [
    ("extract missing.txt", "missing.txt: there is no such file"),
    ("extract empty.txt", "empty.txt: the file has no text"),
    ("extract binary.txt", "binary.txt: "),
    ("extract undecodable.txt", "undecodable.txt: "),
    ("build nothing-inside --kg new", "nothing-inside: the folder holds no documents"),
    ("query tasks-off", "'tasks-off'. Did you mean tasks-of"),
    ("query tasks-of --departement 财政", "no parameter --departement. Did you mean department"),
    ("query due-before --date 31.12.2020", "--date: '31.12.2020' will not do. Give a date as YYYY-MM-DD"),
    ("query --file broken.rq", "broken.rq"),
    ("query documents --kg nowhere", "nowhere: there is no graph here. Make one with reformkg build"),
    ("query documents --kg future", "future: the graph has format 99"),
    ("build --nonsense", "No such option: --nonsense. Run reformkg build --help"),
]
WITHIN = [
    ("extract blank.txt", "blank.txt: the file has no text"),
    ("extract photos", "photos: "),
    ("build missing.txt --kg new", "missing.txt: there is no such file or folder"),
    ("build empty.txt --kg new", "empty.txt: the file has no text"),
    ("build empty.txt --kg photos", "photos: the folder holds other files and is not a kg folder"),
    ("explain missing.txt", "missing.txt: there is no such file"),
    ("explain empty.txt --item 一/1", "empty.txt: the file has no text"),
    ("gaps missing.txt", "missing.txt: there is no such file"),
    ("query tasks-of", "query needs --department"),
    ("query due-before --date 2020-02-30", "--date: '2020-02-30' will not do"),
    ("query due-in-year --year MMXX", "--year: 'MMXX' will not do"),
    ("query due-before --date", "--date: a value is missing"),
    ("query due-before --date --format csv", "--date: a value is missing"),
    ("query due-before --date 2020-01-01 --date 2021-01-01", "--date: the parameter is given twice"),
    ("query due-before 2020-01-01", "'2020-01-01' is one word too many"),
    ("query documents --file broken.rq", "NAME, --file and --sparql each name a query"),
    ("query documents --columns number,dates", "dates: there is no such column. Take some of document,number"),
    ("query --file missing.rq", "missing.rq"),
    ("query --file header.rq", "header.rq:1"),
    ("query --sparql SELECT", "--sparql"),
    ("query --queries nowhere", "nowhere: There is no such folder"),
    ("query documents --kg photos", "photos: this is not a kg folder"),
    ("validate --kg nowhere", "nowhere: there is no graph here"),
    ("validate -o empty.txt/report.csv", "report.csv: the file cannot be written"),
    ("validate -o report.doc", "report.doc: the ending of the name tells no form"),
    ("validate --profile lenient", "--profile: there is no profile 'lenient'"),
    ("query documents --sort nothing", "nothing: there is no such column"),
    ("ledger -o ledger.pdf", "ledger.pdf: the ending of the name tells no form"),
    ("ledger --as-of someday", "someday"),
    ("site -o empty.txt", "index.html: the file cannot be written"),
    ("validate --format nonsense", "nonsense"),
    ("graph --kg nowhere", "nowhere: there is no graph here"),
    ("graph -o photos", "photos: the file cannot be written"),
    ("show 一/1 --kg nowhere", "nowhere: there is no graph here"),
    ("show 九/九", "九/九: no item is called so"),
    ("nonsense", "No such command 'nonsense'. Run reformkg --help"),
    ("extract", "Missing argument 'FILE'. Run reformkg extract --help"),
]


@pytest.mark.parametrize(("words", "what"), AS_A_PROCESS)
def test_one_line_says_what_is_wrong(words: str, what: str, place: Path):
    expect_one_line(reformkg(*words.split(), cwd=place), what)
    assert not (place / "new").exists()


@pytest.mark.parametrize(("words", "what"), WITHIN)
def test_one_line_says_what_is_wrong_with_the_rest(
    words: str, what: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(place)
    code = run(words.split())
    printed = capsys.readouterr()
    expect_one_line(Outcome(code, printed.out, printed.err), what)
    assert not (place / "new").exists()


def expect_one_line(outcome: Outcome, what: str) -> None:
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("\n") == 1
    assert what in outcome.err
    assert "Traceback" not in outcome.err


def test_a_name_cannot_act_on_the_terminal_nor_begin_a_new_line(tmp_path: Path):
    outcome = reformkg("extract", "a\x1b[2J\nb\udcff.txt", cwd=tmp_path)
    assert outcome.err == r"error: a\x1b[2J\nb\udcff.txt: there is no such file. Check the path" + "\n"


def test_a_build_goes_on_without_the_files_that_fail(tmp_path: Path):
    """The failures are listed, each on a line, and the exit code tells of them."""
    good = notice(tmp_path, "好.txt")
    (tmp_path / "空.txt").touch()
    outcome = reformkg("build", good, "空.txt", "没有.txt", "--kg", "kg", cwd=tmp_path)
    assert outcome.code == 1
    errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    assert [line.split(":")[1].strip() for line in errors] == ["没有.txt", "空.txt"]
    assert "2 of the files could not be read" in outcome.err
    listed = reformkg("query", "documents", "--format", "csv", cwd=tmp_path)
    assert listed.out.count("\n") == 2


def test_a_build_where_every_file_fails_makes_no_graph(tmp_path: Path):
    (tmp_path / "空.txt").touch()
    outcome = reformkg("build", "空.txt", "没有.txt", "--kg", "kg", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.err.count("error: ") == 2
    assert not (tmp_path / "kg").exists()


def test_gaps_go_on_without_the_files_that_fail(tmp_path: Path):
    notice(tmp_path, "好.txt")
    assert reformkg("gaps", "好.txt", "没有.txt", cwd=tmp_path).code == 1
    assert reformkg("gaps", "没有.txt", cwd=tmp_path).code == 2


def test_without_a_checkout_a_build_asks_what_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("reformkg.cli.options.seeds_dir", lambda: None)
    assert run(["build", "--kg", str(tmp_path / "kg")]) == 2
    assert capsys.readouterr().err == "error: reformkg build: no document is named. Give files or folders\n"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A kg folder from a build that succeeded."""
    assert reformkg("build", notice(tmp_path, "旧.txt"), "--kg", "kg", cwd=tmp_path).code == 0
    return tmp_path / "kg"


def answers(folder: Path) -> str:
    return reformkg("query", "documents", "--format", "csv", "--kg", folder, cwd=folder.parent).out


def test_a_build_that_fails_leaves_the_earlier_graph_as_it_was(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    before, said = contents(earlier), answers(earlier)

    def fail(*_: object) -> str:
        raise RenderError("the page cannot be drawn", where="graph.html", remedy="Report this")

    monkeypatch.setattr(pages, "site_pages", fail)
    new = notice(earlier.parent, "新.txt", number=2)
    assert run(["build", str(new), "--kg", str(earlier)]) == 2
    assert capsys.readouterr().err == "error: graph.html: the page cannot be drawn. Report this\n"
    assert (contents(earlier), answers(earlier)) == (before, said)


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "waited a minute in vain"
        time.sleep(0.01)


def started(*words: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *words],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def notices(folder: Path, count: int) -> Path:
    """Write notices, numbered from 2 on, into a new folder, and return it."""
    folder.mkdir()
    for number in range(2, count + 2):
        notice(folder, f"{number}.txt", number, f"第{number}项")
    return folder


@dataclass(frozen=True)
class State:
    """All that a kg folder tells: the documents that its graph holds, and its files but for the name in `kg.json`."""

    documents: tuple[DocumentFacts, ...]
    files: dict[str, bytes]


def state(folder: Path) -> State:
    """Return what the graph holds, read without another process; the files are those that are there once it is open."""
    with open_kg(folder) as kg:
        documents = tuple(kg.documents())
    return State(documents, {name: content for name, content in contents(folder).items() if name != "kg.json"})


MOMENTS = 20
"""How often a build is killed, each time a little later in its life."""


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_graph_and_the_next_build_is_right(earlier: Path):
    """Whatever the moment: the graph is the earlier one or, where the kill came too late, the new one; never a mixture.

    The next build makes the earlier graph again, so that each of the killed builds finds the same folder.
    """
    before = state(earlier)
    many = notices(earlier.parent / "many", 24)
    began = time.monotonic()
    assert reformkg("build", many, "--kg", "measured", cwd=earlier.parent).code == 0
    length = time.monotonic() - began
    after = state(earlier.parent / "measured")
    assert len(after.documents) == 24
    for moment in range(MOMENTS):
        killed = started("build", many, "--kg", earlier)
        time.sleep(length * (moment + 0.5) / MOMENTS)
        killed.kill()
        _, errors = killed.communicate(timeout=60)
        assert killed.returncode in (-signal.SIGKILL, 0)
        assert b"Traceback" not in errors
        assert state(earlier) in (before, after), f"killed at moment {moment} of a build of {length:.1f} s"
        assert not build([earlier.parent / "旧.txt"], earlier).failures
        assert state(earlier) == before


def test_a_build_that_is_interrupted_leaves_the_earlier_graph_as_it_was(earlier: Path):
    """It is interrupted as it begins to read, and says that the same command goes on from there."""
    before, said = contents(earlier), answers(earlier)
    many = notices(earlier.parent / "many", 100)
    interrupted = started("build", many, "--kg", earlier)
    wait_for((earlier / "generations" / "building" / "in-use").exists)
    interrupted.send_signal(signal.SIGINT)
    _, errors = interrupted.communicate(timeout=60)
    assert interrupted.returncode == 130
    assert errors.decode().startswith("interrupted; ")
    assert errors.count(b"\n") == 1
    assert (contents(earlier), answers(earlier)) == (before, said)
    assert not (earlier / "generations" / "building").exists()
    assert reformkg("build", many / "2.txt", "--kg", earlier, cwd=earlier.parent).code == 0
    assert "2号" in answers(earlier)


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path):
    program = subprocess.Popen(
        [PROGRAM, "extract", next(SEEDS.glob("*.txt"))],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.read(10)
    program.stdout.close()
    assert program.stderr.read() == b""
    assert program.wait(timeout=60) == 0
