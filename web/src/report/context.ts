import type { TFunction } from "i18next";
import { createContext, useContext } from "react";
import type { Lang, Level, Report } from "../data/report";
import type { WordBook } from "../i18n/words";
import type { Formatter } from "../numbers/format";

/** Some of the customers: those who have each of these values. */
export type Choice = readonly (readonly [column: string, value: Level])[];

/** What every section needs: the figures, and how to say and write them. */
export interface Reading {
  report: Report;
  lang: Lang;
  t: TFunction;
  figures: Formatter;
  words: WordBook;
  /** Shows the chosen customers. A report on its own has no list of them to go to. */
  open?: (choice: Choice) => void;
}

export const ReadingContext = createContext<Reading | null>(null);

export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (!reading) throw new Error("a section stands outside the report");
  return reading;
}
