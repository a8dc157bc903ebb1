// A file on its way up. fetch does not tell how far a request's body has gone in
// the browsers of today, XMLHttpRequest does.
import { ApiError, type Schemas } from "./client";
import { noteVersion, versionHeaders } from "./version";

/** Bytes gone of all of them; the form around a file is counted with it. */
export interface Sent {
  done: number;
  total: number;
}

/**
 * Posts a form and returns the answer's document; `onSent` is told as bytes go.
 * Errors: ApiError, offline when the server is not reached; an AbortError once
 * `signal` says so.
 */
export function sendForm<T>(
  path: string,
  form: FormData,
  onSent: (sent: Sent) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = ({ loaded, total }) => onSent({ done: loaded, total });
    request.upload.onload = ({ total }) => onSent({ done: total, total });
    for (const [name, value] of Object.entries(versionHeaders()))
      request.setRequestHeader(name, value);
    request.onload = () => {
      noteVersion({ get: (name) => request.getResponseHeader(name) });
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else
        reject(
          new ApiError(
            (request.response as Schemas["Problem"] | null) ?? {
              status: request.status,
              title: request.statusText,
            },
          ),
        );
    };
    request.onerror = () => reject(new ApiError({}, true));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}
