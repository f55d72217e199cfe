import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled, WarningFilled } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import type { Finding } from "./shapes";

const SIGNS = {
  error: <CloseCircleFilled className="sign-bad" aria-hidden="true" />,
  warning: <WarningFilled className="sign-mark" aria-hidden="true" />,
  note: <InfoCircleFilled className="quiet" aria-hidden="true" />,
};

/** Everything that is found in the text; a press leads to the line. */
export function Findings({
  findings,
  onJump,
}: {
  findings: readonly Finding[];
  onJump: (one: Finding) => void;
}) {
  const { t } = useWords("schemes");
  if (findings.length === 0)
    return (
      <p className="quiet findings-none">
        <CheckCircleFilled className="sign-good" aria-hidden="true" /> {t("findings.none")}
      </p>
    );
  return (
    <ul className="findings" aria-label={t("findings.title")}>
      {findings.map((one) => (
        <li key={`${one.line} ${one.column} ${one.code} ${one.message}`}>
          <button type="button" className="finding" disabled={one.line === null} onClick={() => onJump(one)}>
            <span className="finding-sign">{SIGNS[one.severity]}</span>
            <span>
              <span className="finding-head">
                {t(`findings.${one.severity}`)}
                {one.line === null ? "" : ` · ${t("findings.line", { line: one.line })}`}
              </span>
              <span className="finding-text">{one.message}</span>
              {one.hint ? <span className="quiet finding-text">{one.hint}</span> : null}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
