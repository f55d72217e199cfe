"""Customers watched over time: the mathematics and the documents of it, without a workspace and without I/O."""
