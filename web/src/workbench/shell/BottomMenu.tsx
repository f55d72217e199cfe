import { Drawer } from "antd";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import type { PageEntry } from "../routes";
import { useLink } from "../runs";
import { MenuOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";
import { isHere, SideMenu, target } from "./SideMenu";

/** As many as a thumb can tell apart on a narrow phone; the others are in the drawer. */
const SHOWN = 4;

/** The menu on a phone: the first pages within reach of the thumb, all of them in a drawer. */
export function BottomMenu({ entries }: { entries: readonly PageEntry[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const link = useLink();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const all = entries.length <= SHOWN + 1;
  const shown = all ? entries : entries.slice(0, SHOWN);
  return (
    <nav className="bottom-menu" aria-label={t("shell.menu")}>
      {shown.map((entry) => (
        <Link
          key={entry.id}
          to={link(target(entry))}
          className="bottom-entry"
          aria-current={isHere(entry, pathname) ? "page" : undefined}
        >
          <span aria-hidden="true">{entry.icon}</span>
          <span>{t(`menu.${entry.id}`)}</span>
        </Link>
      ))}
      {all ? null : (
        <button type="button" className="bottom-entry" onClick={() => setOpenAt(pathname)}>
          <MenuOutlined aria-hidden="true" />
          <span>{t("shell.more")}</span>
        </button>
      )}
      <Drawer
        placement="bottom"
        size="auto"
        title={t("shell.menu")}
        // A choice leads to another address, and there the drawer is not open.
        open={openAt === pathname}
        onClose={() => setOpenAt(null)}
      >
        <SideMenu entries={entries} />
      </Drawer>
    </nav>
  );
}
