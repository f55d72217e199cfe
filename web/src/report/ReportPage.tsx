import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Lang, Report } from "../data/report";
import { pick, wordBook } from "../i18n/words";
import { formatter } from "../numbers/format";
import { Contents } from "./Contents";
import { ReadingContext } from "./context";
import { Header } from "./Header";
import { sectionsOf } from "./sections";

export function ReportPage({ report }: { report: Report }) {
  const { t, i18n } = useTranslation();
  const lang: Lang = i18n.language === "zh" ? "zh" : "en";
  const reading = useMemo(
    () => ({
      report,
      lang,
      t,
      figures: formatter(lang, report.currency),
      words: wordBook(t, report.titles, lang),
    }),
    [report, lang, t],
  );
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `${pick(report.scheme.title, lang)} · ${t("tagline")} · 熟客 Shuke`;
  }, [report, lang, t]);

  const sections = sectionsOf(report);
  return (
    <ReadingContext value={reading}>
      <div className="page">
        <Header onLanguage={(wish) => void i18n.changeLanguage(wish)} />
        <Contents sections={sections} />
        <main>
          {sections.map(({ id, Body }) => (
            <Body key={id} />
          ))}
        </main>
        <footer className="footer">
          <p>{t("exact_note")}</p>
          <p>{t("made_by", { generator: report.generator })}</p>
        </footer>
      </div>
    </ReadingContext>
  );
}
