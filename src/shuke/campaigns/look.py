"""The next look at a campaign that a workspace keeps: into the ledger, and into a folder beside its list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from shuke.campaign_kept.folder import LOOK
from shuke.campaigns.kept import KeptCampaigns
from shuke.campaigns.measure import measure
from shuke.campaigns.measured import Measured
from shuke.workspace.home import Workspace


def look_again(
    space: Workspace,
    campaign: str,
    sources: Sequence[Path] = (),
    *,
    first: date | None = None,
    last: date | None = None,
    wait: float = 0.0,
) -> Measured:
    """Return what a campaign of a workspace brought at its next look, from files or from the workspace's own orders.

    Raises:
        NotFound: there is no such campaign.
        UsageError: somebody else is writing, or there is nothing to measure by.
        DataError: the campaign or the workspace is damaged, or the sources cannot be used.
    """
    with space.changing("campaign", wait):
        kept = KeptCampaigns(space.home)
        folder, name = kept.folder(campaign), kept.document(campaign)["name"]
        look = 1 + sum(one.did == "measure" for one in kept.ledger.of(name))
        return measure(
            folder,
            sources,
            first=first,
            last=last,
            ledger=kept.home,
            out=folder / f"{LOOK}{look:02}",
            keep_responses=True,
        )


__all__ = ["look_again"]
