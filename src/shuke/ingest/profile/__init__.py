"""Mapping profiles: what was decided about the shape of a source, kept as a document and used for the next export."""
