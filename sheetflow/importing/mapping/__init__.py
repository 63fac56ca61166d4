"""What an owner's sheets and columns are, proposed by their names and by what is in them.

own_sheets.py reads the workbook as it is, values.py says what a column holds, names.py how near two
names are; column_pairs.py and proposals.py put the two together, and mapping_sheet.py writes the sheet Mapping.
"""
