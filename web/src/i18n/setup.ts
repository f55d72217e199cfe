import enReport from "@locale/en/report.json";
import enWords from "@locale/en/words.json";
import zhReport from "@locale/zh/report.json";
import zhWords from "@locale/zh/words.json";
import i18next, { type FormatterModule, type i18n, type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Lang } from "../data/report";

/** Return the translator for the pages, speaking `lang`, on the catalogues that the Python side reads, and on `more`. */
export function translator(lang: Lang, more: Partial<Record<Lang, ResourceLanguage>> = {}): i18n {
  const instance = i18next.createInstance();
  instance
    .use(initReactI18next)
    .use(FORMS)
    .init({
      lng: lang,
      fallbackLng: "en",
      initAsync: false,
      defaultNS: "report",
      resources: {
        en: { report: enReport, words: enWords, ...more.en },
        zh: { report: zhReport, words: zhWords, ...more.zh },
      },
      interpolation: {
        prefix: "{",
        suffix: "}",
        // React escapes; escaping here as well would show "&amp;" to the reader.
        escapeValue: false,
        formatSeparator: "|",
      },
    });
  return instance;
}

/** Puts in the form that goes with a figure as it is written, of one or of several: `{rows|row is|rows are}`. */
const FORMS: FormatterModule = {
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, forms = "") => {
    const [one = "", many = ""] = forms.split("|");
    return String(value) === "1" ? one : many;
  },
};
