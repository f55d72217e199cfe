import type { ReactNode } from "react";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";

/** What it comes to, in plain sentences, before any figure. */
export function Verdict({ lines, children }: { lines: readonly string[]; children?: ReactNode }) {
  const { t } = useWords("backtest");
  return (
    <Section id="verdict" title={t("verdict")}>
      <ul className="evidence-verdict">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {children}
    </Section>
  );
}
