import type { ReactNode } from "react";
import { useReading } from "./context";

/** A name that shows its customers where there is a list of them to go to; elsewhere the name alone. */
export function Opener({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  const { open, t } = useReading();
  if (!open) return children;
  return (
    <button type="button" className="opener" title={t("customers.open")} onClick={onOpen}>
      {children}
    </button>
  );
}
