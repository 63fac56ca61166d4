"""The archive: the zip file, and its parts as bytes with edits.

A member that nobody edits keeps its bytes. Imports only refusal.py and nothing above it.
Begin with zip_reader.py for the file and with xml_part.py for the edits.
"""
