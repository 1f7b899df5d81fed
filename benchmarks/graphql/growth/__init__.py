"""How the cost of an answer grows with the records there are: `make bench-growth`."""
