"""What is done with rows that can be read but may not be meant: one file per policy, each named, told, reversible.

A policy takes rows out with a verdict of its own, or counts them and leaves them; it never changes a source.
"""
