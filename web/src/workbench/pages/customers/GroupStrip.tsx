import type { CustomerColumn } from "../../api/shapes";
import { valueTitle } from "../../ui/cells";
import { Place } from "../../ui/Place";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { type Question, withCondition } from "./question";
import { useSums } from "./useCustomers";

interface GroupStripProps {
  run: number;
  columns: CustomerColumn[];
  question: Question;
  ask: (next: Question) => void;
}

/** More groups than these are a list to choose from, not a strip to press on. */
const MOST = 12;

/** The groups of the main result with their heads; a press asks for one of them alone, or for several together. */
export function GroupStrip({ run, columns, question, ask }: GroupStripProps) {
  const { t, lang } = useWords("customers");
  const figures = useFigures();
  const column = columns.find(({ kind, values }) => kind === "place" && values && values.length <= MOST);
  // Told of everybody but for the condition on the groups themselves, so that the others can still be pressed.
  const { data } = useSums(run, withCondition(question, column?.name ?? "", null));
  const groups = column ? data?.by[column.name] : undefined;
  if (!column || !groups) return null;
  const condition = question.where.find((one) => one.column === column.name);
  const chosen = condition && ["in", "eq"].includes(condition.operation) ? condition.values : [];
  const toggle = (name: string) => {
    const values = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    const next = values.length > 0 ? { column: column.name, operation: "in" as const, values } : null;
    ask(withCondition(question, column.name, next));
  };
  const ranks = column.values?.map(({ name }) => name) ?? [];
  const known = groups.filter((group) => group.name !== null);
  return (
    <fieldset className="group-strip" aria-label={t("groups")}>
      {known
        .toSorted((left, right) => ranks.indexOf(left.name ?? "") - ranks.indexOf(right.name ?? ""))
        .map((group) => (
          <button
            key={group.name}
            type="button"
            aria-pressed={chosen.includes(group.name ?? "")}
            onClick={() => toggle(group.name ?? "")}
          >
            <Place
              title={valueTitle(column, group.name ?? "", lang)}
              rank={ranks.indexOf(group.name ?? "")}
              of={ranks.length}
            />
            <span className="group-heads">
              {figures.count(group.customers)} <span className="quiet">{figures.share(group.share)}</span>
            </span>
          </button>
        ))}
    </fieldset>
  );
}
