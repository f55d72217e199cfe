/** The answers of the API about imports, by the names that these pages use; results of jobs are told below. */
export type {
  AccountShown as Account,
  Imports,
  LoadDetail,
  LoadShown as Load,
  PartShown as Part,
  RejectedShown as RejectedRow,
  StateShown as Change,
  TableShown as BesideTable,
} from "../../api/schema";

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
  merged: Record<string, number>;
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
  policy: Record<string, string>;
}
