"""A table of Spark: found by name, its columns told by what they hold."""

from __future__ import annotations

from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import types as spark

from shuke.engines.engine import Column, Kind, Table
from shuke.engines.names import parts_of
from shuke.engines.spark.session import is_missing
from shuke.errors import UsageError, Where
from shuke.stages.relation import identifier

KINDS: dict[type[Any], tuple[Kind, int | None]] = {
    spark.StringType: ("text", None),
    spark.CharType: ("text", None),
    spark.VarcharType: ("text", None),
    spark.ByteType: ("integer", 3),
    spark.ShortType: ("integer", 5),
    spark.IntegerType: ("integer", 10),
    spark.LongType: ("integer", 19),
    spark.FloatType: ("float", None),
    spark.DoubleType: ("float", None),
    spark.DateType: ("date", None),
    spark.TimestampNTZType: ("timestamp", None),
    spark.TimestampType: ("instant", None),
}


def find_table(session: SparkSession, name: str) -> Table:
    """Return a table or view; files are one too, as ``parquet."/folder"``.

    Raises:
        UsageError: there is none, or it may not be read.
    """
    parts = parts_of(name)
    quoted = ".".join("`" + part.replace("`", "``") + "`" for part in parts)
    try:
        fields = session.table(quoted).schema.fields
    except PySparkException as error:
        raise UsageError("table_not_found" if is_missing(error) else "table_denied", Where(file=name)) from None
    return Table(".".join(map(identifier, parts)), tuple(_column(field) for field in fields))


def _column(field: spark.StructField) -> Column:
    kind, declared = field.dataType, field.dataType.simpleString()
    if isinstance(kind, spark.DecimalType):
        return Column(field.name, "decimal", declared, kind.precision, kind.scale)
    found, digits = KINDS.get(type(kind), ("other", None))
    return Column(field.name, found, declared, digits)
