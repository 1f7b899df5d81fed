"""How fast files become records, beside COPY and what else could have been used."""
