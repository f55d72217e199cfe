import { Input } from "antd";
import { useId } from "react";
import { useData } from "../api/hooks";
import { useSession } from "../session";
import { useWords } from "../words/useWords";

interface AsOfProps {
  /** The day that was chosen; null: that of the latest order, as the server says it. */
  chosen: string | null;
  choose: (day: string | null) => void;
}

/** Says as of which day everybody is rated, and lets another one be chosen. */
export function AsOf({ chosen, choose }: AsOfProps) {
  const { t } = useWords();
  const { workspace } = useSession();
  const { data } = useData<{ as_of: string | null }>("runs/next", { wordless: true });
  const id = useId();
  const first = workspace.data?.first;
  return (
    <div className="as-of">
      <label htmlFor={id}>{t("as_of.label")}</label>
      <Input
        id={id}
        type="date"
        value={chosen ?? data?.as_of ?? ""}
        {...(first ? { min: first } : {})}
        onChange={({ target }) => choose(target.value || null)}
      />
      <span className="quiet">{t("as_of.hint")}</span>
    </div>
  );
}
