"""Other ways to load the same files, each written as its documentation says."""
