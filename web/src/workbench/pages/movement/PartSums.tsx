import { approximate } from "../../../numbers/decimal";
import { DataTable } from "../../../tables/DataTable";
import type { CustomerColumn } from "../../api/shapes";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { partColour } from "./PartBar";
import type { MovementTold, Part } from "./shapes";

interface Line {
  key: string;
  part: Part | null;
}

/** Return how a figure is written: money as money, others as signed numbers where they are changes. */
export function useWriteFigure(): (name: string, value: string | null, signed: boolean) => string {
  const figures = useFigures();
  return (name, value, signed) => {
    if (value === null) return "–";
    const number = approximate(value);
    const text = name === "monetary" ? figures.money(value) : figures.value(value, "number");
    return signed && number > 0 ? `+${text}` : text;
  };
}

/** What each part did to the sum of each figure, over everybody: before, the parts, after. */
export function PartSums({ found, columns }: { found: MovementTold; columns: CustomerColumn[] | undefined }) {
  const { t, lang } = useWords("movement");
  const figures = useFigures();
  const write = useWriteFigure();
  const names = Object.keys(found.figures);
  const grace = found.steps?.grace;
  const parts = found.parts.filter((part) => part !== "grace" || grace?.up || grace?.down);
  const rows: Line[] = [
    { key: "before", part: null },
    ...parts.map((part) => ({ key: part, part })),
    { key: "after", part: null },
  ];
  const title = (name: string) => said(columns?.find((one) => one.name === name)?.title, lang) || name;
  const cell = (name: string, { key, part }: Line) => {
    const sums = found.figures[name];
    if (!sums) return "–";
    if (part === null) return write(name, key === "before" ? sums.before : sums.after, false);
    return part === "grace" ? "–" : write(name, sums.parts[part] ?? "0", true);
  };
  const steps = (part: Part | null) => {
    const told = part ? found.steps?.[part] : undefined;
    return told ? `${figures.count(told.up)} / ${figures.count(told.down)}` : "";
  };
  return (
    <DataTable
      cards
      title={t("parts.title")}
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { key: "part", title: t("parts.part"), render: (row) => <PartName row={row} /> },
        {
          key: "touched",
          title: t("parts.touched"),
          numeric: true,
          render: ({ part }) =>
            part && part in found.touched ? figures.count(found.touched[part] ?? 0) : "",
        },
        ...(found.steps
          ? [
              {
                key: "steps",
                title: t("parts.up_down"),
                numeric: true,
                render: ({ part }: Line) => steps(part),
              },
            ]
          : []),
        ...names.map((name) => ({
          key: name,
          title: title(name),
          numeric: true,
          render: (row: Line) => cell(name, row),
        })),
      ]}
    />
  );
}

function PartName({ row: { key, part } }: { row: Line }) {
  const { t } = useWords("movement");
  if (!part) return <strong>{t(`parts.${key}`)}</strong>;
  return (
    <span className="part-name">
      <span className="part-mark" style={{ background: partColour(part) }} aria-hidden="true" />
      <span>
        {t(`part.${part}`)}
        <span className="part-hint">{t(`part_hint.${part}`)}</span>
      </span>
    </span>
  );
}
