import enReport from "@locale/en/report.json";
import enWords from "@locale/en/words.json";
import zhReport from "@locale/zh/report.json";
import zhWords from "@locale/zh/words.json";
import i18next, { type i18n, type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Lang } from "../data/report";

/** Return the translator for the pages, speaking `lang`, on the catalogues that the Python side reads, and on `more`. */
export function translator(lang: Lang, more: Partial<Record<Lang, ResourceLanguage>> = {}): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).init({
    lng: lang,
    fallbackLng: "en",
    initAsync: false,
    defaultNS: "report",
    resources: {
      en: { report: enReport, words: enWords, ...more.en },
      zh: { report: zhReport, words: zhWords, ...more.zh },
    },
    // React escapes; escaping here as well would show "&amp;" to the reader.
    interpolation: { prefix: "{", suffix: "}", escapeValue: false },
  });
  return instance;
}
