"""Guards: the checks before a parser sees a file.

Kind, size, extent and text of the parts; and running a function on an untrusted file in
a child process. May import archive/. The order of the checks is in
package/package_checks.py; begin with file_kinds.py.
"""
