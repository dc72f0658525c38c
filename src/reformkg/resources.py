"""Finds the files that the program is shipped with; touches the file system to look, and opens nothing."""

from __future__ import annotations

from pathlib import Path

from reformkg.errors import ReformkgError

_PACKAGE = Path(__file__).resolve().parent


def ontology_dir() -> Path:
    """Return the folder of the ontology, the shapes and the vocabularies.

    Raises:
        ReformkgError: the installation lacks it.
    """
    return _shipped("ontology")


def vocabularies() -> tuple[Path, ...]:
    """Return the files that say what terms, functions and topics are called, sorted; not the shapes.

    Raises:
        ReformkgError: the installation lacks them.
    """
    return tuple(path for path in sorted(ontology_dir().glob("*.ttl")) if path.name != "shapes.ttl")


def queries_dir() -> Path:
    """Return the folder of the saved queries that the program is shipped with.

    Raises:
        ReformkgError: the installation lacks it.
    """
    return _shipped("queries")


def seeds_dir() -> Path | None:
    """Return the sample documents of the checkout that the program runs from; None where it is installed."""
    checkout = _checkout()
    return checkout / "seeds" if checkout and (checkout / "seeds").is_dir() else None


def _checkout() -> Path | None:
    """Return the root of the checkout: where this package lies in `src/` beside the project's metadata."""
    root = _PACKAGE.parent.parent
    return root if _PACKAGE.parent.name == "src" and (root / "pyproject.toml").is_file() else None


def _shipped(name: str) -> Path:
    """Return the folder `name`: the checkout's own, or the copy that the wheel carries inside the package."""
    folder = (_checkout() or _PACKAGE) / name
    if not folder.is_dir():
        raise ReformkgError("the installation is incomplete", where=str(folder), remedy="Install reformkg again.")
    return folder
