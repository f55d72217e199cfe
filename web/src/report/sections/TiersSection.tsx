import { useCallback, useMemo } from "react";
import { Chart } from "../../charts/Chart";
import { pyramid, pyramidHeight } from "../../charts/pyramid";
import type { Frame } from "../../charts/theme";
import type { Group } from "../../data/report";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { Opener } from "../Opener";
import { pyramidRows } from "../pyramidRows";
import { type GroupList, listsOf, nameOf } from "../results";

export function TiersSection() {
  const { report, t, words } = useReading();
  const lists = listsOf(report);
  const results = lists.map(({ column }) => words.result(column));
  return (
    <Section id="tiers" title={t("tiers.title", { result: results.join(t("and")) })} lead={t("tiers.lead")}>
      {lists.map((list) => (
        <div key={list.column} className="group-list">
          {lists.length > 1 ? <h3>{words.column(list.column)}</h3> : null}
          <One list={list} />
        </div>
      ))}
    </Section>
  );
}

function One({ list: { column, groups } }: { list: GroupList }) {
  const { lang, t, figures, words, open } = useReading();
  const openGroup = (group: Group | undefined) => group && open?.([[column, group.name]]);
  const name = useCallback((group: Group) => nameOf(group, column, lang, t), [column, lang, t]);
  const rows = useMemo(() => pyramidRows(groups, name, figures), [groups, name, figures]);
  const option = useCallback(
    (frame: Frame) =>
      pyramid({ rows, leftTitle: t("tiers.customers_axis"), rightTitle: t("tiers.money_axis") }, frame),
    [rows, t],
  );
  // The picture is about whoever carries the money.
  const [best] = groups
    .filter((group) => (group.monetary_share ?? 0) > 0)
    .sort((left, right) => (right.monetary_share ?? 0) - (left.monetary_share ?? 0));
  const reading = best
    ? t("tiers.reading", {
        tier: name(best),
        customers: figures.share(best.share),
        money: figures.share(best.monetary_share),
      })
    : "";
  return (
    <>
      {reading ? <p className="statement">{reading}</p> : null}
      <ChartFigure
        chart={
          <Chart
            option={option}
            height={(width) => pyramidHeight(rows.length, width)}
            label={t("tiers.chart", { reading })}
            onPick={open ? (index) => openGroup(groups[index]) : undefined}
          />
        }
        table={
          <DataTable
            title={t("tiers.title", { result: words.result(column) })}
            rows={groups}
            rowKey={(group) => group.name}
            columns={[
              {
                key: "tier",
                title: words.column(column),
                render: (group) => <Opener onOpen={() => openGroup(group)}>{name(group)}</Opener>,
              },
              {
                key: "heads",
                title: t("advice.customers"),
                numeric: true,
                render: (group) => figures.count(group.customers),
              },
              {
                key: "share",
                title: t("advice.share"),
                numeric: true,
                render: (group) => figures.share(group.share),
              },
              {
                key: "money",
                title: t("advice.monetary"),
                numeric: true,
                render: (group) => figures.money(group.monetary),
              },
              {
                key: "part",
                title: t("advice.monetary_share"),
                numeric: true,
                render: (group) => figures.share(group.monetary_share),
              },
            ]}
          />
        }
      />
    </>
  );
}
