"""Turns names of bodies, as a document writes them, into organisations with stable keys; touches the vocabularies."""

from __future__ import annotations

import hashlib
import re

from reformkg.model import Organisation
from reformkg.resolve.functions import Change, Function, succession
from reformkg.resolve.jurisdiction import Context, jurisdiction_of, place_of
from reformkg.resolve.names import Names
from reformkg.resolve.reading import Reading, Step

__all__ = ["Change", "Context", "Function", "Resolver", "Step", "jurisdiction_of", "succession"]

_GOVERNMENTS = frozenset({"本级政府", "上级政府", "下级政府"})
_UNSAFE = re.compile(r"[/\s]+")


class Resolver:
    """Resolves the names of one document; the same name always gives the same organisation."""

    def __init__(self, context: Context) -> None:
        """Find the place that the document binds; the vocabularies are loaded at the first use in a process."""
        self._context = context
        self._place = place_of(context)
        self._names = Names(context, self._place)
        self._organisations: dict[str, Organisation] = {}

    def resolve(self, name: str) -> Organisation:
        """Return the organisation that a name, as written in the document, stands for.

        Where it can't be known, the function or the full name is None, and the label is the name as written.
        """
        found = self._organisations.get(name)
        if found is None:
            found = self._organisations[name] = self._organisation(name, self._names.read(name))
        return found

    def steps(self, name: str) -> tuple[Step, ...]:
        """Return how a name resolves: the document's place first, then what each rule read and gave, the key last."""
        said = self._context.issuer or self._context.title or self._context.number or ""
        place = self._place.full_name if self._place else "?"
        return (
            Step("document", said, place),
            *self._names.read(name).steps,
            Step("organisation", name, self.resolve(name).key),
        )

    def _organisation(self, name: str, reading: Reading) -> Organisation:
        label = reading.full or name.strip()
        jurisdiction = reading.place.full_name if reading.place else None
        scope = jurisdiction or self._scope()
        return Organisation(
            key=_key(scope, reading.function, label, collective=reading.collective),
            label=label,
            full_name=reading.full,
            function=reading.function,
            jurisdiction=jurisdiction,
            collective=reading.collective,
            unit_of=self._owner(reading, scope),
        )

    def _owner(self, reading: Reading, scope: str) -> str | None:
        """Return the key of the body that an internal division belongs to."""
        if reading.unit_of is None:
            return None
        owner = self._names.read(reading.unit_of)
        return _key(scope, owner.function, reading.unit_of, collective=False)

    def _scope(self) -> str:
        """Return what keeps names without a place apart from those of other documents."""
        if self._place:
            return self._place.full_name
        context = self._context
        if context.number:
            return context.number
        stated = "|".join((context.title or "", context.issuer or "", str(context.issued), context.text_head))
        return hashlib.sha256(stated.encode()).hexdigest()[:16]


def _key(scope: str, function: str | None, label: str, *, collective: bool) -> str:
    """Return the key; one government has one key, whether the document calls it its own, a higher or a lower one."""
    kind = "政府" if function in _GOVERNMENTS and not collective else function or "?"
    return "/".join(_UNSAFE.sub("", part) for part in (scope, kind, label))
