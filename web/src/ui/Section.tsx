import type { ReactNode } from "react";

interface SectionProps {
  id: string;
  title: string;
  lead?: string | undefined;
  /** Controls that belong to the whole section, beside its title. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ id, title, lead, aside, children }: SectionProps) {
  return (
    <section id={id} className="section" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <div>
          <h2 id={`${id}-title`}>{title}</h2>
          {lead ? <p className="lead">{lead}</p> : null}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
