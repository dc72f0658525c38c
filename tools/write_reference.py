"""Writes docs/validation.md from the shapes; docs/ontology.html and the tables of docs/ontology.md from the ontology.

Run it after every change of `ontology/`: `python tools/write_reference.py`. A test holds the files in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pylode import OntPub
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from reformkg.codes import SEVERITIES
from reformkg.validate import Shape, default_shapes

ROOT = Path(__file__).resolve().parent.parent
DOMAIN_INCLUDES = URIRef("https://schema.org/domainIncludes")
END = "<!-- end -->"
_BOTH_LABELS = re.compile(r"(?<=>)([^<>]*[一-鿿])([A-Za-z][^<>]*)$")
INTRODUCTION = """# Validation

Made from `ontology/shapes.ttl` by `tools/write_reference.py`: change that file, not this one.

`reformkg validate` holds every document against the shapes below. Each finding names the item, says what is wrong and
what to do, and shows the passage. The shapes are SHACL Core, so that any SHACL engine can run them on the union of the
graphs in `kg.trig`; RK042 and RK061 look at triples that are reckoned for validation only, and find nothing there.

- **Severity.** A *violation* cannot stand (a task that nobody owns, a date that cannot be); a *warning* needs somebody
  to look; *info* is good to know. `--fail-on` says from which severity on the command exits with 1.
- **Selection.** `--shape`, `--document` and `--limit` (the gravest first) narrow what is listed; `--by` puts findings,
  and the counts of `--format summary`, together by shape, document or who should act.
- **Profile.** `--profile strict` makes every warning a violation. A file of your own raises, lowers or switches off:

  ```toml
  extends = "strict"      # or "default"

  [shapes]
  RK003 = "info"          # violation, warning, info or off
  RK004 = "off"
  ```

- **Baseline.** Findings that are known can rest: a baseline lists them, and only those that are not in it count.
- **Across documents.** Where a document cites another that is in the graph, its targets are compared with those of the
  other one: the same subject, unit and comparator, due no later there. Names are held against the years in which they
  were in official use (`ontology/functions.ttl`).
- **Examples.** `tests/shapes/` has for each shape a graph that it passes and one that it finds fault with.

"""


def validation_guide(shapes: tuple[Shape, ...]) -> str:
    """Return the text of docs/validation.md."""
    groups = list(dict.fromkeys(shape.group for shape in shapes))
    parts = [INTRODUCTION]
    for group in groups:
        parts.append(f"## {group.zh} {group.en}\n\n")
        parts += [_shape(shape) for shape in shapes if shape.group == group]
    return "".join(parts).rstrip() + "\n"


def ontology_guide(text: str, ontology: Graph) -> str:
    """Return the text of docs/ontology.md with its tables made anew."""
    for name, kinds in (("classes", [OWL.Class]), ("properties", [OWL.ObjectProperty, OWL.DatatypeProperty])):
        terms = sorted({term for kind in kinds for term in ontology.subjects(RDF.type, kind)})
        table = _head(name) + "".join(_row(ontology, term, name == "properties") for term in terms)
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        text = before + mark + table + END + rest.partition(END)[2]
    return text


def ontology_page(ontology: Path) -> str:
    """Return the text of docs/ontology.html: pyLODE's page, with a space between the labels of the two languages."""
    publisher = OntPub(ontology=str(ontology))
    publisher.fids[""] = ""  # or a term whose label is Chinese alone would have an empty id
    page: str = publisher.make_html()
    lines = (_BOTH_LABELS.sub(r"\1 \2", line).rstrip() for line in page.splitlines())
    return "".join(f"{line}\n" for line in lines)


def _shape(shape: Shape) -> str:
    severity = SEVERITIES[shape.severity]
    return (
        f"### {shape.id} {shape.name.zh} · {shape.name.en}\n\n"
        f"*{severity.zh} {severity.en}*\n\n"
        f"- …{shape.message.zh}。→ {shape.remedy.zh}\n"
        f"- … {shape.message.en}. → {shape.remedy.en}\n\n"
    )


def _head(name: str) -> str:
    if name == "classes":
        return "| class | 中文 | meaning | like |\n|---|---|---|---|\n"
    return "| property | 中文 | of | to | meaning | like |\n|---|---|---|---|---|---|\n"


def _row(ontology: Graph, term: Node, is_property: bool) -> str:
    like = ", ".join(_names(ontology, term, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch))
    cells = [f"`{_name(ontology, term)}`", _said(ontology, term, RDFS.label, "zh")]
    if is_property:
        cells += [", ".join(_names(ontology, term, RDFS.domain, DOMAIN_INCLUDES))]
        cells += [", ".join(_names(ontology, term, RDFS.range))]
    cells += [_said(ontology, term, RDFS.comment, "en").replace("|", "\\|"), like]
    return f"| {' | '.join(cells)} |\n"


def _names(ontology: Graph, term: Node, *props: URIRef) -> Iterator[str]:
    for prop in props:
        yield from sorted(_name(ontology, value) for value in ontology.objects(term, prop))


def _name(ontology: Graph, term: Node) -> str:
    return ontology.namespace_manager.normalizeUri(str(term))


def _said(ontology: Graph, term: Node, prop: URIRef, language: str) -> str:
    texts = ontology.objects(term, prop)
    return next(str(text) for text in texts if isinstance(text, Literal) and text.language == language)


if __name__ == "__main__":
    (ROOT / "docs" / "validation.md").write_text(
        validation_guide(default_shapes().shapes), encoding="utf-8", newline="\n"
    )
    guide = ROOT / "docs" / "ontology.md"
    page = ontology_page(ROOT / "ontology" / "reform.ttl")
    (ROOT / "docs" / "ontology.html").write_text(page, encoding="utf-8", newline="\n")
    made = ontology_guide(guide.read_text(encoding="utf-8"), Graph().parse(ROOT / "ontology" / "reform.ttl"))
    guide.write_text(made, encoding="utf-8", newline="\n")
