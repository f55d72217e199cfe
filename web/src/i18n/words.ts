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

/** The catalogues' names of metrics, scores and reasons; a name they do not know is shown as it stands. */
export function wordBook(t: TFunction) {
  const word = (family: string) => (name: string) =>
    t(`${family}.${name}`, { ns: "words", defaultValue: name, keySeparator: "." });
  return {
    metric: word("metric"),
    column: word("column"),
    reason: word("reason"),
    notRated: word("not_rated"),
  };
}

export type WordBook = ReturnType<typeof wordBook>;

/** Return the letter a metric is known by (R, F, M), or its full name. */
export function shortMetric(t: TFunction, name: string): string {
  return t(`short.${name}`, { ns: "words", defaultValue: wordBook(t).metric(name) });
}

/** Return a score level as an axis shows it: "R5", "R high", or the level alone when the metric has no letter. */
export function levelName(level: Level, letter: string, t: TFunction): string {
  const numbered = Number.isFinite(Number(level));
  const name = numbered ? String(level) : t(`level.${level}`, { defaultValue: String(level) });
  return letter.length > 2 ? name : `${letter}${numbered ? "" : " "}${name}`;
}
