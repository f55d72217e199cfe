import type { ReactNode } from "react";

interface NothingProps {
  title: string;
  text?: string;
  /** What can be done about it. */
  action?: ReactNode;
}

/** There is nothing to show, and here is why and what to do. */
export function Nothing({ title, text, action }: NothingProps) {
  return (
    <div className="nothing">
      <svg viewBox="0 0 120 64" className="nothing-picture" aria-hidden="true">
        <rect x="8" y="40" width="18" height="16" rx="3" />
        <rect x="36" y="30" width="18" height="26" rx="3" />
        <rect x="64" y="18" width="18" height="38" rx="3" />
        <rect x="92" y="8" width="18" height="48" rx="3" />
      </svg>
      <h2>{title}</h2>
      {text ? <p>{text}</p> : null}
      {action}
    </div>
  );
}
