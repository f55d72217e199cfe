import { createContext, useContext } from "react";
import type { Right, Session } from "./api/shapes";

export const SessionContext = createContext<Session | null>(null);

/** Return who is at the screen and what they may do. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a page stands outside the session");
  return session;
}

/** Tell whether whoever is at the screen holds a right; the server checks it again in any case. */
export function useRight(right: Right | undefined): boolean {
  const { rights } = useSession();
  return right === undefined || rights.includes(right);
}
