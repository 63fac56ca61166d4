"""A second, deliberately simple implementation of the rules, for the tests to compare the engine with.

It shares no code with the engine: plain Python, exact fractions, one row at a time, everything worked out
anew whenever it is asked for. Start with `rules.play`.
"""
