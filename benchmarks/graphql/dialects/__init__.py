"""How an operation is put to a subject, and its answer read: one module for each shape of API."""
