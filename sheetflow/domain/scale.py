"""How amounts are kept: as whole numbers of millionths. Needs no numpy."""

MICRO = 1_000_000
"""One, in millionths."""
