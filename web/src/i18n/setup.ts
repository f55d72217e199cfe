import enReport from "@locale/en/report.json";
import enWords from "@locale/en/words.json";
import zhReport from "@locale/zh/report.json";
import zhWords from "@locale/zh/words.json";
import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Lang } from "../data/report";

/** Return the translator for the pages, speaking `lang`, on the same catalogues that the Python side reads. */
export function translator(lang: Lang): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).init({
    lng: lang,
    fallbackLng: "en",
    initAsync: false,
    defaultNS: "report",
    resources: { en: { report: enReport, words: enWords }, zh: { report: zhReport, words: zhWords } },
    // React escapes; escaping here as well would show "&amp;" to the reader.
    interpolation: { prefix: "{", suffix: "}", escapeValue: false },
  });
  return instance;
}
