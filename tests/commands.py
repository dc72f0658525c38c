"""For tests of the command line and the tools: the real program, scripts as modules, kg folders of hand-made facts."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from facts import document
from reformkg.cli.app import run
from reformkg.graph import to_graph
from reformkg.model import DocumentFacts
from reformkg.store import new_generation

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
PROGRAM = Path(sys.executable).with_name("reformkg")

NOTICE = """关于推进示例工作的通知
辽卫发〔2019〕{number}号

一、重点任务
（一）完善制度。2020年6月底前出台{what}方案，签约率达到60%以上。（省卫生健康委、省财政局负责）
（二）加强宣传。营造氛围。

辽宁省卫生健康委员会
2019年3月1日
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of the program ended, and what it printed."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a test's program: English, no colours asked for, and nothing of the developer's own.

    The program may keep its compiled modules, as it does for its users: compiling them takes longer than most runs.
    """
    foreign = ("REFORMKG_", "LC_", "FORCE_", "PYTHONDONTWRITEBYTECODE")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**ours, "LANG": "C.UTF-8", "COLUMNS": "100", **(extra or {})}


def reformkg(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run the installed program in the folder `cwd`, with nothing on standard input."""
    done = subprocess.run(
        [PROGRAM, *words],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


Run = Callable[..., Outcome]


def program_within(kg: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the program to be run within this process, in `folder`, with the kg folder `kg`."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("REFORMKG_KG", str(kg))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")

    def within(*words: str | Path) -> Outcome:
        code = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return within


def script(path: Path) -> ModuleType:
    """Return a script that is in no package, as tools/write_docs.py, as a module; it is not run as a program."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notice(folder: Path, name: str, number: int = 1, what: str = "工作") -> Path:
    """Write a small notice, and return its path."""
    path = folder / name
    path.write_text(NOTICE.format(number=number, what=what), encoding="utf-8")
    return path


def kg_of(folder: Path, *documents: DocumentFacts) -> Path:
    """Write a kg folder of these facts, and return its path."""
    with new_generation(folder) as generation:
        generation.load(map(to_graph, documents))
        generation.commit()
    return folder


def kg_of_twins(folder: Path) -> Path:
    """Write a kg folder of the small notice of `facts`, and of a second one that has the same tasks."""
    second = replace(document("示医改办-2018-6"), text=document().text)
    return kg_of(folder, document(), second)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files at the top of a folder, to see whether anything has changed.

    What builds keep for the next one (kg.cache, and its journal where one was killed) says nothing of the graph and is left out: any build may add to it.
    """
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("kg.cache"))
    return {path.name: path.read_bytes() for path in files}
