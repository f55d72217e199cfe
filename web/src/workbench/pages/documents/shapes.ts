/** The answers of the API about documents that people write, by the names that these pages use. */
export type { FindingShown as Finding, WatchDocument, WatchFindings } from "../../api/schema";

/** Which document: the goals, or the care plan. */
export type DocumentName = "goals" | "care";
