"""The test oracle: the semantics in plain Python, by brute force, sharing no code with the product.

Read it beside the page of semantics: `reading` and `lines` are its paragraph 1, `period` 2, `metrics` 3
and 4, `scores` 5, `rounding` 6; `rate` puts them together as eight of the built-in schemes do.

`scheme` carries out any scheme document over a `Book`: `document` reads it, `rules`, `kinds`, `weights` and
`learned` are its words. The eight functions are its second witness.
"""

from .book import Book, TableNeededError
from .document import read as read_scheme
from .document import read_file as read_scheme_file
from .document import whole as whole_scheme
from .lines import (
    Interaction,
    Line,
    Order,
    by_customer,
    exact_number,
    four_places,
    identifier,
    is_purchase,
    is_refund,
    local_date,
    money,
    orders_of_one_customer,
    quantity_times_price,
    within,
)
from .metrics import active_months, metrics, not_rated, stability_cv, tenure_days
from .period import days_of, latest_date, minus_months, month_slots, period_start
from .rate import (
    rate_abc_pareto,
    rate_activity_contribution_rank,
    rate_ladder_25,
    rate_nested_125,
    rate_octants_mean,
    rate_octants_median,
    rate_quartile_code,
    rate_rfm_quintile_weighted,
)
from .reading import read_csv, read_interactions
from .rounding import half_up, written
from .scheme import Rating
from .scheme import rate as rate_scheme
from .scores import (
    abc,
    composite,
    ladder_cell,
    mean,
    median,
    nested_cells,
    pareto_split,
    positions,
    quantiles,
    rank_bands,
    split,
    straddling,
    tier,
    value_band,
)

SCHEMES = {
    "rfm-quintile-weighted": rate_rfm_quintile_weighted,
    "activity-contribution-rank": rate_activity_contribution_rank,
    "octants-mean": rate_octants_mean,
    "octants-median": rate_octants_median,
    "ladder-25": rate_ladder_25,
    "quartile-code": rate_quartile_code,
    "nested-125": rate_nested_125,
    "abc-pareto": rate_abc_pareto,
}

__all__ = [
    "SCHEMES",
    "Book",
    "Interaction",
    "Line",
    "Order",
    "Rating",
    "TableNeededError",
    "abc",
    "active_months",
    "by_customer",
    "composite",
    "days_of",
    "exact_number",
    "four_places",
    "half_up",
    "identifier",
    "is_purchase",
    "is_refund",
    "ladder_cell",
    "latest_date",
    "local_date",
    "mean",
    "median",
    "metrics",
    "minus_months",
    "money",
    "month_slots",
    "nested_cells",
    "not_rated",
    "orders_of_one_customer",
    "pareto_split",
    "period_start",
    "positions",
    "quantiles",
    "quantity_times_price",
    "rank_bands",
    "rate_abc_pareto",
    "rate_activity_contribution_rank",
    "rate_ladder_25",
    "rate_nested_125",
    "rate_octants_mean",
    "rate_octants_median",
    "rate_quartile_code",
    "rate_rfm_quintile_weighted",
    "rate_scheme",
    "read_csv",
    "read_interactions",
    "read_scheme",
    "read_scheme_file",
    "split",
    "stability_cv",
    "straddling",
    "tenure_days",
    "tier",
    "value_band",
    "whole_scheme",
    "within",
    "written",
]
