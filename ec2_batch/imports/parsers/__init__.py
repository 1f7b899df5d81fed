"""Parsers of cells by the kind of value: a text to what a column holds, or why it cannot be."""
