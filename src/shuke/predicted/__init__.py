"""A finished prediction as its caller holds it: the table, the summary, sentences about a customer, and its files."""

from __future__ import annotations

from shuke.predicted.beside import beside
from shuke.predicted.prediction import Prediction, Predictions, predict
from shuke.prediction.make import Wish

__all__ = ["Prediction", "Predictions", "Wish", "beside", "predict"]
