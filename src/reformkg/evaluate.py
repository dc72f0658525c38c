"""Scores what is read from documents against annotations of them; touches the pipeline and the JSON form of facts.

The measure is the one of `tests/gold/score.py`: items are paired by outline path, then by title; every field is scored
by precision and recall over all documents (micro-averaged); what is right of the facts found is given as rates. Width,
white space, brackets and quotes are folded, so that only wording counts. A fact that the annotation marks as inherited
or optional may be found or not.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reformkg.errors import ReadError
from reformkg.evaluation import Difference, Evaluation, Placing, Rate, ReadOwner, Score
from reformkg.model import DocumentFacts
from reformkg.pipeline import read_facts
from reformkg.render.interchange import facts_form

FIELDS = (
    "items", "titles", "owners", "owners+role", "owners in text", "deadlines", "indicators", "cites", "metadata",
)  # fmt: skip
RATES = ("comparator", "due", "subject", "kind", "open_list", "org function", "org full name")

_OTHER = "其他"
"""The function of a body that has none of government's."""

_Form = dict[str, Any]
"""An annotation as parsed JSON: its keys are those of `render.interchange`, all of them optional."""


def evaluate_folder(gold: Path, texts: Sequence[Path] = ()) -> tuple[Evaluation, ...]:
    """Score every annotation in the folder `gold`, in the order of its files.

    Args:
        gold: a folder of annotations, one JSON file a document.
        texts: folders in which their sources are looked for; by default the annotations' own folder.

    Raises:
        ReadError: there is no annotation, one is malformed, or a source is not found.
    """
    files = sorted(gold.glob("*.json"))
    if not files:
        raise ReadError("the folder holds no annotations", where=str(gold), remedy="Name a folder of .json files")
    return tuple(_evaluate_file(file, texts or (gold,)) for file in files)


def total(evaluations: Iterable[Evaluation]) -> Evaluation:
    """Return the evaluation of all documents together."""
    parts = tuple(evaluations)
    scores = {field: Counter[str]() for field in FIELDS}
    rates: dict[str, Counter[str]] = {name: Counter() for name in RATES}
    for part in parts:
        for score in part.scores:
            scores[score.field].update(hits=score.hits, missed=score.missed, extra=score.extra)
        for rate in part.rates:
            rates[rate.name].update(right=rate.right, total=rate.total)
    return Evaluation(
        tuple(name for part in parts for name in part.documents),
        tuple(Score(field, counts["hits"], counts["missed"], counts["extra"]) for field, counts in scores.items()),
        tuple(Rate(name, counts["right"], counts["total"]) for name, counts in rates.items()),
        tuple(difference for part in parts for difference in part.differences),
        tuple(owner for part in parts for owner in part.owners),
    )


def placing(evaluations: Iterable[Evaluation]) -> Placing:
    """Return how the owners of all documents together were placed."""
    owners = [owner for evaluation in evaluations for owner in evaluation.owners]
    clauses = [owner for owner in owners if not owner.in_text]
    places: dict[str, set[str | None]] = defaultdict(set)
    for owner in owners:
        places[owner.organisation].add(owner.place)
    joined = tuple(sorted(key for key, found in places.items() if len(found) > 1))
    return Placing(len(clauses), tuple(owner for owner in clauses if not owner.placed), len(places), joined)


def evaluate(name: str, gold: _Form, found: _Form) -> Evaluation:
    """Score one document: `found` against the annotation `gold`, both in the JSON form of facts."""
    tally = _Tally(name)
    for wanted, item in _pairs(gold["items"], found["items"]):
        tally.item(wanted, item)
    tally.document(gold, found)
    return tally.evaluation()


