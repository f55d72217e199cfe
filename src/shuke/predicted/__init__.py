"""A finished prediction as its caller holds it: the table, the summary, sentences about a customer, and its files."""

from __future__ import annotations

from shuke.predicted.prediction import Prediction, Predictions, predict

__all__ = ["Prediction", "Predictions", "predict"]
