import { Alert } from "antd";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { ResourceSplit, ResourcesTold } from "../../api/shapes";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { ResourceBars } from "./ResourceBars";
import { ResourceForm } from "./ResourceForm";

/** Hours split among the tiers, value first, and what one more hour is worth. */
export default function ResourcesPage() {
  const { t } = useWords("resources");
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  if (!run) return <Nothing title={t("no_run")} text={t("no_run_hint")} />;
  return <ResourcesOf number={run.number} />;
}

function ResourcesOf({ number }: { number: number }) {
  const { t } = useWords("resources");
  const told = useData<ResourcesTold>(`runs/${number}/resources`, { keep: true });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Fetched of={told}>
        {(found) => (
          <>
            {found.document === null ? <Alert type="info" showIcon title={t("built_in")} /> : null}
            {found.resources.map((one) => (
              <Resource key={one.name} one={one} />
            ))}
          </>
        )}
      </Fetched>
      <ResourceForm number={number} />
    </>
  );
}

function Resource({ one }: { one: ResourceSplit }) {
  const { t } = useWords("resources");
  const figures = useFigures();
  const unit = one.unit ?? t("unit");
  const worth = one.by_money ? figures.money(one.next_worth) : figures.decimal(one.next_worth);
  return (
    <Section
      id={`resource-${one.name}`}
      title={t("capacity", {
        title: t(`known.${one.title}`, { defaultValue: one.title }),
        capacity: figures.decimal(one.capacity),
        unit,
      })}
      lead={t(one.by_money ? "by_money" : "by_worth")}
    >
      <ChartFigure chart={<ResourceBars one={one} unit={unit} />} table={<Shares one={one} />} />
      <p className="resource-next">
        {one.next_place === null
          ? t("full", { left: figures.decimal(one.left), unit })
          : t("next", { place: one.next_place, worth })}
      </p>
      {one.missing === "0.00" ? null : (
        <Alert
          type="warning"
          showIcon
          title={t("missing", { missing: figures.decimal(one.missing), unit })}
        />
      )}
    </Section>
  );
}

function Shares({ one }: { one: ResourceSplit }) {
  const { t } = useWords("resources");
  const figures = useFigures();
  const worth = (text: string) => (one.by_money ? figures.money(text) : figures.decimal(text));
  const names = ["least", "most", "given", "each"] as const;
  return (
    <DataTable
      cards
      title={one.title}
      rows={one.shares}
      rowKey={({ place }) => place}
      columns={[
        { key: "place", title: t("column.place"), render: ({ place }) => place },
        {
          key: "customers",
          title: t("column.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
        },
        ...names.map((name) => ({
          key: name,
          title: t(`column.${name}`),
          numeric: true,
          render: (share: ResourceSplit["shares"][number]) => figures.decimal(share[name]),
        })),
        { key: "worth", title: t("column.worth"), numeric: true, render: (share) => worth(share.worth) },
        { key: "value", title: t("column.value"), numeric: true, render: (share) => worth(share.value) },
      ]}
    />
  );
}
