import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "./api/client";
import { useData } from "./api/hooks";
import type { Session, Setup } from "./api/shapes";
import { keepLanguage } from "./kept";
import { PAGES } from "./routes";
import { SessionContext } from "./session";
import { Shell } from "./shell/Shell";
import { Loading } from "./states/Loading";
import { Problem } from "./states/Problem";

const LoginPage = lazy(() => import("./pages/login/LoginPage"));
const SetupPage = lazy(() => import("./pages/setup/SetupPage"));

/** Decides what somebody who comes in meets: the first-run wizard, the sign-in page, or the workbench. */
export function Entrance() {
  const client = useQueryClient();
  const { i18n } = useTranslation();
  const setup = useData<Setup>("setup", { wordless: true });
  // Who is not signed in is not asked for a session: an answer that refuses is an error in the browser's console.
  const signedIn = setup.data?.signed_in === true;
  const session = useData<Session>("session", { wordless: true, enabled: signedIn });
  const outside = !signedIn || session.error?.status === 401;
  const language = session.data?.user.language;
  // A choice of this page is not undone by an answer that is older than it: each language is taken over once.
  const taken = useRef<string | null>(null);
  useEffect(() => {
    if (!language || taken.current === language) return;
    taken.current = language;
    keepLanguage(language === "zh" ? "zh" : "en");
    void i18n.changeLanguage(language);
  }, [language, i18n]);
  // Any page may be the first to hear that the session has ended.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        const failed = query.state.error as ApiError | null;
        if (type !== "updated" || failed?.status !== 401 || query.queryKey[0] === "session") return;
        void client.invalidateQueries({ queryKey: ["session"] });
        void client.invalidateQueries({ queryKey: ["setup"] });
      }),
    [client],
  );
  if (session.data && !outside) {
    return (
      <SessionContext value={session.data}>
        <Shell pages={PAGES} />
      </SessionContext>
    );
  }
  const failed = setup.error ?? (outside ? null : session.error);
  if (failed) return <Problem error={failed} whole onRetry={() => void client.invalidateQueries()} />;
  if (!outside || !setup.data) return <Loading whole />;
  return (
    <Suspense fallback={<Loading whole />}>{setup.data.needed ? <SetupPage /> : <LoginPage />}</Suspense>
  );
}
