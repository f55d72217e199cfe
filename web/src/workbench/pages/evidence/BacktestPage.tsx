import { Alert } from "antd";
import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { PageHead } from "../../ui/PageHead";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { BacktestForm } from "./BacktestForm";
import { KeptChooser, useChosen } from "./KeptChooser";
import { Forecasts, League } from "./League";
import type { Backtest, KeptBacktest } from "./shapes";
import { Verdict } from "./Verdict";

/** Schemes compete on the workspace's own history: who would have found the customers who turned out best. */
export default function BacktestPage() {
  const { t } = useWords("backtest");
  const allowed = useRight("runs.write");
  const kept = useData<KeptBacktest[]>("backtests", { query: { size: 50 }, keep: true });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {allowed ? <BacktestForm /> : null}
      <Fetched of={kept}>
        {(all) =>
          all.length > 0 ? <Chosen all={all} /> : <Nothing title={t("none")} text={t("none_hint")} />
        }
      </Fetched>
    </>
  );
}

function Chosen({ all }: { all: KeptBacktest[] }) {
  const { t, lang, dates } = useWords("backtest");
  const [number, choose] = useChosen(all.map((one) => one.number));
  const found = useData<Backtest>(`backtests/${number}`, { keep: true, wordless: true });
  const labels = all.map((one) => ({
    value: one.number,
    label: t("kept", { number: one.number, at: dates.moment(one.at), leader: said(one.leader, lang) }),
  }));
  return (
    <>
      <KeptChooser label={t("shown")} options={labels} value={number} onChange={choose} />
      <Fetched of={found}>{(one) => <Found found={one} />}</Fetched>
    </>
  );
}

function Found({ found }: { found: Backtest }) {
  const { t, lang, dates } = useWords("backtest");
  const figures = useFigures();
  return (
    <>
      <Verdict lines={found.verdict[lang]}>
        {found.days.map((one) => (
          <p key={one.day} className="quiet">
            {t("known", {
              day: dates.day(one.day),
              last: dates.day(one.last),
              customers: figures.count(one.customers),
              bought: figures.count(one.bought_later),
              share: figures.share(one.customers > 0 ? one.bought_later / one.customers : null),
            })}
          </p>
        ))}
      </Verdict>
      {found.notes.map((note) => (
        <Alert key={note} type="info" showIcon title={t(`note.${note}`)} />
      ))}
      <League found={found} />
      <Forecasts found={found} />
      {found.left_out.length > 0 ? (
        <details className="alternative">
          <summary>{t("left_out", { count: found.left_out.length })}</summary>
          <dl className="evidence-left-out">
            {found.left_out.map((one) => (
              <div key={one.scheme}>
                <dt>{one.scheme}</dt>
                <dd>{said(one.because, lang)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}
