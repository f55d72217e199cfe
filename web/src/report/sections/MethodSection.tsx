import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function MethodSection() {
  const { report, lang, t } = useReading();
  const sentences = report.scheme.sentences?.[lang] ?? [];
  return (
    <Section id="method" title={t("method.title")}>
      <ol className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </Section>
  );
}
