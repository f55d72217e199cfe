import type { ReactNode } from "react";
import { Link } from "react-router";
import type { CustomerRow } from "../../api/shapes";
import { useLink } from "../../runs";

/** Leads to the page of one customer. */
export function CustomerLink({ row, children }: { row: CustomerRow; children: ReactNode }) {
  const link = useLink();
  return <Link to={link(`/customers/${encodeURIComponent(row._ref)}`)}>{children}</Link>;
}
