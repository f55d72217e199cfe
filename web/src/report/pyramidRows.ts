import type { PyramidRow } from "../charts/pyramid";
import type { Group } from "../data/report";
import type { Formatter } from "../numbers/format";

/** Return the bars for the groups; a share that does not exist (no money at all) is drawn as nothing and said as "–". */
export function pyramidRows(
  groups: readonly Group[],
  name: (group: Group) => string,
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
