import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** A chart with the same figures as a table, one click away, for readers who cannot or would rather not see it. */
export function ChartFigure({ chart, table }: { chart: ReactNode; table: ReactNode }) {
  const { t } = useTranslation();
  return (
    <figure className="figure">
      {chart}
      <details className="alternative">
        <summary>{t("control.as_table")}</summary>
        {table}
      </details>
    </figure>
  );
}
