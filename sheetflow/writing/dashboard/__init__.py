"""The sheet Dashboard: the order book at a glance, as live formulas and native charts over the other sheets."""
