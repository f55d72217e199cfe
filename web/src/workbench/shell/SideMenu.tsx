import { useId, useState } from "react";
import { Link, useLocation } from "react-router";
import { GROUP_ICONS, type PageEntry } from "../routes";
import { useLink } from "../runs";
import { DownOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";
import { isGroup, isHere, type MenuGroup, menuOf, target } from "./menu";

/** The whole menu: pages as links, pages of one group behind a button that opens and closes. */
export function SideMenu({ entries }: { entries: readonly PageEntry[] }) {
  const { t } = useWords();
  return (
    <nav className="side-menu" aria-label={t("shell.menu")}>
      {menuOf(entries).map((item) =>
        isGroup(item) ? <SideGroup key={item.group} item={item} /> : <SideEntry key={item.id} entry={item} />,
      )}
    </nav>
  );
}

function SideEntry({ entry }: { entry: PageEntry }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const link = useLink();
  return (
    <Link
      to={link(target(entry))}
      className="side-entry"
      aria-current={isHere(entry, pathname) ? "page" : undefined}
    >
      <span className="side-icon" aria-hidden="true">
        {entry.icon}
      </span>
      <span className="side-name">{t(`menu.${entry.id}`)}</span>
    </Link>
  );
}

/** A group is open while one of its pages is read, and whenever the reader opens it. */
function SideGroup({ item }: { item: MenuGroup }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const part = useId();
  const inside = item.pages.some((entry) => isHere(entry, pathname));
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? inside;
  return (
    <div className="side-group">
      <button
        type="button"
        className="side-entry side-group-head"
        aria-expanded={open}
        aria-controls={part}
        data-inside={inside}
        onClick={() => setWanted(!open)}
      >
        <span className="side-icon" aria-hidden="true">
          {GROUP_ICONS[item.group]}
        </span>
        <span className="side-name">{t(`menu.${item.group}`)}</span>
        <DownOutlined className="side-arrow" />
      </button>
      <div id={part} className="side-group-pages" hidden={!open}>
        {item.pages.map((entry) => (
          <SideEntry key={entry.id} entry={entry} />
        ))}
      </div>
    </div>
  );
}
