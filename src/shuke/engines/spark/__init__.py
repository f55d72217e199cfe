"""Apache Spark: a session on a master, on a Connect server, or in this process."""

from shuke.engines.spark.engine import Spark, connect

__all__ = ["Spark", "connect"]
