import { Link } from "react-router";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Standing } from "./shapes";

/** How many customers are to be looked after, by reason; nothing where no run was checked. */
export function WarningsCard() {
  const { t, lang, dates } = useWords("warnings");
  const figures = useFigures();
  const mayRead = useRight("watch.read");
  const { data } = useData<Standing>("warnings/standing", { enabled: mayRead });
  if (!data?.check) return null;
  return (
    <Section
      id="warnings"
      title={t("card.title")}
      lead={t("card.lead", { count: data.open, day: dates.day(data.check.as_of) })}
      aside={<Link to="/warnings">{t("card.all")}</Link>}
    >
      <div className="cards">
        {data.by_rule.map(({ rule, title, count }) => (
          <Link key={rule} className="card" to={`/warnings?rule=${encodeURIComponent(rule)}`}>
            <div className="card-label">{said(title, lang) || rule}</div>
            <div className="card-value">{figures.count(count)}</div>
          </Link>
        ))}
      </div>
    </Section>
  );
}
