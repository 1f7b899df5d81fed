"""The programs that are measured.

Each is told what it needs by a line of JSON on standard input, and says its port by one on
standard output.
"""
