import type { TFunction } from "i18next";
import type { Group, Lang, Report } from "../data/report";
import { groupLabel } from "../i18n/words";

/** A list of groups to be shown: the main one first. */
export interface GroupList {
  column: string;
  groups: Group[];
}

/** Codes and cells have pictures of their own; everything else is a list of groups. */
const DRAWN = new Set(["code", "cell"]);

export function listsOf(report: Report): GroupList[] {
  const all = [{ column: report.result, groups: report.groups }, ...report.lists];
  return all.filter(({ column, groups }) => !DRAWN.has(column) && groups.length > 0);
}

export function groupsOf(report: Report, column: string): Group[] {
  return listsOf(report).find((list) => list.column === column)?.groups ?? [];
}

/** Lists whose groups the scheme speaks of; clusters have numbers only. */
export function spokenOf(report: Report): GroupList[] {
  return listsOf(report).filter(({ groups }) =>
    groups.some((group) => group.title || group.meaning || group.rule),
  );
}

/** A group as people call it; a cluster by its number, and those whom no group takes by that. */
export function nameOf(group: Group, column: string, lang: Lang, t: TFunction): string {
  if (!group.name) return t("groups.none");
  return column === "cluster" ? t("groups.cluster", { number: group.name }) : groupLabel(group, lang);
}
