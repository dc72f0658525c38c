"""What a generation of the kg folder consists of, in one file beside its store; touches that file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from reformkg.store.folder import MANIFEST, write_json


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of.

    Attributes:
        files: the sizes in bytes of its files at the top of the kg folder, by name.
        documents: the SHA-256 of the text of each document's graph in its store, by key.
        vocabularies: the SHA-256 of the vocabularies in its store.
        made_by: what made its files beside the graph, as the build says; the same again makes the same files.
    """

    files: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    vocabularies: str = ""
    made_by: str = ""


NONE: Final = Manifest()


def load_manifest(place: Path) -> Manifest:
    """Return the manifest of a generation; an empty one where it has none, or one of another layout.

    Args:
        place: the folder of the generation.
    """
    try:
        stored = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**stored)
    except (OSError, ValueError, TypeError):
        # Without it a build begins anew and a reader reckons digests itself: it costs time and nothing else.
        return NONE


def save_manifest(place: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation, whole or not at all."""
    write_json(place / MANIFEST, asdict(manifest))
