"""Talking: one package per engine, the same file names in each; the only place where drivers are imported."""
