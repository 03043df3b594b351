import type { z } from "zod";
import { cliScript } from "../places.ts";
import type { Services } from "../services.ts";
import { startCli } from "./cli.ts";

/** The command line said no, in words that are meant for people. */
export class CliRefusal extends Error {
  override readonly name = "CliRefusal";
}

export interface Question<T> {
  args: readonly string[];
  schema: z.ZodType<T>;
  cwd: string;
  signal?: AbortSignal;
}

/**
 * Asks our command line for one JSON value. Throws `CliRefusal` with what it said where there is no such value; a value
 * that came with exit code 1 (a plan with problems, a refused model) is a value all the same.
 */
export async function askCli<T>(services: Services, { args, schema, cwd, signal }: Question<T>): Promise<T> {
  const { code, stdout, stderr } = await talk(services, args, cwd, signal);
  signal?.throwIfAborted();
  const value = parse(stdout);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (value !== undefined) services.log.error(`${args.join(" ")}: ${parsed.error.message}`);
  throw refusal(services, args, code, stderr);
}

/** What a command says to people, as it would in a terminal. Throws `CliRefusal` where it failed. */
export async function askText(services: Services, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await talk(services, args, cwd);
  if (code === 0) return stdout;
  throw refusal(services, args, code, stderr);
}

async function talk(
  { log, extensionUri, language }: Services,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
) {
  const started = performance.now();
  const child = startCli({
    script: cliScript(extensionUri.fsPath),
    args: [...args, "--lang", language],
    cwd,
    ...(signal ? { signal } : {}),
    onMessage: (line) => log.info(line),
  });
  const result = await child.done;
  log.debug(`${args[0]}: exit code ${result.code} after ${Math.round(performance.now() - started)} ms`);
  return result;
}

function refusal({ t }: Services, args: readonly string[], code: number | null, stderr: string): CliRefusal {
  return new CliRefusal(
    stderr === "" ? t("The command `{0}` gave no answer (exit code {1}).", String(args[0]), String(code)) : stderr,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // it had something else to say, which is on stderr
  }
}
