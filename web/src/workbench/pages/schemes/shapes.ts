/** The answers of the API about schemes. */
export interface Named {
  name: string;
  title: string;
}

export interface SchemeCard {
  id: string;
  title: string;
  purpose: string | null;
  extends: string | null;
  source: string | null;
  results: Named[];
  metrics: Named[];
  groups: string[];
  needs: string[];
  own: boolean;
  readable: boolean;
  /** The workspace is rated by it; `changed`: by a text that is none of the others. */
  chosen: boolean;
  changed: boolean;
}

export interface Finding {
  code: string;
  severity: "error" | "warning" | "note";
  message: string;
  hint: string | null;
  line: number | null;
  column: number | null;
}

export interface Weight {
  of: string;
  of_title: string;
  total: "one" | "free";
  name: string;
  title: string;
  value: string;
  /** Where its number stands in the text, counted from 1; null where it stands in another document. */
  line: number | null;
  column: number | null;
  length: number | null;
}

export interface Linted {
  findings: Finding[];
  sentences: string[];
  weights: Weight[];
  scheme: { id: string; title: string; extends: string | null; result: string } | null;
  sound: boolean;
}

export interface SchemeText extends Linted {
  id: string;
  own: boolean;
  text: string;
}

export interface GroupFigures {
  name: string;
  title: string;
  customers: number;
  share: number | null;
  monetary: string | null;
  monetary_share: number | null;
}

export interface Previewed {
  run: number;
  lacking: { period: boolean; metrics: Named[]; excluded: boolean } | null;
  result: string | null;
  groups: GroupFigures[];
  rated: number;
  currency: string | null;
  moved: { up: number; down: number; same: number; elsewhere: number } | null;
}

export interface Amount {
  customers: number;
  monetary: string | null;
}

export interface MatrixCell extends Amount {
  before: string | null;
  after: string | null;
  stays: boolean;
  share: number | null;
}

export interface SideOfTwo {
  id: string;
  title: string;
  result: string;
  result_title: string;
  rated: number;
  groups: GroupFigures[];
}

export interface SideBySide {
  as_of: string;
  currency: string | null;
  kind: "same" | "extended" | "ordered" | "different";
  a: SideOfTwo;
  b: SideOfTwo;
  cells: MatrixCell[];
  both: Amount;
  only_a: Amount;
  only_b: Amount;
  moved: Amount;
  up: Amount | null;
  down: Amount | null;
  agreeing: number;
}

export interface Compared {
  run: number;
  comparison: SideBySide | null;
  job: string | null;
}
