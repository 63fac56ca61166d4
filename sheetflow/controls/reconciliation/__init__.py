"""Each figure of the Checks from the ledgers, from the facts again, and by a live formula (rules.md section 8)."""
