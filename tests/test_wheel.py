"""The wheel by itself: installed where there is no checkout, it reads a document, answers and validates."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from commands import ROOT, environment, notice


def call(*words: str | Path, cwd: Path) -> str:
    """Run a program in `cwd`, and return what it printed; it must succeed."""
    done = subprocess.run(words, cwd=cwd, env=environment(), capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the checkout gives."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment of its own, which holds the wheel and borrows the libraries it depends on.

    The libraries come from this test's environment, so that no package index is needed. A folder named in a .pth file
    is searched, but its own .pth files are not read: the checkout that is installed there stays out of sight.
    """
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check")
    call(*pip, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    packages = call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    Path(packages, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "reformkg"


def test_the_wheel_holds_all_that_the_program_needs_and_nothing_of_its_tests(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("ontology", "queries"):
        shipped = {f"reformkg/{path.relative_to(ROOT)}" for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert shipped <= names
        assert shipped
    for needed in ("reformkg/py.typed", "reformkg/ontology/shapes.ttl", "reformkg/queries/tasks-of.rq"):
        assert needed in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "seeds")) or "__pycache__" in name]


def test_the_program_that_runs_is_the_installed_one(installed: Path, tmp_path: Path):
    python = installed.with_name("python")
    where = call(python, "-c", "import reformkg; print(reformkg.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent.parent))


def test_a_document_is_built_asked_and_validated_outside_the_checkout(installed: Path, tmp_path: Path):
    call(installed, "build", notice(tmp_path, "通知.txt"), cwd=tmp_path)
    assert "加强宣传" in call(installed, "query", "missing-owner", cwd=tmp_path)
    assert "完善制度" in call(installed, "query", "tasks-of", "--department", "卫生健康", cwd=tmp_path)
    assert "RK001" in call(installed, "validate", "--fail-on", "never", cwd=tmp_path)
    assert (tmp_path / "kg" / "graph.html").stat().st_size > 10_000


def test_without_a_checkout_a_build_has_no_documents_of_its_own(installed: Path, tmp_path: Path):
    done = subprocess.run([installed, "build"], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"error: reformkg build: no document is named. Give files or folders\n"
