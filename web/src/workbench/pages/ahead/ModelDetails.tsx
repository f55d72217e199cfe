import { DataTable } from "../../../tables/DataTable";
import type { Prediction } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const DIGITS = 4;

/** The model behind a prediction: its parameters with their intervals, and how each candidate did on the past. */
export function ModelDetails({ prediction }: { prediction: Prediction }) {
  const { t, dates } = useWords("ahead");
  const figures = useFigures();
  const short = (value: number) => String(Number(value.toPrecision(DIGITS)));
  return (
    <details className="alternative">
      <summary>{t("details.title", { model: prediction.title })}</summary>
      {prediction.compared.length > 0 ? (
        <>
          <p className="quiet">{t("details.compared", { day: dates.day(prediction.past) })}</p>
          <DataTable
            title={t("details.compared_title")}
            rows={prediction.compared.toSorted((one, other) => one.log_loss - other.log_loss)}
            rowKey={({ model }) => model}
            columns={[
              { key: "model", title: t("details.model"), render: ({ title }) => title },
              {
                key: "loss",
                title: t("details.loss"),
                numeric: true,
                render: (one) => one.log_loss.toFixed(4),
              },
              {
                key: "expected",
                title: t("details.expected"),
                numeric: true,
                render: (one) => figures.count(Math.round(one.expected_purchases)),
              },
              {
                key: "came",
                title: t("details.came"),
                numeric: true,
                render: (one) => figures.count(one.actual_purchases),
              },
            ]}
          />
        </>
      ) : null}
      {prediction.parameters.length > 0 ? (
        <DataTable
          narrow
          title={t("details.parameters")}
          rows={prediction.parameters}
          rowKey={({ name }) => name}
          columns={[
            { key: "name", title: t("details.parameter"), render: ({ name }) => name },
            { key: "value", title: t("details.value"), numeric: true, render: ({ value }) => short(value) },
            {
              key: "range",
              title: t("details.interval"),
              numeric: true,
              render: ({ low, high }) =>
                low === null || high === null ? "–" : `${short(low)} – ${short(high)}`,
            },
          ]}
        />
      ) : null}
    </details>
  );
}
