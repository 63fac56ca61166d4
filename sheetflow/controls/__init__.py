"""Controls: what proves that the figures are right and that nothing was altered.

    reconciliation/  the sheet Checks: the engine's figures next to live formulas over the facts
    closing/         closed periods: seals on every row, control totals, what changed since
    run_log.py       one row per run, each with its own SHA-256 and that of the row above

May import engine/ and everything below it. Nothing here writes into a workbook: writing/ does that with what it finds
here. Begin with reconciliation/reconcile.py.
"""
