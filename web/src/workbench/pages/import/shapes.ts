/** The answers of the API about imports. */
export interface Figures {
  rows: number;
  amount: string;
}

export interface ByReason extends Figures {
  reason: string;
  code: string | null;
  title: string;
  /** Left out on purpose, not for a fault. */
  wanted: boolean;
}

export interface Account {
  read: Figures;
  used: Figures;
  merged: Figures;
  rejected: Figures;
  rejected_by: ByReason[];
  merged_by: ByReason[];
  skipped_by: ByReason[];
}

export interface Change {
  number: number;
  at: string;
  action: string;
  what: string;
}

export interface Load {
  number: number;
  state: Change | null;
  files: { name: string; size: number }[];
  first: string | null;
  last: string | null;
  currency: string | null;
  account: Account;
  known: number;
  replaced: number;
}

export interface Part {
  part: number;
  name: string;
  sheet: string | null;
  kind: string;
  encoding: string | null;
  columns: { header: string; meaning: string | null; title: string | null; kept: boolean }[];
  account: Account;
  notes: { key: string; code: string | null; text: string }[];
}

export interface LoadDetail extends Load {
  parts: Part[];
}

export interface BesideTable {
  role: string;
  title: string;
  file: { name: string; size: number };
  read: number;
  kept: number;
  known: number;
}

export interface Imports {
  loads: Load[];
  tables: BesideTable[];
  undo: { to: number; takes_back: Change } | null;
}

export interface RejectedRow {
  part: number;
  file: string;
  sheet: string | null;
  row: number;
  reason: string;
  code: string | null;
  title: string;
  column: string | null;
  value: string | null;
  cells: { header: string; value: string | null }[];
}

/** What the data leaves open; the answer goes into the settings of the reading under its name. */
export interface Question {
  decision: string;
  option: "decide" | "map";
  message: string;
  where: string | null;
  choices: { value: string; meaning: string }[];
  free: string | null;
  answer?: string | null;
  assumed?: string | null;
}

interface Note {
  code: string | null;
  text: string;
}

export interface Fault {
  code: string | null;
  message: string;
  hint: string | null;
}

export interface SeenColumn {
  letter: string;
  header: string;
  meaning: string | null;
  by: string | null;
  examples: string[];
}

export interface SeenTable {
  sheet: string | null;
  encoding: string | null;
  delimiter: string | null;
  header_rows: number[];
  system: string | null;
  columns: SeenColumn[];
  rows: number;
  rejected: { reason: string; code: string | null; title: string; rows: number }[];
  notes: Note[];
  error: Fault | null;
}

export interface SeenFile {
  file: string;
  role: string | null;
  kind: string | null;
  size: number | null;
  same_as: string | null;
  stopped: boolean;
  error: Fault | null;
  questions: Question[];
  tables: SeenTable[];
}

export interface Meaning {
  name: string;
  title: string;
}

type InBoth<Of> = { en: Of; zh: Of };

export interface Inspection {
  files: InBoth<SeenFile[]>;
  meanings: InBoth<Meaning[]>;
  stopped: boolean;
}

export interface Loaded {
  question: InBoth<Question> | null;
  load: number | null;
  tables: number;
  repeated: { name: string; first: string }[];
  new_customers: number;
}

/** How the files are to be read, as far as a person says so. */
export interface Said {
  map: Record<string, string>;
  decide: Record<string, string>;
}
