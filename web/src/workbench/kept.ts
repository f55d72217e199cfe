import type { Lang } from "../data/report";

const LANGUAGE = "shuke-language";
const THEME = "shuke-theme";

/** What this browser remembers of its reader before anybody has signed in; nothing else is kept in it. */
export function keptLanguage(): Lang {
  const kept = read(LANGUAGE);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function keepLanguage(lang: Lang): void {
  write(LANGUAGE, lang);
}

export function keptDark(): boolean | null {
  const kept = read(THEME);
  return kept === "dark" ? true : kept === "light" ? false : null;
}

export function keepDark(dark: boolean): void {
  write(THEME, dark ? "dark" : "light");
}

// A browser may forbid keeping anything; the workbench then works without being remembered.
function read(name: string): string | null {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    return;
  }
}
