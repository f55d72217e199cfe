import { type RefObject, useEffect, useState } from "react";

/** The width of a box in whole pixels, followed as it changes; 0 before the first measure. */
export function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [box]);
  return width;
}

/** A sheet of A4 or Letter inside its margins, so that a printed chart keeps its letter size. */
export const PRINT_WIDTH = 660;
