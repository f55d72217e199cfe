import { HeatTable } from "../../../tables/HeatTable";
import type { CustomerColumn } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { usePlaceTitle } from "../runs/Matrix";
import type { PlaceName } from "../runs/places";
import type { CourseTold, ExpectedFlow } from "./shapes";

type Told = NonNullable<CourseTold["expected"]>;

/** Where the customers of each place are expected after one more period, with the interval in each cell. */
export function Expected({ found, column }: { found: Told; column: CustomerColumn | undefined }) {
  const { t } = useWords("movement");
  const figures = useFigures();
  const title = usePlaceTitle();
  const rows = [...new Set(found.flows.map(({ before }) => before))];
  const columns = [...new Set(found.flows.map(({ after }) => after))];
  const cells = new Map(found.flows.map((flow) => [`${flow.before}\n${flow.after}`, flow]));
  const label = (place: PlaceName) => title(column, place);
  const text = (flow: ExpectedFlow) => (
    <>
      {figures.count(Math.round(flow.customers))}
      <span className="interval">
        {figures.count(flow.low)} … {figures.count(flow.high)}
      </span>
    </>
  );
  return (
    <>
      <p className="lead">{t("expected.of", { periods: found.periods, days: found.days })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard */}
      <section className="scroll matrix" tabIndex={0} aria-label={t("expected.title")}>
        <HeatTable
          wide
          title={t("expected.title")}
          corner={t("expected.corner")}
          rows={rows.map((place) => ({ key: place, label: label(place) }))}
          columns={columns.map((place) => ({ key: String(place), label: label(place) }))}
          cell={(row, at) => {
            const flow = cells.get(`${rows[row]}\n${columns[at]}`);
            return {
              place: flow ? flow.chance : null,
              text: flow ? text(flow) : "–",
              tip: flow ? `${label(flow.before)} → ${label(flow.after)}\n${figures.share(flow.chance)}` : "",
            };
          }}
        />
      </section>
    </>
  );
}
