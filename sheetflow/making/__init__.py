"""Workbooks that the program makes whole: the empty template, the samples and the demo."""
