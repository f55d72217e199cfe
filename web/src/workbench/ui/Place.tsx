import { steps } from "../../charts/ramp";
import { DARK, LIGHT } from "../../charts/theme";
import { useAppearance } from "../../ui/appearance";

interface PlaceProps {
  title: string;
  /** Where the place stands among all, the best being 0; unknown for places without an order. */
  rank?: number | undefined;
  of?: number | undefined;
}

/** The name of a tier, segment or cell, with a mark that is the darker the better the place is. */
export function Place({ title, rank, of }: PlaceProps) {
  const { dark } = useAppearance();
  const ramp = (dark ? DARK : LIGHT).ramp;
  const colour = rank === undefined || rank < 0 || !of ? undefined : steps(ramp, of)[rank];
  return (
    <span className="place">
      {colour ? <span className="place-mark" style={{ background: colour }} aria-hidden="true" /> : null}
      {title}
    </span>
  );
}
