"""The kg folder and the embedded store in it, behind a small interface; touches the disk, pyoxigraph and locks.

`new_generation(folder)` builds, `open_kg(folder)` reads.
"""

from reformkg.store.generation import Generation, new_generation
from reformkg.store.kg import Kg, Solutions, open_kg
from reformkg.store.terms import Value

__all__ = ["Generation", "Kg", "Solutions", "Value", "new_generation", "open_kg"]