def _evaluate_file(file: Path, texts: Sequence[Path]) -> Evaluation:
    try:
        gold: _Form = json.loads(file.read_text(encoding="utf-8"))
        source = str(gold["source"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ReadError(
            f"the annotation cannot be read ({problem})", where=str(file), remedy="Mend it by tests/gold/GUIDELINES.md"
        ) from problem
    path = next((folder / source for folder in texts if (folder / source).exists()), None)
    if path is None:
        raise ReadError("the annotated document is not there", where=source, remedy="Name the folder that holds it")
    facts = read_facts(path)
    found: _Form = json.loads(json.dumps(facts_form(facts)))
    return replace(evaluate(file.stem, gold, found), owners=_read_owners(file.stem, facts))


def _read_owners(name: str, facts: DocumentFacts) -> tuple[ReadOwner, ...]:
    return tuple(
        ReadOwner(
            document=name,
            item=item.ref,
            name=owner.name,
            organisation=owner.organisation.key,
            place=owner.organisation.jurisdiction or facts.metadata.jurisdiction,
            placed=owner.organisation.collective or owner.organisation.function not in (None, _OTHER),
            in_text=owner.in_text,
        )
        for item in facts.items
        for owner in item.responsibilities
    )


def _pairs(gold: list[_Form], found: list[_Form]) -> list[tuple[_Form | None, _Form | None]]:
    """Pair items by outline path, then what is left by title."""
    left = list(found)
    pairs: list[tuple[_Form | None, _Form | None]] = []
    rest: list[_Form] = []
    for item in gold:
        hit = next((other for other in left if other["ref"] == item["ref"]), None)
        if hit is None:
            rest.append(item)
        else:
            left.remove(hit)
            pairs.append((item, hit))
    for item in rest:
        hit = next((other for other in left if _plain(other["title"]) == _plain(item["title"])), None)
        if hit is not None:
            left.remove(hit)
        pairs.append((item, hit))
    return pairs + [(None, item) for item in left]


class _Tally:
    """The counts of one document as they grow."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        self._rates: dict[str, Counter[str]] = defaultdict(Counter)
        self._differences: list[Difference] = []

    def evaluation(self) -> Evaluation:
        scores = (Score(f, c["hits"], c["missed"], c["extra"]) for f, c in self._counts.items())
        rates = (Rate(name, counts["right"], counts["total"]) for name, counts in self._rates.items())
        return Evaluation((self._name,), tuple(scores), tuple(rates), tuple(self._differences))

    def item(self, gold: _Form | None, found: _Form | None) -> None:
        ref = str((gold or found or {})["ref"])
        if not _is_bare_objective(gold, found):
            self._compare("items", ref, ["item"] if gold else [], ["item"] if found else [])
        if gold and found:
            self._compare("titles", ref, [_plain(gold["title"])], [_plain(found["title"])])
            self._rate("kind", right=gold["kind"] == found["kind"])
            self._rate("open_list", right=bool(gold.get("open_list")) == bool(found.get("open_list")))
        gold, found = gold or {}, found or {}
        self._owners(ref, gold.get("owners", []), found.get("owners", []))
        self._compare(
            "deadlines", ref, {*map(_when, gold.get("deadlines", []))}, {*map(_when, found.get("deadlines", []))}
        )
        self._indicators(ref, gold.get("indicators", []), found.get("indicators", []))

    def document(self, gold: _Form, found: _Form) -> None:
        wanted, stated = gold["document"], found["document"]
        self._compare("cites", None, {*map(_cited, wanted["cites"])}, {*map(_cited, stated["cites"])})
        for key in ("title", "number", "issuer", "issued"):
            self._compare("metadata", None, _given(wanted.get(key)), _given(stated.get(key)))
        resolved = {_plain(name): organisation for name, organisation in found["orgs"].items()}
        for name, organisation in gold.get("orgs", {}).items():
            if (got := resolved.get(_plain(name))) is None:
                continue
            if organisation["function"] != _OTHER:
                self._rate("org function", right=got["function"] == organisation["function"])
            if organisation["full"]:
                self._rate("org full name", right=_plain(got["full"]) == _plain(organisation["full"]))

    def _owners(self, ref: str, gold: list[_Form], found: list[_Form]) -> None:
        free = {_plain(owner["name"]) for owner in gold if owner.get("inherited")}
        in_text = {_plain(owner["name"]) for owner in gold if owner.get("source") == "text"}
        clause = [owner for owner in gold if _plain(owner["name"]) not in free | in_text]
        as_text = [owner for owner in found if _plain(owner["name"]) in in_text or owner.get("source") == "text"]
        as_clause = [owner for owner in found if owner not in as_text and _plain(owner["name"]) not in free]
        self._compare("owners", ref, map(_owner, clause), map(_owner, as_clause))
        self._compare("owners+role", ref, map(_owner_role, clause), map(_owner_role, as_clause))
        self._compare("owners in text", ref, in_text, {*map(_owner, as_text)})

    def _indicators(self, ref: str, gold: list[_Form], found: list[_Form]) -> None:
        firm = [indicator for indicator in gold if not indicator.get("optional")]
        loose = Counter(_number(indicator) for indicator in gold if indicator.get("optional"))
        numbers = Counter(map(_number, found))
        self._compare("indicators", ref, map(_number, firm), (numbers - (loose & numbers)).elements())
        pool = list(found)
        for indicator in firm:
            same = [other for other in pool if _number(other) == _number(indicator)]
            if same:
                best = max(same, key=lambda other: len(_letters(other) & _letters(indicator)))
                pool.remove(best)
                self._rate("comparator", right=best.get("comparator") == indicator["comparator"])
                self._rate("due", right=best.get("due") == indicator.get("due"))
                self._rate("subject", right=_near(_letters(best), _letters(indicator)))

    def _compare(self, field: str, ref: str | None, gold: Iterable[str], found: Iterable[str]) -> None:
        wanted, got = Counter(gold), Counter(found)
        both = wanted & got
        missed, extra = wanted - both, got - both
        self._counts[field].update(hits=both.total(), missed=missed.total(), extra=extra.total())
        for bag, was_found in ((missed, False), (extra, True)):
            self._differences += [
                Difference(field, self._name, ref, fact, was_found) for fact in sorted(bag.elements())
            ]

    def _rate(self, name: str, *, right: bool) -> None:
        self._rates[name].update(right=int(right), total=1)


def _is_bare_objective(gold: _Form | None, found: _Form | None) -> bool:
    """An objective without target or time limit need not be listed."""
    return (
        gold is None
        and found is not None
        and found["kind"] == "objective"
        and not (found["indicators"] or found["deadlines"])
    )


def _plain(text: object) -> str:
    folded = unicodedata.normalize("NFKC", str(text or ""))
    return re.sub(r"[\s\"'“”‘’《》〈〉〔〕\[\]()（）【】「」、,，。;；:：]+", "", folded)


def _given(value: object) -> list[str]:
    return [_plain(value)] if value else []


def _when(deadline: _Form) -> str:
    return str(deadline.get("date") or deadline.get("recurring"))


def _cited(citation: _Form) -> str:
    return _plain(citation.get("number") or citation.get("title"))


def _owner(owner: _Form) -> str:
    return _plain(owner["name"])


def _owner_role(owner: _Form) -> str:
    return f"{_plain(owner['name'])} {owner['role']}"


def _letters(indicator: _Form) -> set[str]:
    return set(_plain(indicator.get("subject")))


def _near(one: set[str], other: set[str]) -> bool:
    return len(one & other) / len(one | other) >= 0.5 if one or other else True


def _number(indicator: _Form) -> str:
    bounds = ("min", "max") if indicator.get("comparator") == "range" else ("value",)
    return "..".join(_figure(indicator.get(bound)) for bound in bounds) + " " + _plain(indicator.get("unit"))


def _figure(value: object) -> str:
    return f"{round(float(value), 4):g}" if isinstance(value, int | float) else str(value)
