import { Tag } from "antd";
import { Link } from "react-router";
import { useLink } from "../../runs";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import type { ShownWarning } from "./shapes";

const COLOURS = { high: "red", medium: "orange", low: "default" } as const;

/** How severe a warning is, in a word. */
export function Severity({ of }: { of: ShownWarning["severity"] }) {
  const { t } = useWords("warnings");
  return (
    <span>
      <Tag color={COLOURS[of]} style={{ color: "var(--ink)" }}>
        {t(`severity.${of}`)}
      </Tag>
    </span>
  );
}

/** The customer of a warning, with the way to their page where they have one. */
export function CustomerOf({ warning: { number, customer, ref } }: { warning: ShownWarning }) {
  const link = useLink();
  const name = <strong>{customer}</strong>;
  return (
    <>
      {ref ? <Link to={link(`/customers/${encodeURIComponent(ref)}`)}>{name}</Link> : name}{" "}
      <span className="quiet">#{number}</span>
    </>
  );
}

/** Why: each rule in its words, with the figures that it looked at. */
export function Reasons({ of }: { of: ShownWarning["reasons"] }) {
  const { t, lang } = useWords("warnings");
  return (
    <ul className="warning-reasons">
      {of.map(({ rule, title, figures }) => (
        <li key={rule}>
          {said(title, lang) || rule}
          <span className="quiet">
            {Object.entries(figures).map(([name, value]) => (
              <span key={name} className="warning-figure">
                {t(`figure.${name}`, { defaultValue: name })} {short(value)}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A figure with at most two places: what a reader takes in. */
function short(value: string | null): string {
  if (value === null) return "–";
  return /^-?\d+\.\d{3,}$/.test(value) ? Number(value).toFixed(2) : value;
}
