"""Writing: a book after its run, back into the workbook that it came from."""
