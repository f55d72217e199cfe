import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Lang } from "../../data/report";
import { type Dates, dates } from "../../numbers/dates";

interface Words {
  t: TFunction;
  lang: Lang;
  dates: Dates;
}

/** Return the words of a page (`topic` of workbench_<topic>.json), then those that every page shares. */
export function useWords(topic?: string): Words {
  const { t, i18n } = useTranslation(topic ? [`workbench_${topic}`, "workbench"] : "workbench", {
    nsMode: "fallback",
  });
  const lang: Lang = i18n.language === "zh" ? "zh" : "en";
  return useMemo(() => ({ t, lang, dates: dates(lang) }), [t, lang]);
}
