import type { Lang } from "../../data/report";
import { pick } from "../../i18n/words";
import type { Said } from "../api/shapes";

/** Return a text of the server in the reader's language. */
export function said(text: Said | null | undefined, lang: Lang): string {
  return typeof text === "string" ? text : pick(text, lang);
}
