import { useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import { LORENZ_HEIGHT, type LorenzData, lorenz } from "../../../charts/lorenz";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { ConcentratedRun } from "./shapes";

/** The Lorenz curve of a run, the largest customers first, with the vital few marked on it. */
export function Curve({ newest }: { newest: ConcentratedRun }) {
  const { t } = useWords("concentration");
  const figures = useFigures();
  const reading = t("curve.mark", { share: figures.share(newest.vital_share) });
  const data = useMemo<LorenzData>(
    () => ({
      points: newest.points,
      mark: newest.vital_share === null ? null : { x: newest.vital_share, y: 0.8, text: reading },
      xTitle: t("curve.x"),
      yTitle: t("curve.y"),
      equalText: t("curve.equal"),
      percent: figures.share,
    }),
    [newest, reading, t, figures],
  );
  const option = useMemo(() => (frame: Parameters<typeof lorenz>[1]) => lorenz(data, frame), [data]);
  return (
    <ChartFigure
      chart={<Chart option={option} height={LORENZ_HEIGHT} label={`${t("curve.title")}. ${reading}`} />}
      table={
        <DataTable
          title={t("curve.title")}
          rows={newest.points}
          rowKey={([share]) => String(share)}
          columns={[
            { key: "x", title: t("curve.x"), numeric: true, render: ([share]) => figures.share(share) },
            { key: "y", title: t("curve.y"), numeric: true, render: ([, share]) => figures.share(share) },
          ]}
        />
      }
    />
  );
}
