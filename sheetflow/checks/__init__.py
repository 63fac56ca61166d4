"""What must hold of a workbook's rows: columns by themselves, keys, and the rules between sheets."""
