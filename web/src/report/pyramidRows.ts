import type { PyramidRow } from "../charts/pyramid";
import type { Formatter } from "../numbers/format";

/** What the bars say of a group. */
export interface Shares {
  customers: number;
  share: number | null;
  monetary: string | null;
  monetary_share: number | null;
}

/** Return the bars for the groups; a share that does not exist (no money at all) is drawn as nothing and said as "–". */
export function pyramidRows<Of extends Shares>(
  groups: readonly Of[],
  name: (group: Of) => string,
  figures: Formatter,
): PyramidRow[] {
  return groups.map((group) => ({
    label: name(group),
    left: group.share ?? 0,
    right: group.monetary_share ?? 0,
    leftText: [figures.share(group.share), figures.count(group.customers)],
    rightText: [figures.share(group.monetary_share), figures.shortMoney(group.monetary)],
  }));
}
