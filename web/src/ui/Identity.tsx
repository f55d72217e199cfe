import { Fragment } from "react";

export interface Term {
  label: string;
  figure: string;
}

interface IdentityProps {
  label: string;
  whole: Term;
  parts: readonly Term[];
  holds: boolean;
  verdict: string;
}

/** An equation the reader can check: a whole, the parts it falls into, and whether they add up. */
export function Identity({ label, whole, parts, holds, verdict }: IdentityProps) {
  return (
    <div className="identity">
      <span className="identity-label">{label}</span>
      <OneTerm {...whole} />
      {parts.map((part, index) => (
        <Fragment key={part.label}>
          <span className="sign">{index === 0 ? "=" : "+"}</span>
          <OneTerm {...part} />
        </Fragment>
      ))}
      <span className={holds ? "verdict holds" : "verdict breaks"}>
        {holds ? "✓" : "✗"} {verdict}
      </span>
    </div>
  );
}

function OneTerm({ label, figure }: Term) {
  return (
    <span className="term">
      <span className="term-figure">{figure}</span>
      <span className="term-label">{label}</span>
    </span>
  );
}
