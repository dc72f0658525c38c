"""The IRIs of `ontology/`: the only place that spells them; holds no work and touches rdflib only.

`tests/test_ontology.py` holds every name here against `ontology/reform.ttl`, in both directions.
"""

# ruff: noqa: N815 (the names are the ontology's)

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace

BASE: Final = "https://w3id.org/reformkg/"


class REFORM(DefinedNamespace):
    """Classes and properties of reform notices; a name that is not declared here raises AttributeError."""

    _NS = Namespace(f"{BASE}ns#")
    _fail = True

    Citation: URIRef
    Collective: URIRef
    Deadline: URIRef
    Designation: URIRef
    Document: URIRef
    Evidence: URIRef
    Gap: URIRef
    Indicator: URIRef
    Item: URIRef
    Level: URIRef
    Measure: URIRef
    Objective: URIRef
    Organisation: URIRef
    PartyDesignation: URIRef
    Place: URIRef
    Responsibility: URIRef
    Role: URIRef
    Section: URIRef
    Task: URIRef

    asWritten: URIRef
    bodyEnd: URIRef
    bodyStart: URIRef
    citation: URIRef
    citedDocument: URIRef
    citedNumber: URIRef
    citedTitle: URIRef
    comparator: URIRef
    counterpart: URIRef
    date: URIRef
    deadline: URIRef
    designation: URIRef
    documentNumber: URIRef
    due: URIRef
    encoding: URIRef
    evidence: URIRef
    fullName: URIRef
    fullText: URIRef
    function: URIRef
    gap: URIRef
    gapKind: URIRef
    graphDigest: URIRef
    heading: URIRef
    indicator: URIRef
    inherited: URIRef
    inText: URIRef
    issuer: URIRef
    jurisdiction: URIRef
    lastDue: URIRef
    lead: URIRef
    leadName: URIRef
    level: URIRef
    maximum: URIRef
    maximumText: URIRef
    minimum: URIRef
    minimumText: URIRef
    nameCeased: URIRef
    number: URIRef
    openList: URIRef
    optional: URIRef
    order: URIRef
    organisation: URIRef
    owner: URIRef
    ownerName: URIRef
    parentItem: URIRef
    parentSection: URIRef
    reason: URIRef
    recurrence: URIRef
    ref: URIRef
    relative: URIRef
    remedy: URIRef
    responsibility: URIRef
    responsible: URIRef
    role: URIRef
    roleEvidence: URIRef
    rule: URIRef
    section: URIRef
    sha256: URIRef
    since: URIRef
    sourceFormat: URIRef
    sourceName: URIRef
    sourcePlace: URIRef
    startDate: URIRef
    states: URIRef
    subject: URIRef
    support: URIRef
    text: URIRef
    titleEnd: URIRef
    titleStart: URIRef
    topic: URIRef
    truncated: URIRef
    unit: URIRef
    until: URIRef
    value: URIRef
    valueText: URIRef
    withinItem: URIRef


class ROLE(DefinedNamespace):
    """The parts that an owner may have in an item."""

    _NS = Namespace(f"{BASE}role/")
    _fail = True

    lead: URIRef
    responsible: URIRef
    support: URIRef


class OA(DefinedNamespace):
    """The terms of the Web Annotation vocabulary that evidence uses."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    end: URIRef
    exact: URIRef
    hasSource: URIRef
    start: URIRef


for _namespace in (REFORM, ROLE, OA):
    for _name in _namespace.__annotations__:
        if not _name.startswith("_"):
            # As an attribute proper: rdflib looks the name up among all of its kind at each use otherwise.
            type.__setattr__(_namespace, _name, _namespace._NS[_name])

ORG: Final = Namespace("http://www.w3.org/ns/org#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
TIME: Final = Namespace("http://www.w3.org/2006/time#")

ID: Final = f"{BASE}id/"
DOCUMENTS: Final = f"{ID}doc/"
ORGANISATIONS: Final = f"{ID}org/"
PLACES: Final = f"{ID}place/"
FUNCTIONS: Final = f"{ID}function/"
TOPICS: Final = f"{ID}topic/"

VOCABULARIES: Final = f"{BASE}vocabularies"
"""The named graph of a server in which the vocabularies lie; in a kg folder they are in the default graph."""

PREFIXES: Final = MappingProxyType(
    {
        "dcterms": str(DCTERMS),
        "eli": str(ELI),
        "oa": str(OA),
        "org": str(ORG),
        "owl": str(OWL),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "reform": str(REFORM),
        "role": str(ROLE),
        "sh": str(SH),
        "skos": str(SKOS),
        "time": str(TIME),
        "xsd": str(XSD),
    }
)
"""The prefixes that every file of the program uses, by name."""
