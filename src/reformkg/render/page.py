"""One self-contained page: template, styles and scripts inside, and a policy that lets nothing else in.

Touches Jinja and the files of `templates/` and `assets/`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reformkg.errors import RenderError
from reformkg.render.payload import Payload, embed

FILES = {
    "overview": "index.html",
    "graph": "graph.html",
    "ledger": "ledger.html",
    "timeline": "timeline.html",
    "report": "report.html",
    "reader": "reader.html",
}
"""The pages of a site in the order of the navigation, and the files that they are in."""

SHARED_STYLES = ("base.css",)
SHARED_SCRIPTS = (
    "words.js",
    "dom.js",
    "facts.js",
    "address.js",
    "shell.js",
    "search.js",
    "matches.js",
    "passage.js",
    "filters.js",
    "panel.js",
    "finder.js",
    "export.js",
)


def environment(*more: BaseLoader) -> Environment:
    """Return the template environment of all pages; `more` loaders are asked after the pages' own templates."""
    own = PackageLoader("reformkg.render", "templates")
    return Environment(
        loader=ChoiceLoader([own, *more]),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> str:
    """Return the text of a file of `assets/`, with line feeds alone, as a browser hashes it."""
    text = resources.files("reformkg.render").joinpath("assets", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Parts:
    """What sets one page apart.

    Attributes:
        name: as in its file name, `graph`.
        styles: texts of style sheets, beside the shared ones.
        scripts: texts of scripts, run after the shared ones.
        navigation: the names of the pages that lie beside this one, empty for a page that stands alone.
    """

    name: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    navigation: tuple[str, ...]


def equip(env: Environment, data: Payload, parts: Parts) -> None:
    """Give `env`, an environment of its own for this page, what `base.html` needs to write it.

    Raises:
        RenderError: a script or a style would end its own element.
    """
    all_styles = [asset(name) for name in SHARED_STYLES] + list(parts.styles)
    all_scripts = [asset(name) for name in SHARED_SCRIPTS] + list(parts.scripts)
    for kind, texts in (("style", all_styles), ("script", all_scripts)):
        if any(f"</{kind}" in text.lower() for text in texts):
            raise RenderError(f"a {kind} of the page would end its own element", where=parts.name)
    env.globals.update(
        page=parts.name,
        policy=policy(all_scripts, all_styles),
        styles=[Markup(text) for text in all_styles],  # noqa: S704 - our own files
        scripts=[Markup(text) for text in all_scripts],  # noqa: S704 - our own files and the installed library's
        facts=embed(data.facts),
        texts=[embed(text) for text in data.texts],
        note=data.note,
        navigation=[(name, FILES[name]) for name in parts.navigation],
    )


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return the Content-Security-Policy under which these scripts and styles run and nothing is fetched."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_digest(text) for text in scripts),
            "style-src " + " ".join(_digest(text) for text in styles),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
