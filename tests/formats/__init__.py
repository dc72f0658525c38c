"""Writes the same document in each format that the program reads, with what real files of the format bring along."""
