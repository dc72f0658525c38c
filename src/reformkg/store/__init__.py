"""Graphs: in a kg folder with the embedded store in it, or on a SPARQL server, behind one small interface.

`new_generation(folder)` builds, `open_kg(folder)` and `open_server(server)` read, `push(kg, server)` sends a graph to a
server. Touches the disk, pyoxigraph, locks and the network.
"""

from reformkg.store.generation import Generation, new_generation
from reformkg.store.interface import Answer, KnowledgeGraph, Solutions, query_form
from reformkg.store.kg import Kg, open_kg
from reformkg.store.server import Server, server_at
from reformkg.store.terms import Value

__all__ = [
    "Answer",
    "Generation",
    "Kg",
    "KnowledgeGraph",
    "Server",
    "Solutions",
    "Value",
    "new_generation",
    "open_kg",
    "query_form",
    "server_at",
]
