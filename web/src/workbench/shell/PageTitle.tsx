import { useEffect } from "react";
import { useSession } from "../session";

/** Names the browser's tab after the page; the page itself carries its own heading. */
export function PageTitle({ name }: { name: string }) {
  const { workspace } = useSession();
  useEffect(() => {
    document.title = `${name} · ${workspace.name} · 熟客 Shuke`;
  }, [name, workspace.name]);
  return null;
}
