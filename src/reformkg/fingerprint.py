"""What results depend on beside documents: the program, its tables and its libraries; reads the package's own files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from reformkg import __version__
from reformkg.resources import ontology_dir, queries_dir

_LIBRARIES: Final = (
    "rdflib", "pyoxigraph", "pyshacl", "lxml", "pdfplumber", "pdfminer.six", "openpyxl", "markdown-it-py", "networkx",
    "pyvis", "jinja2",
)  # fmt: skip
"""The libraries that have a say in what is read, found or drawn."""


@cache
def program() -> str:
    """Return a digest of the program's own files, its tables, its libraries' versions and Python's.

    Where it is the same, the same documents give the same graph, findings and pages.
    """
    return hashlib.sha256("".join(f"{name} {value}\n" for name, value in parts()).encode()).hexdigest()


@cache
def parts() -> tuple[tuple[str, str], ...]:
    """Return what the digest is made from, by name: versions, and a digest of the program's own files and tables."""
    own = hashlib.sha256()
    for path in _files():
        own.update(f"{path.name}\0".encode())
        own.update(path.read_bytes())
    libraries = ((name, _version(name)) for name in _LIBRARIES)
    return ("Python", "{}.{}".format(*sys.version_info)), *libraries, ("reformkg", f"{__version__} {own.hexdigest()}")


def _files() -> Iterator[Path]:
    """Yield the package's files and those of the ontology, which a wheel has inside the package; in a fixed order."""
    package, shipped = Path(__file__).parent, (ontology_dir(), queries_dir())
    found = (path for path in package.rglob("*") if not any(path.is_relative_to(folder) for folder in shipped))
    for each in (found, ontology_dir().rglob("*")):
        yield from sorted(path for path in each if path.is_file() and path.suffix != ".pyc")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
