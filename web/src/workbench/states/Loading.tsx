import { Spin } from "antd";
import { useWords } from "../words/useWords";

/** Something is on its way; told to screen readers too. */
export function Loading({ whole = false }: { whole?: boolean }) {
  const { t } = useWords();
  return (
    <div className={whole ? "state state-whole" : "state"} role="status">
      <Spin />
      <span className="quiet">{t("state.loading")}</span>
    </div>
  );
}
