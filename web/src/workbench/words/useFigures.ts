import { useMemo } from "react";
import { type Formatter, formatter } from "../../numbers/format";
import { useSession } from "../session";
import type { CellWords } from "../ui/cells";
import { useWords } from "./useWords";

/** Return the writer of figures in the reader's language and the workspace's currency. */
export function useFigures(): Formatter {
  const { lang } = useWords();
  const { workspace } = useSession();
  return useMemo(() => formatter(lang, workspace.currency), [lang, workspace.currency]);
}

/** Return all that is needed to write a cell of a table of customers. */
export function useCellWords(): CellWords {
  const { lang, dates } = useWords();
  const figures = useFigures();
  return useMemo(() => ({ lang, dates, figures }), [lang, dates, figures]);
}
