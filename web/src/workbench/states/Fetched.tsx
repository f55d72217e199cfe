import type { ReactNode } from "react";
import type { ApiError } from "../api/client";
import { Loading } from "./Loading";
import { Problem } from "./Problem";

interface FetchedProps<Data> {
  of: { data: Data | undefined; error: ApiError | null; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}

/** Shows what was asked for, or that it is on its way, or why it did not come. */
export function Fetched<Data>({ of: { data, error, refetch }, children }: FetchedProps<Data>) {
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <Loading /> : children(data);
}
