"""Serves a kg folder to others: its pages and a read-only SPARQL endpoint under one address.

Touches the network, waitress and processes: each generation is answered by an `oxigraph serve-read-only` of its own,
which listens on this machine alone and is reached through here.
"""

from reformkg.serve.server import Address, serve

__all__ = ["Address", "serve"]
