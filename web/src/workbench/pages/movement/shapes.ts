/** What the interface tells of movement; documents that it describes as free are written out here. */
import type { Amount, MovedCell, Said } from "../../api/shapes";

export type { Moved, OneMoved, Sliding } from "../../api/schema";

/** The parts of a change, in the order in which they are taken. */
export const PARTS = ["corrected", "time", "own", "others", "scheme", "grace"] as const;
export type Part = (typeof PARTS)[number];

export interface RunSide {
  run: number;
  as_of: string;
  result: string;
  rated: number;
}

export interface FigureSums {
  before: string;
  after: string;
  parts: Record<string, string>;
}

export interface MovementTold {
  scheme: string;
  old: RunSide;
  new: RunSide;
  places: "ladder" | "list" | "different";
  currency: string | null;
  order: { before: (string | null)[]; after: (string | null)[] };
  cells: MovedCell[];
  directions: Record<string, Amount>;
  because: Record<string, Record<string, number>>;
  figures: Record<string, FigureSums>;
  touched: Record<string, number>;
  parts: Part[];
  steps?: Record<string, { up: number; down: number; steps: number }>;
  notes: Said[];
}

export interface Chance {
  share: number;
  low: number;
  high: number;
}

export interface CourseRun {
  run: number;
  as_of: string;
  rated: number;
  days: number | null;
  stayed: number | null;
  of: number | null;
  psi: number | null;
  verdict: string | null;
}

export interface Leaving {
  place: string;
  customers: number;
  periods: number;
  left: Chance | null;
  left_or_fell: Chance | null;
}

export interface ExpectedFlow {
  before: string;
  after: string | null;
  chance: number;
  customers: number;
  low: number;
  high: number;
}

export interface CourseTold {
  scheme: string;
  result: string;
  order: string[];
  places: string;
  grid: [number, number] | null;
  level: string | null;
  currency: string | null;
  runs: CourseRun[];
  ways: Record<string, number>;
  leaving: Leaving[];
  expected: { periods: number; days: number; level: number; flows: ExpectedFlow[] } | null;
  fewest_periods: number;
  left_out: number;
}
