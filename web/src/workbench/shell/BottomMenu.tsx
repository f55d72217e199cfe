import { Drawer } from "antd";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { GROUP_ICONS, type PageEntry } from "../routes";
import { useLink } from "../runs";
import { MenuOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";
import { isGroup, isHere, menuOf, target } from "./menu";
import { SideMenu } from "./SideMenu";

/** As many as a thumb can tell apart on a narrow phone; the others are in the drawer. */
const SHOWN = 4;

/** The menu on a phone: the first pages within reach of the thumb, all of them in a drawer. */
export function BottomMenu({ entries }: { entries: readonly PageEntry[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const link = useLink();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const items = menuOf(entries);
  const all = items.length <= SHOWN + 1;
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <nav className="bottom-menu" aria-label={t("shell.menu")}>
      {shown.map((item) =>
        isGroup(item) ? (
          <button key={item.group} type="button" className="bottom-entry" onClick={() => setOpenAt(pathname)}>
            <span aria-hidden="true">{GROUP_ICONS[item.group]}</span>
            <span>{t(`menu.${item.group}`)}</span>
          </button>
        ) : (
          <Link
            key={item.id}
            to={link(target(item))}
            className="bottom-entry"
            aria-current={isHere(item, pathname) ? "page" : undefined}
          >
            <span aria-hidden="true">{item.icon}</span>
            <span>{t(`menu.${item.id}`)}</span>
          </Link>
        ),
      )}
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
