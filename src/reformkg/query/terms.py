"""RDF terms as SPARQL text, and terms as cells for people; touches rdflib's terms only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from rdflib.namespace import XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

from reformkg.codes import GAPS, KINDS, RECURRENCES, ROLES
from reformkg.model import Bilingual, Cell, Comparator, Kind
from reformkg.vocab import REFORM, ROLE

FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_NOTHING = URIRef("about:nothing")
_STRING_ESCAPES = MappingProxyType({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_INTEGERS = frozenset({XSD.integer, XSD.int, XSD.long, XSD.short, XSD.nonNegativeInteger, XSD.positiveInteger})
_NUMBERS = frozenset({XSD.decimal, XSD.double, XSD.float})

VOCABULARIES: Final = MappingProxyType(
    {
        "comparator": MappingProxyType(
            {
                Comparator.AT_LEAST.value: Bilingual("不低于", "at least"),
                Comparator.AT_MOST.value: Bilingual("不超过", "at most"),
                Comparator.ABOUT.value: Bilingual("约", "about"),
                Comparator.EQUAL.value: Bilingual("达到", "equal to"),
                Comparator.RANGE.value: Bilingual("区间", "between"),
                Comparator.INCREASE.value: Bilingual("提高", "up by"),
                Comparator.DECREASE.value: Bilingual("下降", "down by"),
            }
        ),
        "recurrence": MappingProxyType({recurrence.value: words for recurrence, words in RECURRENCES.items()}),
        "gap": MappingProxyType({kind.value: words for kind, words in GAPS.items()}),
    }
)
"""Codes of the model in the words of the office, by the name under which a query's header asks for them."""

_IRI_WORDS: Final = MappingProxyType(
    {
        **{ROLE[role.value]: words for role, words in ROLES.items()},
        REFORM.Task: KINDS[Kind.TASK],
        REFORM.Objective: KINDS[Kind.OBJECTIVE],
        REFORM.Measure: KINDS[Kind.MEASURE],
    }
)


def sparql_text(term: Identifier) -> str:
    r"""Return the term as SPARQL writes it, safe at any place of a query where a term may stand.

    rdflib's own `n3()` is not used: it leaves a string that ends in `\"` behind a line feed open, and an engine that
    follows SPARQL 1.1 section 19.2 to the letter replaces `\u0022` also behind an escaped backslash.

    Raises:
        ValueError: the term is a blank node, or an IRI with a character that IRIs forbid.
    """
    if isinstance(term, URIRef):
        if FORBIDDEN_IN_IRI.search(term):
            raise ValueError(f"not an IRI: {term!r}")
        return f"<{term}>"
    if not isinstance(term, Literal):
        raise ValueError(f"neither an IRI nor a literal: {term!r}")
    escaped = re.sub(r'[\\"\n\r\t]', lambda found: _STRING_ESCAPES[found.group()], str(term))
    # The u behind a backslash is written as an escape of its own, so that no \\uXXXX is left to misread; of eight
    # digits, since rdflib takes eight also behind a small u where eight follow.
    quoted = '"' + re.sub(r"\\\\([uU])", lambda found: f"\\\\\\U{ord(found[1]):08x}", escaped) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    if term.datatype and term.datatype != XSD.string:
        return f"{quoted}^^{sparql_text(term.datatype)}"
    return quoted


def values_block(variable: str, terms: Iterable[Identifier]) -> str:
    """Return a VALUES block on one line that binds the variable to each of the terms.

    With no terms it is bound to an IRI that no graph holds: rdflib cannot read an empty block.
    """
    return f"VALUES ?{variable} {{ {' '.join(map(sparql_text, terms)) or sparql_text(_NOTHING)} }}"


def cell(term: Identifier | None, vocabulary: str | None = None) -> Cell:
    """Return a term as a cell: numbers, dates and truth values typed, roles and kinds in words, other IRIs as they are.

    Args:
        term: an answer's term; None, a blank node and an empty string give None.
        vocabulary: a name in `VOCABULARIES` that puts the column's codes into words.
    """
    if term is None or isinstance(term, BNode) or (not isinstance(term, URIRef) and str(term) == ""):
        return None
    if isinstance(term, URIRef):
        return _IRI_WORDS.get(term, str(term))
    if vocabulary and (words := VOCABULARIES[vocabulary].get(str(term))):
        return words
    return _literal_cell(str(term), term.datatype if isinstance(term, Literal) else None)


def _literal_cell(lexical: str, datatype: URIRef | None) -> Cell:
    """Return the typed value, or the lexical form as it stands where it is none of its datatype."""
    try:
        if datatype in _INTEGERS:
            return int(lexical)
        if datatype in _NUMBERS:
            return _shortest(Decimal(lexical))
        if datatype == XSD.date:
            return date.fromisoformat(lexical)
    except (ValueError, InvalidOperation):
        return lexical
    if datatype == XSD.boolean:
        return lexical in {"true", "1"}
    return lexical


def _shortest(number: Decimal) -> Decimal:
    """Return the number without zeros at its end, as stores that normalise give it: 65.50 and 65.5 are one value."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
