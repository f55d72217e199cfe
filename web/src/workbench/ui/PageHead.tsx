import type { ReactNode } from "react";

interface PageHeadProps {
  title: ReactNode;
  lead?: ReactNode;
  /** Label and value, for what the whole page is about. */
  facts?: readonly (readonly [label: string, value: ReactNode])[];
  actions?: ReactNode;
}

/** The head of a page: what it is, what it speaks of, and what can be done here. */
export function PageHead({ title, lead, facts = [], actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-head-text">
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
        {facts.length > 0 ? (
          <dl className="facts">
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
      {actions ? <div className="page-actions">{actions}</div> : null}
    </header>
  );
}
