"""Orders of exactly zero: gifts and exchanges, which are no purchases unless somebody says so."""

from __future__ import annotations

from shuke.ingest.policies.policy import Policy

POLICY = Policy("zero-orders", ("neither", "purchase"), "neither")
