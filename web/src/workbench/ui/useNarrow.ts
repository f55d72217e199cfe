import { useEffect, useState } from "react";

const NARROW = "(max-width: 767px)";

/** Tell whether the page is as narrow as a phone, where tables become cards; it follows a turn of the phone. */
export function useNarrow(): boolean {
  const [query] = useState(() => window.matchMedia(NARROW));
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const follow = () => setNarrow(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query]);
  return narrow;
}
