"""Puts this folder on the path: the tests in its rooms share `paper`, `labelling` and `small_business`."""
