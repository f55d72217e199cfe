import { lazy, Suspense } from "react";
import { Loading } from "../../states/Loading";
import type { DocumentSectionProps } from "./DocumentSection";

// The editor is large, and most who look at a page do not write its document.
const DocumentSection = lazy(() => import("./DocumentSection"));

/** A document opened to be changed. */
export function OpenDocument(props: DocumentSectionProps) {
  return (
    <Suspense fallback={<Loading />}>
      <DocumentSection {...props} />
    </Suspense>
  );
}
