import { Identity } from "../../ui/Identity";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function RatedSection() {
  const { report, t, figures, words } = useReading();
  const { seen, rated, not_rated } = report.customers;
  const parts = [
    { label: t("customers.rated"), count: rated },
    ...Object.entries(not_rated).map(([reason, count]) => ({
      label: t("customers.not_rated", { reason: words.notRated(reason) }),
      count,
    })),
  ];
  const holds = parts.reduce((total, part) => total + part.count, 0) === seen;
  return (
    <Section id="rated" title={t("customers.title")}>
      <Identity
        label={t("grid.customers")}
        whole={{ label: t("customers.seen"), figure: figures.count(seen) }}
        parts={parts.map(({ label, count }) => ({ label, figure: figures.count(count) }))}
        holds={holds}
        verdict={t(holds ? "accounting.balanced" : "accounting.unbalanced")}
      />
    </Section>
  );
}
