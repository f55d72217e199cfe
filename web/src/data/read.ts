import type { Report } from "./report";

/** The one shape of data this page understands. */
const FORMAT = 2;

/** Return the figures embedded in the page, or why there are none: nothing was put in, or another version wrote them. */
export function readEmbedded(page: Document): Report | "empty" | "format" {
  const text = page.getElementById("shuke-data")?.textContent?.trim();
  if (!text) return "empty";
  const data = JSON.parse(text) as Report;
  return data.format === FORMAT ? data : "format";
}
