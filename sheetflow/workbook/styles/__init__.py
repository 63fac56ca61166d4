"""Styles: how cells look. Equal styles are found again, new ones appended, none ever moves.

May import archive/ and cells/. Begin with styles.py.
"""
