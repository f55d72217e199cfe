import { Link } from "react-router";
import { useData } from "../../api/hooks";
import type { CareStanding } from "../../api/schema";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { today } from "../tasks/days";

/** How the tasks of the care plan stand today, with the way to them; nothing where none were planned. */
export function CareCard() {
  const { t } = useWords("tasks");
  const figures = useFigures();
  const link = useLink();
  const allowed = useRight("watch.read");
  const { data } = useData<CareStanding>("care/standing", { query: { day: today() }, enabled: allowed });
  if (!data?.plan) return null;
  return (
    <Link to={link("/tasks")} className="care-card">
      <strong>{t("card")}</strong>
      <span>{t("card_late", { count: data.late, late: figures.count(data.late) })}</span>
      <span>{t("card_week", { week: figures.count(data.week) })}</span>
    </Link>
  );
}
