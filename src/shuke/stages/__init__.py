"""Meaning: what each step of a rating is, as relation -> relation, without any engine.

The order of work is the tuple ``ORDER``; each step is one file with one main function and one law.
"""

ORDER = ("orders", "metrics", "fit", "scores", "places")
