import type { ApiProblem, Page } from "./shapes";

/** What the server answered instead of data: what is wrong, where, what to do, and the request to ask about. */
export class ApiError extends Error {
  readonly code: string;
  readonly where: string | null;
  readonly hint: string | null;
  readonly request: string | null;
  readonly status: number;

  constructor(status: number, problem: Partial<ApiProblem>) {
    super(problem.message ?? "");
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "";
    this.where = problem.where ?? null;
    this.hint = problem.hint ?? null;
    this.request = problem.request ?? null;
  }

  /** Nothing came back at all: the server is not running or the line is cut. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

export interface Answer<Data> {
  data: Data;
  page?: Page;
  columns?: unknown[];
}

interface Request {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** Return the address of a resource of the API, relative to the page wherever it is served. */
export function address(path: string, query: Query = {}): string {
  const url = new URL(`api/v1/${path}`, document.baseURI);
  const all: Query = { lang: document.documentElement.lang.startsWith("zh") ? "zh" : "en", ...query };
  for (const [name, value] of Object.entries(all)) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url.href;
}

/**
 * Ask the server. Every page goes through here, so that there is one shape of success and one of failure.
 *
 * Throws ApiError when the server refuses, cannot be reached, or answers with something that is no answer of its own.
 */
export async function call<Data>(
  method: string,
  path: string,
  { query, body, signal }: Request = {},
): Promise<Answer<Data>> {
  const init: RequestInit = { method, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  const answer = await fetch(address(path, query), init).catch((reason: unknown) => {
    if (signal?.aborted) throw reason;
    throw new ApiError(0, {});
  });
  return read<Data>(answer);
}

/** Ask the server for a file. Throws ApiError as `call` does. */
export async function file(path: string, body: unknown): Promise<Blob> {
  const answer = await fetch(address(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(0, {});
  });
  if (!answer.ok) await read(answer);
  return answer.blob();
}

/** Return what an answer holds, or throw what it complains about. */
export async function read<Data>(answer: Response): Promise<Answer<Data>> {
  const text = await answer.text();
  const told = parsed(text);
  if (!answer.ok) throw new ApiError(answer.status, told?.error ?? {});
  if (answer.status === 204) return { data: undefined as Data };
  if (!told || !("data" in told)) throw new ApiError(answer.status, {});
  return told as Answer<Data>;
}

function parsed(text: string): (Partial<Answer<unknown>> & { error?: ApiProblem }) | null {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === "object" && told !== null ? told : null;
  } catch {
    return null;
  }
}
