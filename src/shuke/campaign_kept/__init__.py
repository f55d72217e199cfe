"""Campaigns as they are kept: the folder of one, the ledger of all, and a customer taken out of them."""
