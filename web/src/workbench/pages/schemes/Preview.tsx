import { Alert } from "antd";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chart } from "../../../charts/Chart";
import { pyramid, pyramidHeight } from "../../../charts/pyramid";
import type { Frame } from "../../../charts/theme";
import { pyramidRows } from "../../../report/pyramidRows";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Loading } from "../../states/Loading";
import { Problem } from "../../states/Problem";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { GroupFigures, Previewed } from "./shapes";
import type { usePreview } from "./useTrial";

/** Beyond this many groups bars cannot be told apart, and the table says it. */
const MOST_BARS = 40;

/** The groups that the text would make of the chosen run's customers, live. */
export function Preview({ of, sound }: { of: ReturnType<typeof usePreview>; sound: boolean }) {
  const { t } = useWords("schemes");
  if (of.error) return <Problem error={of.error} />;
  if (!of.data) return sound ? <Loading /> : <p className="quiet">{t("preview.unsound")}</p>;
  if (of.data.lacking) return <Lacking lacking={of.data.lacking} />;
  return (
    <div className={of.isPlaceholderData || !sound ? "preview preview-old" : "preview"}>
      <Moved preview={of.data} />
      <Groups groups={of.data.groups} />
    </div>
  );
}

function Lacking({ lacking }: { lacking: NonNullable<Previewed["lacking"]> }) {
  const { t } = useWords("schemes");
  const names = lacking.metrics.map(({ title }) => title).join(t("comma"));
  return (
    <Alert
      type="info"
      showIcon
      title={t("lacking.title")}
      description={
        <>
          {lacking.period ? <p>{t("lacking.period")}</p> : null}
          {names ? <p>{t("lacking.metrics", { names })}</p> : null}
          {lacking.excluded ? <p>{t("lacking.excluded")}</p> : null}
          <p>{t("lacking.do")}</p>
        </>
      }
    />
  );
}

function Moved({ preview }: { preview: Previewed }) {
  const { t } = useWords("schemes");
  const figures = useFigures();
  const { moved } = preview;
  if (!moved)
    return <p className="statement">{t("preview.rated", { rated: figures.count(preview.rated) })}</p>;
  const away = moved.up + moved.down + moved.elsewhere;
  if (away === 0) return <p className="statement">{t("preview.nobody")}</p>;
  const counts = { count: figures.count(away), up: figures.count(moved.up), down: figures.count(moved.down) };
  return (
    <p className="statement">{t(moved.elsewhere > 0 ? "preview.elsewhere" : "preview.moved", counts)}</p>
  );
}

export function Groups({ groups }: { groups: readonly GroupFigures[] }) {
  const { t } = useWords("schemes");
  const { t: report } = useTranslation("report");
  const figures = useFigures();
  const rows = useMemo(() => pyramidRows(groups, ({ title }) => title, figures), [groups, figures]);
  const option = useCallback(
    (frame: Frame) =>
      pyramid(
        { rows, leftTitle: report("tiers.customers_axis"), rightTitle: report("tiers.money_axis") },
        frame,
      ),
    [rows, report],
  );
  const table = (
    <DataTable
      title={t("preview.title")}
      rows={groups}
      rowKey={({ name }) => name}
      columns={[
        { key: "title", title: t("preview.group"), render: (group) => group.title || t("matrix.no_group") },
        {
          key: "heads",
          title: report("advice.customers"),
          numeric: true,
          render: (group) => figures.count(group.customers),
        },
        {
          key: "share",
          title: report("advice.share"),
          numeric: true,
          render: (group) => figures.share(group.share),
        },
        {
          key: "money",
          title: report("advice.monetary"),
          numeric: true,
          render: (group) => figures.money(group.monetary),
        },
        {
          key: "part",
          title: report("advice.monetary_share"),
          numeric: true,
          render: (group) => figures.share(group.monetary_share),
        },
      ]}
    />
  );
  if (groups.length > MOST_BARS) return table;
  return (
    <ChartFigure
      chart={
        <Chart
          option={option}
          height={(width) => pyramidHeight(rows.length, width)}
          label={t("preview.chart")}
        />
      }
      table={table}
    />
  );
}
