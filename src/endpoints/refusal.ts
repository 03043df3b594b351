import type { IncomingHttpHeaders } from "node:http";
import type { Endpoint } from "../protocol/endpoint.ts";
import { redact } from "../spec/secrets.ts";
import { EndpointFault, retryAfterOf } from "./fault.ts";
import type { Posted } from "./post.ts";
import { errorBodySchema } from "./reply.ts";

/** What a status other than 200 means. A proxy's or a gateway's page is no JSON; its first words still help. */
export function refusal(
  { status, headers }: Pick<Posted, "status" | "headers">,
  body: string,
  { endpoint, key }: { endpoint: Endpoint; key: string | null },
): EndpointFault {
  const { host } = new URL(endpoint.url);
  if (status >= 300 && status < 400) {
    const to = hostFrom(headers) ?? "?";
    return new EndpointFault("endpoint-redirects", { host, to }, { remedy: "endpoint" });
  }
  const detail = withoutKey(detailOf(body), key);
  const known = { host, status, detail };
  if (status === 401 || status === 403) {
    const code = endpoint.key_env === null ? "endpoint-wants-key" : "endpoint-key-refused";
    return new EndpointFault(code, { ...known, key_env: endpoint.key_env ?? "" }, { remedy: "endpoint" });
  }
  if (status === 404 || status === 405) {
    return new EndpointFault("endpoint-not-found", { ...known, model: endpoint.model }, { remedy: "endpoint" });
  }
  const isBusy = status === 429 || status === 408 || status === 409 || status === 425 || status >= 500;
  const retryAfter = retryAfterOf(headers["retry-after"], Date.now());
  if (status === 429 && /insufficient_quota|billing/i.test(detail)) {
    return new EndpointFault("endpoint-quota", known, { remedy: "endpoint" });
  }
  if (isBusy) return new EndpointFault("endpoint-busy", known, { remedy: "again", retryAfter });
  return new EndpointFault("endpoint-refuses", known, { remedy: "item" });
}

function hostFrom({ location }: IncomingHttpHeaders): string | null {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : null;
}

function detailOf(text: string): string {
  try {
    const error = errorBodySchema.safeParse(JSON.parse(text));
    if (error.success) {
      const { error: found } = error.data;
      const code = typeof found === "string" ? "" : (found.code ?? found.type ?? "");
      return [messageOf(found), code].filter((part) => part !== "").join(" · ");
    }
  } catch {
    // Not JSON: a gateway's page. What can be read of it follows.
  }
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

/** An error's own words. */
export function messageOf(error: string | { message: string }): string {
  return (typeof error === "string" ? error : error.message).slice(0, 300);
}

/** Some servers repeat the key that they refuse. */
function withoutKey(text: string, key: string | null): string {
  return redact(key === null || key === "" ? text : text.replaceAll(key, "…"));
}
