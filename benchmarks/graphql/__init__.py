"""The GraphQL API beside what else could have been used, on the same records: `make bench`."""
