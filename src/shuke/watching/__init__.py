"""Customers of a workspace watched over time: kept runs are read, compared, and what follows from them is told."""
