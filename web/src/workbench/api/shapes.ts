/** What the API takes and gives: by the names that the pages use, out of the description that the server makes of itself. */
import type { CurrentSession, ShownColumn, ShownJob } from "./schema";

export type {
  ComparedTeam,
  CurrentSession as Session,
  Explained,
  ForeseenCustomer as CustomerPrediction,
  Group as CustomerGroup,
  HeldOf,
  LeavingTold,
  LeavingTrait,
  LookAlike,
  LookAlikes,
  MadeToken,
  Month as MonthOrders,
  Order,
  Page,
  Problem as ApiProblem,
  ProductLift,
  ProductsTold,
  ProductThing,
  Reason,
  ResourceDocument,
  ResourceSplit,
  ResourcesTold,
  Run,
  SchemeShown as SchemeListed,
  Settings,
  SetupNeeded as Setup,
  ShownBackup as Backup,
  ShownColumn as CustomerColumn,
  ShownCustomer as Customer,
  ShownEntry as AuditEntry,
  ShownJob as Job,
  ShownOptOut as OptOut,
  ShownPrediction as Prediction,
  ShownSchedule as Schedule,
  ShownSession as SignedIn,
  ShownToken as Token,
  ShownUser as User,
  ShownView as View,
  Stood,
  Strategy as PlaceStrategy,
  Summary as CustomerSums,
  TargetAttribute,
  TargetCheck,
  TargetTold,
  TargetValue,
  TeamsBetween,
  Verification,
  Way,
} from "./schema";
export type Right = CurrentSession["rights"][number];
export type JobStatus = ShownJob["status"];
export type ColumnKind = ShownColumn["kind"];

/** A text of the server: in the answer's language, or in both. */
export type Said = string | { en: string; zh: string };

export type Cell = string | number | null;
/** `_ref` is the word by which the customer is asked for. */
export type CustomerRow = { _ref: string } & Record<string, Cell>;

type Both = { en: string; zh: string };

export interface Amount {
  customers: number;
  /** Null where one of the results tells no money. */
  monetary: string | null;
}

export interface ComparedSide {
  scheme: string;
  as_of: string;
  period: [string | null, string];
  result: string;
  rated: number;
}

/** One old place and one new one; null: not rated then, "": in no group. */
export interface MovedCell extends Amount {
  before: string | null;
  after: string | null;
}

export interface Comparison {
  old: ComparedSide;
  new: ComparedSide;
  places: string;
  same_rule: boolean;
  currency: string | null;
  directions: Record<string, Amount>;
  because: Record<string, Record<string, number>>;
  cells: MovedCell[];
  drift: { column: string; psi: number; verdict: string }[];
  notes: Both[];
}
