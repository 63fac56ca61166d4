"""Styles: how cells look. Equal styles are used again, new ones appended, none moves.

May import archive/ and cells/. Begin with styles.py.
"""
