"""Predictions: published figures, laws that need no oracle, and worlds that were simulated."""
