"""Untrusted binary files are read in a process of their own, with bounds on what it may use, and thrown away."""
