"""Ledgers: what is derived from the facts. Always rebuilt whole, never stored as truth."""
