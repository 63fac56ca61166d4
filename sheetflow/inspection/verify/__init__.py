"""What an accountant asks of a workbook before trusting it: log, numbers and figures, against the facts."""
