import { useParams } from "react-router";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { useWords } from "../../words/useWords";
import { Deeds } from "./Deeds";
import { Reasons, Severity } from "./parts";
import type { WholeWarning } from "./shapes";

/** The open warning of the customer in the address, with what can be done about it; nothing where there is none. */
export function CustomerWarnings() {
  const { t, dates } = useWords("warnings");
  const { id = "" } = useParams();
  const mayRead = useRight("watch.read");
  const mayChange = useRight("watch.write");
  const found = useData<WholeWarning[]>(`customers/${encodeURIComponent(id)}/warnings`, { enabled: mayRead });
  const one = found.data?.find(({ closed_on }) => closed_on === null);
  if (!one) return null;
  return (
    <Section id="warning" title={t("customer.title")} aside={<Deeds warning={one} may={mayChange} />}>
      <p>
        <Severity of={one.severity} />
        <span className="quiet">
          {t("customer.since", { day: dates.day(one.opened_on), number: one.number })}
        </span>
      </p>
      <Reasons of={one.reasons} />
    </Section>
  );
}
