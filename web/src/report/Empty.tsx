import { useTranslation } from "react-i18next";
import { Mark } from "./Mark";

export function Empty({ why }: { why: "empty" | "format" }) {
  const { t } = useTranslation();
  return (
    <main className="page empty">
      <Mark />
      <p>{t(why === "empty" ? "no_data" : "other_format")}</p>
    </main>
  );
}
