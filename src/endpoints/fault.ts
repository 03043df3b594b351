import type { Params } from "../protocol/messages.ts";
import { CodedError } from "../protocol/problem.ts";

/**
 * What a failed request means for the next one.
 * again: the same request may well succeed later; item: this request never will, others may; endpoint: none will.
 */
export type Remedy = "again" | "item" | "endpoint";

/** A request that brought no answer. */
export class EndpointFault extends CodedError {
  readonly remedy: Remedy;
  /** Seconds that the server asked to wait; null: it said nothing. */
  readonly retryAfter: number | null;

  constructor(code: string, params: Params, options: { remedy: Remedy; retryAfter?: number | null; cause?: unknown }) {
    super(code, params, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "EndpointFault";
    this.remedy = options.remedy;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** `Retry-After` in seconds: a number of them, or a date (RFC 9110, §10.2.3). Null: absent or unreadable. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  if (header.trim() !== "" && Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}
