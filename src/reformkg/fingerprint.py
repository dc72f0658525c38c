"""What results depend on beside documents: the program, its tables and its libraries; reads the package's own files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from reformkg.resources import ontology_dir

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
    whole = hashlib.sha256(f"Python {sys.version_info[:2]}\n".encode())
    for name in _LIBRARIES:
        whole.update(f"{name} {_version(name)}\n".encode())
    for path in _files():
        whole.update(f"{path.name}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    for folder in (Path(__file__).parent, ontology_dir()):
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
