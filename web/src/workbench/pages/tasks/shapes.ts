import type {
  CareStanding,
  ShownStrategy,
  ShownTask,
  StrategyRow,
  TaskDay,
  TaskHappened,
  WholeTask,
} from "../../api/schema";

export type { CareStanding, ShownStrategy, ShownTask, StrategyRow, TaskDay, TaskHappened, WholeTask };

/** What can be done with a task. */
export type Deed = "done" | "missed" | "skipped" | "reopen" | "move" | "hand";
