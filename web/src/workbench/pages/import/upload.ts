import { ApiError, address } from "../../api/client";
import type { ApiProblem } from "../../api/shapes";

export interface Sent {
  id: string;
  name: string;
  size: number;
}

/** Send one file as it is; `fetch` cannot tell how far it is, so the older way is taken. */
export function send(file: File, onProgress: (share: number) => void): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address("uploads", { name: file.name }));
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, {}));
    request.onload = () => {
      const told = parsed(request.responseText);
      if (request.status < 300 && told?.data) resolve(told.data);
      else reject(new ApiError(request.status, told?.error ?? {}));
    };
    request.send(file);
  });
}

function parsed(text: string): { data?: Sent; error?: ApiProblem } | null {
  try {
    return JSON.parse(text) as { data?: Sent; error?: ApiProblem };
  } catch {
    return null;
  }
}
