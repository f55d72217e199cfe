import type { Lang } from "../data/report";
import { pick } from "../i18n/words";
import { useAppearance } from "../ui/appearance";
import { Choice } from "../ui/Choice";
import { useReading } from "./context";
import { Mark } from "./Mark";

const LANGUAGES = [
  ["en", "EN"],
  ["zh", "中文"],
] as const;

export function Header({ onLanguage }: { onLanguage: (lang: Lang) => void }) {
  const { report, lang, t } = useReading();
  const facts: [string, string][] = [
    [
      t("period"),
      report.period ? t("period_range", { from: report.period[0], to: report.period[1] }) : t("period_all"),
    ],
    [t("as_of"), report.as_of],
    ...(report.currency ? [[t("currency"), report.currency] as [string, string]] : []),
    [t("scheme"), report.scheme.id],
  ];
  return (
    <header className="header">
      <div className="header-bar">
        <Mark />
        <div className="controls">
          <Choice label={t("control.language")} value={lang} options={LANGUAGES} onChange={onLanguage} />
          <DarkButton />
          <button type="button" className="button" onClick={() => window.print()}>
            {t("control.print")}
          </button>
        </div>
      </div>
      <p className="tagline">{t("tagline")}</p>
      <h1>{pick(report.scheme.title, lang) || report.scheme.id}</h1>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function DarkButton() {
  const { t } = useReading();
  const { dark, toggle } = useAppearance();
  return (
    <button
      type="button"
      className="button"
      title={t(dark ? "control.to_light" : "control.to_dark")}
      onClick={toggle}
    >
      <span aria-hidden="true">{dark ? "☀" : "☾"}</span> {t(dark ? "control.light" : "control.dark")}
    </button>
  );
}
