import type { Said } from "../../api/shapes";

/** What one data product tells, as the server keeps it. */
export interface Publication {
  id: string;
  at: string;
  by: string;
  run: number;
  title: Said;
  as_of: string;
  where: Record<string, string>;
  records: number;
  report: Report;
  sentences: { en: string[]; zh: string[] };
  rules: { en: string[]; zh: string[] };
  dictionary: Field[];
  sample: { columns: string[]; rows: string[][]; total: number };
  files: { name: string; size: number; sha256: string }[];
}

interface Bound {
  asked: number;
  before: number;
  after: number;
}

export interface Report {
  k: Bound;
  l: Bound;
  classes: { before: number; after: number };
  customers: { chosen: number; opted_out?: number; suppressed: number; published: number };
}

export interface Field {
  field: string;
  title: Said;
  type: string;
  unit: string;
  class: Said;
  treatment: Said;
  values: string;
  empty: number;
}
