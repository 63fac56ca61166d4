"""Publishing: a file put in its place, whole or not at all.

Backups, locks, and the checks before a file is replaced. May import package/ and below. Begin with publish.py.
"""
