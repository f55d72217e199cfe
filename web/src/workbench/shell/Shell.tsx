import { Suspense, useEffect } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import type { PageEntry } from "../routes";
import { useRight, useSession } from "../session";
import { Loading } from "../states/Loading";
import { Nothing } from "../states/Nothing";
import { useWords } from "../words/useWords";
import { BottomMenu } from "./BottomMenu";
import { Brand } from "./Brand";
import { JobTray } from "./JobTray";
import { target } from "./menu";
import { PageTitle } from "./PageTitle";
import { RunChooser } from "./RunChooser";
import { SideMenu } from "./SideMenu";
import { UserMenu } from "./UserMenu";

/** The frame around every page: the menu, the run that is looked at, the work in progress, and who is here. */
export function Shell({ pages }: { pages: readonly PageEntry[] }) {
  const { rights } = useSession();
  const { t } = useWords();
  const entries = pages.filter(({ icon, right }) => icon && (!right || rights.includes(right)));
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t("shell.skip")}
      </a>
      <aside className="shell-side">
        <Brand />
        <SideMenu entries={entries} />
      </aside>
      <header className="shell-top">
        <Brand short />
        <RunChooser />
        <div className="shell-tools">
          <JobTray />
          <UserMenu />
        </div>
      </header>
      <main id="content" className="shell-main" tabIndex={-1}>
        <Routes>
          {pages.map((page) => (
            <Route key={page.path} path={page.path} element={<OnePage page={page} home={entries[0]} />} />
          ))}
          <Route path="/login" element={<Navigate to="/" replace />} />
          <Route path="/setup" element={<Navigate to="/" replace />} />
          <Route path="*" element={<Nothing title={t("state.no_page")} text={t("state.no_page_hint")} />} />
        </Routes>
      </main>
      <BottomMenu entries={entries} />
    </div>
  );
}

/** Whoever may not see the first page begins at the first that they may see. */
function OnePage({ page, home }: { page: PageEntry; home: PageEntry | undefined }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const allowed = useRight(page.right);
  useEffect(() => {
    if (pathname) window.scrollTo(0, 0);
  }, [pathname]);
  if (!allowed && page.path === "/" && home) return <Navigate to={target(home)} replace />;
  if (!allowed) return <Nothing title={t("state.no_right")} text={t("state.no_right_hint")} />;
  return (
    <Suspense fallback={<Loading />}>
      <PageTitle name={t(`menu.${page.id}`)} />
      <page.Body />
    </Suspense>
  );
}
