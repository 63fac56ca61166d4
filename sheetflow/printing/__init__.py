"""Printing: what leaves the office on paper. One model of each document; workbooks, PDFs and labels are made from it.

`gather` makes the documents of a finished run, `books` writes them as workbooks that just print.
"""
