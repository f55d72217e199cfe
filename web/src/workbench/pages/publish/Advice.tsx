import { useWords } from "../../words/useWords";

const KNOWN = new Set(["E-PUB-FEW", "E-PUB-GATE", "E-PUB-PERSONAL"]);

/** What can be done on this page about a gate that does not open; nothing where the error says it itself. */
export function Advice({ code }: { code: string | undefined }) {
  const { t } = useWords("publish");
  if (!code || !KNOWN.has(code)) return null;
  const ways = t(`advice.${code}`).split("\n");
  return (
    <div className="evidence-wide">
      <p>{t("advice.title")}</p>
      <ul className="publish-advice">
        {ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
    </div>
  );
}
