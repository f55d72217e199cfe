"""What is learned from figures: weights from their dispersion, clusters and natural levels from their distances.

Nothing here knows a scheme or an engine: numbers come in, numbers go out, the same ones for the same input.
"""
