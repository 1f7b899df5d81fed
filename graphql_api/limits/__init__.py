"""How much a request may ask for, weighed before it runs."""
