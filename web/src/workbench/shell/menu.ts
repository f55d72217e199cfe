import type { GroupId, PageEntry } from "../routes";

/** A group of pages that share one entry of the menu. */
export interface MenuGroup {
  group: GroupId;
  pages: readonly PageEntry[];
}

export type MenuItem = PageEntry | MenuGroup;

/** Tell a group of pages from a page. */
export function isGroup(item: MenuItem): item is MenuGroup {
  return "pages" in item;
}

/** Tell whether an entry of the menu leads to where the reader is, or to a page above it. */
export function isHere(entry: Pick<PageEntry, "path">, pathname: string): boolean {
  const start = target(entry);
  return start === "/" ? pathname === "/" : pathname === start || pathname.startsWith(`${start}/`);
}

/** The address of an entry: a page with parts opens at the first of them. */
export function target(entry: Pick<PageEntry, "path">): string {
  return entry.path.replace(/\/:.*$/, "");
}

/** Return the menu: every page in the order of the table; those of a group together, where its first page stands. */
export function menuOf(entries: readonly PageEntry[]): readonly MenuItem[] {
  const items: MenuItem[] = [];
  const told = new Set<GroupId>();
  for (const entry of entries) {
    const { group } = entry;
    if (!group) items.push(entry);
    else if (!told.has(group)) {
      told.add(group);
      const pages = entries.filter((other) => other.group === group);
      items.push(pages.length > 1 ? { group, pages } : entry);
    }
  }
  return items;
}
