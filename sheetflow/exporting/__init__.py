"""Exports: the books of a workbook as double entry, in the files that accountants' programs read.

accounts     which account each kind of posting goes to
journal      every entry of the books, from the facts
control      what an export adds up to, held against the ledgers
csvtext      CSV that no spreadsheet takes for formulas
plaintext    beancount and hledger
sheets       journals and invoices as the tables of accounting programs
formats      all formats by name
"""
