import type { ResourceLanguage } from "i18next";
import type { Lang } from "../../data/report";

const FILES = import.meta.glob<ResourceLanguage>("@locale/*/workbench*.json", {
  eager: true,
  import: "default",
});
const NAME = /\/locale\/(en|zh)\/(\w+)\.json$/;

/** Return the workbench's own catalogues: one for what every page shares, one for each page, found by their names. */
export function catalogues(): Record<Lang, ResourceLanguage> {
  const found: Record<Lang, ResourceLanguage> = { en: {}, zh: {} };
  for (const [path, words] of Object.entries(FILES)) {
    const [, lang, topic] = NAME.exec(path) ?? [];
    if (topic && (lang === "en" || lang === "zh")) found[lang][topic] = words;
  }
  return found;
}
