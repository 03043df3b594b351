import type { Endpoint } from "../protocol/endpoint.ts";
import type { Clock } from "./clock.ts";

/** Keeps an endpoint's rates. All requests to one endpoint pass one gate. */
export interface Gate {
  /** Waits until one more request, of about so many tokens, keeps the rates. */
  pass(tokens: number, signal: AbortSignal): Promise<void>;
  /** Corrects the tokens that `pass` was told, once they are known. */
  settle(guessed: number, counted: number): void;
  /** Nobody passes for so many seconds: what one request was told holds for all. */
  pause(seconds: number): void;
}

/**
 * Requests are spread evenly over the minute: a burst at its beginning is what servers answer with 429.
 * Rates that are null limit nothing.
 */
export function openGate(
  { requests_per_minute, tokens_per_minute }: Pick<Endpoint, "requests_per_minute" | "tokens_per_minute">,
  clock: Clock,
): Gate {
  const perRequest = requests_per_minute === null ? 0 : 60_000 / requests_per_minute;
  const perToken = tokens_per_minute === null ? 0 : 60_000 / tokens_per_minute;
  let requestsFree = 0;
  let tokensFree = 0;
  let pausedUntil = 0;
  return {
    async pass(tokens, signal) {
      const now = clock.now();
      const at = Math.max(now, requestsFree, tokensFree);
      // Taken before waiting, so that whoever asks next waits behind this one.
      requestsFree = at + perRequest;
      tokensFree = at + perToken * tokens;
      if (at > now) await clock.sleep(at - now, signal);
      for (let left = pausedUntil - clock.now(); left > 0; left = pausedUntil - clock.now()) {
        await clock.sleep(left, signal);
      }
      signal.throwIfAborted();
    },
    settle(guessed, counted) {
      tokensFree += perToken * (counted - guessed);
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, clock.now() + seconds * 1000);
    },
  };
}
