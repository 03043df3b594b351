import { CodedError } from "../protocol/problem.ts";
import { renderError } from "../text/text.ts";
import { UsageError } from "./arguments.ts";
import { exitCode } from "./command.ts";
import type { Io } from "./io.ts";
import { sayAny } from "./messages.ts";

/**
 * Shows what a command threw, once: text and code on stderr, and on stdout the same as JSON where one JSON value was asked
 * for. Returns the exit code.
 */
export function showError(error: unknown, io: Io, options: { command?: string; stream?: boolean } = {}): number {
  if (io.signal.aborted && isAbort(error, io.signal)) {
    return exitCode.cancelled;
  }
  const { code, params } = describe(error);
  const mark = io.err.paint("red", io.t("error"));
  io.err.line(`${mark}: ${sayAny(code, params, io.language)} (${code})`);
  if (error instanceof UsageError && options.command) io.err.line(io.t("help-hint", { command: options.command }));
  const isOurs = error instanceof UsageError || error instanceof CodedError;
  if (!isOurs) io.err.line(io.t("internal-hint"));
  if (io.environment.DEEPEXTENSION_DEBUG) io.err.line(stackOf(error));
  if (io.json && !options.stream) {
    const failure = { code, params, message: sayAny(code, params, "en") };
    io.out.line(JSON.stringify({ error: failure }));
  }
  return error instanceof UsageError ? exitCode.usage : exitCode.failed;
}

function describe(error: unknown) {
  if (error instanceof UsageError) return { code: error.code, params: error.params };
  const { code, params } = renderError(error);
  return { code, params };
}

/** Cancelling surfaces as the signal's reason, or as an AbortError of what was interrupted. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === "AbortError");
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
