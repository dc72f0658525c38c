"""Runs the command line as `python -m reformkg`."""

from reformkg.cli import main

main()
