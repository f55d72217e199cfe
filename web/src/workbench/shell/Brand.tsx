import { Link } from "react-router";
import { Mark } from "../../report/Mark";
import { useLink } from "../runs";

/** The product's mark, which leads home. */
export function Brand({ short = false }: { short?: boolean }) {
  const link = useLink();
  return (
    <Link to={link("/")} className={short ? "brand brand-short" : "brand"}>
      <Mark />
    </Link>
  );
}
