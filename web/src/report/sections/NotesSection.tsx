import { pick } from "../../i18n/words";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function NotesSection() {
  const { report, lang, t } = useReading();
  return (
    <Section id="notes" title={t("notes.title")}>
      <ul className="sentences">
        {report.notes?.map((note) => (
          <li key={note.en}>{pick(note, lang)}</li>
        ))}
      </ul>
    </Section>
  );
}
