import { Link, useLocation } from "react-router";
import type { PageEntry } from "../routes";
import { useLink } from "../runs";
import { useWords } from "../words/useWords";

/** Tell whether an entry of the menu leads to where the reader is, or to a page above it. */
export function isHere(entry: Pick<PageEntry, "path">, pathname: string): boolean {
  const start = entry.path.replace(/\/:.*$/, "");
  return start === "/" ? pathname === "/" : pathname === start || pathname.startsWith(`${start}/`);
}

/** The address of an entry: a page with parts opens at the first of them. */
export function target(entry: Pick<PageEntry, "path">): string {
  return entry.path.replace(/\/:.*$/, "");
}

export function SideMenu({ entries }: { entries: readonly PageEntry[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const link = useLink();
  return (
    <nav className="side-menu" aria-label={t("shell.menu")}>
      {entries.map((entry) => (
        <Link
          key={entry.id}
          to={link(target(entry))}
          className="side-entry"
          aria-current={isHere(entry, pathname) ? "page" : undefined}
        >
          <span className="side-icon" aria-hidden="true">
            {entry.icon}
          </span>
          <span className="side-name">{t(`menu.${entry.id}`)}</span>
        </Link>
      ))}
    </nav>
  );
}
