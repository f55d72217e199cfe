import type { TFunction } from "i18next";
import type { Bilingual, Group, Lang, Level } from "../data/report";

/** Return the text in `lang`, the other language's when that one is blank, or "" when there is none. */
export function pick(text: Bilingual | null | undefined, lang: Lang): string {
  if (!text) return "";
  return text[lang] || text.en || text.zh || "";
}

/** Return the group's title, led by its name when that is a short code such as "A". */
export function groupLabel(group: Pick<Group, "name" | "title">, lang: Lang): string {
  const title = pick(group.title, lang);
  if (!title || title === group.name) return group.name;
  return group.name.length <= 2 && !title.startsWith(group.name) ? `${group.name} · ${title}` : title;
}

/** The report's own titles of metrics, scores, results and exclusions, else the catalogues', else the name itself. */
export function wordBook(t: TFunction, titles: Record<string, Bilingual> = {}, lang: Lang = "en") {
  const word = (family: string) => (name: string) =>
    pick(titles[name], lang) ||
    t(`${family}.${name}`, { ns: "words", defaultValue: name, keySeparator: "." });
  return {
    metric: word("metric"),
    column: word("column"),
    reason: word("reason"),
    notRated: word("not_rated"),
    /** A result column inside a sentence: "tier", not "Tier". */
    result: (name: string) => {
      const title = word("column")(name);
      return title.charAt(0).toLowerCase() + title.slice(1);
    },
  };
}

export type WordBook = ReturnType<typeof wordBook>;

/** Return the letter a metric is known by (R, F, M), or its full name. */
export function shortMetric(t: TFunction, name: string): string {
  return t(`short.${name}`, { ns: "words", defaultValue: wordBook(t).metric(name) });
}

/** Return a score level as an axis shows it: "R5", "R high", or the level alone when the metric has no letter. */
export function levelName(level: Level, letter: string, t: TFunction, split = false): string {
  const side = split ? (Number(level) > 0 ? "high" : "low") : String(level);
  const numbered = !split && Number.isFinite(Number(level));
  const name = numbered ? String(level) : t(`level.${side}`, { defaultValue: side });
  return letter.length > 2 ? name : `${letter}${numbered ? "" : " "}${name}`;
}
