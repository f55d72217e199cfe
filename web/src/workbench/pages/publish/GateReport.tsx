import { useCallback } from "react";
import { Chart } from "../../../charts/Chart";
import { GATE_HEIGHT, type GateBound, gate } from "../../../charts/gate";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Publication } from "./shapes";

/** How well the customers of a product are hidden: what was asked, what was there, what was reached, and how. */
export function GateReport({ product: { report, sentences } }: { product: Publication }) {
  const { t, lang } = useWords("publish");
  const figures = useFigures();
  const option = useCallback(
    (frame: Frame) =>
      gate(
        boundsOf(report),
        { before: t("gate.before"), after: t("gate.after"), asked: t("gate.asked") },
        frame,
      ),
    [report, t],
  );
  return (
    <Section id="gate" title={t("gate.title")} lead={t("gate.lead")}>
      <ChartFigure
        chart={<Chart option={option} height={GATE_HEIGHT} label={t("gate.title")} />}
        table={<Bounds bounds={boundsOf(report)} />}
      />
      <ul className="publish-sentences">
        <li>{t("gate.opted_out", { customers: figures.count(report.customers.opted_out ?? 0) })}</li>
        {sentences[lang].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
  );
}

function boundsOf({ k, l }: Publication["report"]): GateBound[] {
  return [
    { name: "k", ...k },
    { name: "l", ...l },
  ];
}

function Bounds({ bounds }: { bounds: GateBound[] }) {
  const { t } = useWords("publish");
  const figures = useFigures();
  const column = (key: "asked" | "before" | "after") => ({
    key,
    title: t(`gate.${key}`),
    numeric: true,
    render: (one: GateBound) => figures.count(one[key]),
  });
  return (
    <DataTable
      narrow
      title={t("gate.title")}
      rows={bounds}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", title: t("gate.bound"), render: ({ name }) => t(`gate.${name}`) },
        column("before"),
        column("after"),
        column("asked"),
      ]}
    />
  );
}
