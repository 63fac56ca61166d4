"""Guards: what is looked at before a parser sees a file.

Kind, size, extent and text of the parts; and running a function over an untrusted file in a process of its own.
May import archive/. The order of the checks is in package/guard.py.
"""
