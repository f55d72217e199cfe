"""Writing: a relation becomes the canonical SQL, the DuckDB dialect in a restricted subset."""
