"""Profiles: which findings an office wants to see, and how grave it takes them; touches one TOML file.

A profile is applied to a finished report, so that the findings themselves can be kept whatever profile is asked for.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from reformkg.errors import ValidationError
from reformkg.model import Report, Severity
from reformkg.validate.shapes import Shapes, default_shapes

OFF: Final = "off"


@dataclass(frozen=True, slots=True)
class Profile:
    """Another severity for some shapes; None switches a shape off. The others keep their own."""

    name: str
    severities: Mapping[str, Severity | None]


def load_profile(name: str, shapes: Shapes | None = None) -> Profile:
    """Return a profile by its name, or from a TOML file.

    `default` leaves everything as the shapes say; `strict` makes every warning a violation. A file may begin with one
    of them and go on from there:

        extends = "strict"
        [shapes]
        RK003 = "info"
        RK004 = "off"

    Args:
        name: `default`, `strict`, or the path of a file that ends in `.toml`.
        shapes: the shapes that the profile is about; those that the program is shipped with where none are given.

    Raises:
        ValidationError: there is no such profile, the file cannot be read, or it names an unknown shape or severity.
    """
    known = shapes or default_shapes()
    if name == "default":
        return Profile(name, MappingProxyType({}))
    if name == "strict":
        warnings = [shape.id for shape in known.shapes if shape.severity is Severity.WARNING]
        return Profile(name, MappingProxyType(dict.fromkeys(warnings, Severity.VIOLATION)))
    if name.endswith(".toml"):
        return _read(Path(name), known)
    raise ValidationError(
        f"there is no profile {name!r}", where="--profile", remedy="Give default, strict, or a file that ends in .toml"
    )


def apply_profile(report: Report, profile: Profile) -> Report:
    """Return the report as the profile wants it: severities changed, findings of shapes that are off left out."""
    off = {shape for shape, severity in profile.severities.items() if severity is None}
    findings = tuple(
        replace(finding, severity=profile.severities.get(finding.shape) or finding.severity)
        for finding in report.findings
        if finding.shape not in off
    )
    return replace(report, findings=findings, shapes=tuple(shape for shape in report.shapes if shape not in off))


def _read(path: Path, shapes: Shapes) -> Profile:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValidationError(
            f"the profile cannot be read: {error.strerror}", where=str(path), remedy="Give the path of a TOML file"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValidationError(
            f"the profile is not TOML: {error}", where=str(path), remedy="Correct the file"
        ) from error
    unknown = sorted(set(content) - {"extends", "shapes"})
    changes = content.get("shapes", {})
    if unknown or not isinstance(changes, dict):
        raise ValidationError(
            f"the profile has an unknown key {', '.join(unknown) or 'shapes'}",
            where=str(path),
            remedy="Keep extends and the table [shapes]",
        )
    base = _base(content.get("extends", "default"), path, shapes)
    severities = {name: _severity(name, value, path, shapes) for name, value in changes.items()}
    return Profile(path.stem, MappingProxyType({**base.severities, **severities}))


def _base(name: object, path: Path, shapes: Shapes) -> Profile:
    if name not in ("default", "strict"):
        raise ValidationError(
            f"the profile extends {name!r}", where=str(path), remedy="Extend default or strict, or leave it out"
        )
    return load_profile(str(name), shapes)


def _severity(shape: str, value: object, path: Path, shapes: Shapes) -> Severity | None:
    ids = [known.id for known in shapes.shapes]
    if shape not in ids:
        near = difflib.get_close_matches(shape.upper(), ids, n=1)
        raise ValidationError(
            f"the profile names an unknown shape {shape!r}",
            where=str(path),
            remedy=f"Did you mean {near[0]}?" if near else "Give the id of a shape, as RK001",
        )
    if value == OFF:
        return None
    if value not in list(Severity):
        raise ValidationError(
            f"{shape} is given {value!r}", where=str(path), remedy="Give violation, warning, info or off"
        )
    return Severity(str(value))
