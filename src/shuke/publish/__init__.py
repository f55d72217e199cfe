"""A data product from a saved result: a subset, de-identified, generalised, proved, and described."""
