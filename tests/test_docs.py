"""The documentation is what the program does: pages made from it are current, and what the READMEs show comes out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from commands import ROOT, environment, script

READMES = ("README.md", "README.zh.md")


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    """The tool that writes the documentation."""
    return script(ROOT / "tools" / "write_docs.py")


def test_the_page_of_the_command_line_is_current(docs: ModuleType):
    """`make docs` writes it again."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == docs.cli_page()


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_what_its_commands_print(name: str, docs: ModuleType):
    """`make docs` writes it again."""
    path = ROOT / name
    assert path.read_text(encoding="utf-8") == docs.readme(path)


@pytest.mark.parametrize("name", READMES)
def test_a_readme_asks_real_questions(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(re.findall(r"^\$ reformkg query ", text, re.MULTILINE)) >= 3
    assert "make demo" in text
    assert "docs/images/graph-tasks-" in text


@pytest.mark.parametrize("name", READMES)
def test_the_python_of_a_readme_runs(name: str):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, env=environment({"PYTHONUTF8": "1"})
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert "推进紧密型医疗联合体建设" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name)
def test_links_inside_the_documentation_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_page_of_performance_says_what_was_measured():
    """`make docs` writes it again from the results of the last full run."""
    tool = script(ROOT / "tools" / "write_performance.py")
    written = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert written == tool.page(tool.read(tool.RESULTS))
    assert "{{" not in written
