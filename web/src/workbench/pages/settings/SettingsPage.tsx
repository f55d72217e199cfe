import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { Link, Navigate, useParams } from "react-router";
import type { Right } from "../../api/shapes";
import { useLink } from "../../runs";
import { useSession } from "../../session";
import { Loading } from "../../states/Loading";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";

interface Tab {
  id: string;
  right?: Right;
  Body: LazyExoticComponent<ComponentType>;
}

/** What can be set: one row each, with the right that it takes. */
const TABS: readonly Tab[] = [
  { id: "account", Body: lazy(() => import("./AccountTab")) },
  { id: "users", right: "users.write", Body: lazy(() => import("./UsersTab")) },
  { id: "sessions", right: "users.write", Body: lazy(() => import("./SessionsTab")) },
  { id: "tokens", right: "tokens.own", Body: lazy(() => import("./TokensTab")) },
  { id: "general", right: "settings.read", Body: lazy(() => import("./GeneralTab")) },
  { id: "schedules", right: "settings.read", Body: lazy(() => import("./SchedulesTab")) },
  { id: "privacy", right: "privacy.write", Body: lazy(() => import("./PrivacyTab")) },
  { id: "backups", right: "backups.write", Body: lazy(() => import("./BackupsTab")) },
  { id: "audit", right: "audit.read", Body: lazy(() => import("./AuditTab")) },
];

export default function SettingsPage() {
  const { t } = useWords("settings");
  const { rights } = useSession();
  const { tab } = useParams();
  const link = useLink();
  const open = TABS.filter(({ right }) => !right || rights.includes(right));
  const shown = open.find(({ id }) => id === tab);
  if (!shown) return <Navigate to={link(`/settings/${open[0]?.id}`)} replace />;
  return (
    <>
      <PageHead title={t("title")} />
      <nav className="tabs" aria-label={t("title")}>
        {open.map(({ id }) => (
          <Link key={id} to={link(`/settings/${id}`)} aria-current={id === shown.id ? "page" : undefined}>
            {t(`tab.${id}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Loading />}>
        <shown.Body />
      </Suspense>
    </>
  );
}
