import { Input } from "antd";
import { useId } from "react";
import { useSession } from "../session";
import { useWords } from "../words/useWords";

/** Return the day of a new rating: the one that was chosen, else the last in the data; null while there is none. */
export function useAsOf(chosen: string | null): string | null {
  const { workspace } = useSession();
  return chosen ?? workspace.data?.last ?? null;
}

interface AsOfProps {
  day: string | null;
  choose: (day: string | null) => void;
}

/** Says as of which day everybody is rated, and lets another one be chosen. */
export function AsOf({ day, choose }: AsOfProps) {
  const { t } = useWords();
  const { workspace } = useSession();
  const id = useId();
  const first = workspace.data?.first;
  return (
    <div className="as-of">
      <label htmlFor={id}>{t("as_of.label")}</label>
      <Input
        id={id}
        type="date"
        value={day ?? ""}
        {...(first ? { min: first } : {})}
        onChange={({ target }) => choose(target.value || null)}
      />
      <span className="quiet">{t("as_of.hint")}</span>
    </div>
  );
}
