"""What holds for all tests: property tests try the same examples everywhere and are not held to a clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("reformkg", deadline=None, derandomize=True)
settings.load_profile("reformkg")
