import type { Io, Output } from "../../../src/cli/io.ts";
import { say } from "../../../src/cli/messages.ts";

export type Recorder = Output & { text: string };

/** An output that keeps what is written. Colours are left out. */
export function recorder(isTty = false): Recorder {
  const output: Recorder = {
    text: "",
    isTty,
    colours: false,
    write: (text) => {
      output.text += text;
    },
    line: (text = "") => output.write(`${text}\n`),
    columns: () => 100,
    isClosed: () => false,
    paint: (_, text) => text,
  };
  return output;
}

export function recordingIo(options: Partial<Io> = {}): Io & { out: Recorder; err: Recorder } {
  const language = options.language ?? "en";
  return {
    signal: new AbortController().signal,
    json: false,
    environment: {},
    ...options,
    language,
    t: (code, params) => say(code, params, language),
    out: (options.out as Recorder | undefined) ?? recorder(),
    err: (options.err as Recorder | undefined) ?? recorder(),
  };
}
