import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { flushSync } from "react-dom";

interface Appearance {
  dark: boolean;
  /** Paper is white whatever the screen shows, and charts must be redrawn to its width. */
  printing: boolean;
  toggle: () => void;
}

const AppearanceContext = createContext<Appearance>({ dark: false, printing: false, toggle: () => {} });

export const useAppearance = () => useContext(AppearanceContext);

interface AppearanceProviderProps {
  children: ReactNode;
  /** What the reader chose before: dark (true), light (false) or nothing yet. */
  chosen?: boolean | null;
  /** Told of a choice, so that it can be kept. */
  onChoice?: (dark: boolean) => void;
}

/** Follows the system's colours until the reader chooses otherwise. */
export function AppearanceProvider({ children, chosen = null, onChoice }: AppearanceProviderProps) {
  const system = useSystemDark();
  const printing = usePrinting();
  const [choice, setChoice] = useState<boolean | null>(chosen);
  const dark = choice ?? system;
  useEffect(() => {
    document.documentElement.dataset.theme = dark && !printing ? "dark" : "light";
  }, [dark, printing]);
  const value = useMemo(
    () => ({
      dark,
      printing,
      toggle: () => {
        setChoice(!dark);
        onChoice?.(!dark);
      },
    }),
    [dark, printing, onChoice],
  );
  return <AppearanceContext value={value}>{children}</AppearanceContext>;
}

function useSystemDark(): boolean {
  const [query] = useState(() => window.matchMedia("(prefers-color-scheme: dark)"));
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = () => setDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query]);
  return dark;
}

function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser lays the paper out right after this event: the charts must be redrawn before it returns.
    const set = (value: boolean) => () => flushSync(() => setPrinting(value));
    const [before, after] = [set(true), set(false)];
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}
