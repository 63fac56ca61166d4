"""How a figure came about: the facts with their rows, the movements, each rounding, what settles what."""
