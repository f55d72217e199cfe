"""What customers will do next: models of repeat purchase, rules beside them, and what is told of each customer.

Needs NumPy and SciPy (the extra ``clv``), which are imported late.
"""
