"""Why a customer stands where they stand, and what would lift them, each claim found by rating again."""
