"""Movement between two ratings: how a change falls into parts that add up, and what past movement lets one expect."""
