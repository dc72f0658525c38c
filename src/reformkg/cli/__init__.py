"""The command line: options, printing, progress and exit codes; holds no logic of its own."""

from reformkg.cli.app import main

__all__ = ["main"]
