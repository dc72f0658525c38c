"""reformkg reads Chinese reform documents with rules and answers who owns what, and by when."""

from __future__ import annotations

__version__ = "0.1.0"
