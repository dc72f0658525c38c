"""Graphs: in a kg folder with the embedded store in it, or on a SPARQL server, behind one small interface.

`new_generation(folder)` builds, `open_kg(folder)` reads. `remote.open_server(server)` reads from a server and
`push.push` sends there; both load the HTTP client, so that whoever needs them names their modules. Touches the disk,
pyoxigraph, SQLite, locks and the network.
"""

from reformkg.store.cache import Cache, Entry, Findings
from reformkg.store.folder import in_force
from reformkg.store.generation import Generation, digest_of_files, new_generation
from reformkg.store.held import Held, hold
from reformkg.store.interface import Answer, KnowledgeGraph, Solutions, query_form
from reformkg.store.kg import Kg, open_kg
from reformkg.store.manifest import Manifest
from reformkg.store.server import Server, prepared
from reformkg.store.terms import Value, graph_text, triples_of, triples_text

__all__ = [
    "Answer",
    "Cache",
    "Entry",
    "Findings",
    "Generation",
    "Held",
    "Kg",
    "KnowledgeGraph",
    "Manifest",
    "Server",
    "Solutions",
    "Value",
    "digest_of_files",
    "graph_text",
    "hold",
    "in_force",
    "new_generation",
    "open_kg",
    "prepared",
    "query_form",
    "triples_of",
    "triples_text",
]
