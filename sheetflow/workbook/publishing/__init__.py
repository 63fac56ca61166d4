"""Publishing: writing a file to its path, all of it or nothing.

Backups, locks, and the checks before a file is replaced. May import package/ and below.
Begin with publish.py.
"""
