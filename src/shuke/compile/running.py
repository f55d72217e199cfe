"""Running totals as relations: by a window over everything, or by windows over parts of the order."""

from __future__ import annotations

from shuke.stages.relation import Running, Select


def windowed(asked: Running) -> Select:
    """Return running totals by one window per group."""
    group = f"PARTITION BY {', '.join(asked.within)} " if asked.within else ""
    order = "DESC" if asked.best == "high" else "ASC"
    running = f"SUM({asked.weight}) OVER ({group}ORDER BY {asked.value} {order} NULLS LAST ROWS UNBOUNDED PRECEDING)"
    held = f"CASE WHEN {asked.value} IS NOT NULL THEN {asked.weight} ELSE 0 END"
    return Select(
        {
            **{name: name for name in asked.heads.columns},
            asked.before: f"CAST({running} - {asked.weight} AS HUGEINT)",
            asked.whole: f"CAST(SUM({held}) OVER ({group.strip()}) AS HUGEINT)",
        },
        asked.heads,
    )
