import type { Language, Params } from "../protocol/messages.ts";
import { type CliCode, say } from "./messages.ts";

export interface Output {
  write(text: string): void;
  line(text?: string): void;
  isTty: boolean;
  colours: boolean;
  /** Of the terminal. */
  columns(): number;
  /** Nobody reads any more: a pipe's reader has gone. */
  isClosed(): boolean;
  paint: Paint;
}

const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Paint = (style: keyof typeof styles, text: string) => string;

/** What a command works with: where it writes, in which language, and the signal that ends it. */
export interface Io {
  out: Output;
  err: Output;
  language: Language;
  /** Text of this folder in the person's language. */
  t(code: CliCode, params?: Params): string;
  signal: AbortSignal;
  json: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}

export function makeIo(options: Omit<Io, "t" | "out" | "err">): Io {
  const { language, environment } = options;
  return {
    ...options,
    out: outputTo(process.stdout, environment),
    err: outputTo(process.stderr, environment),
    t: (code, params) => say(code, params, language),
  };
}

/** A stream whose reader may go away (`| head`): what is written after that is dropped, and the work goes on. */
function outputTo(stream: NodeJS.WriteStream, environment: Io["environment"]): Output {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    closed = true;
  });
  const isTty = stream.isTTY === true;
  const colours = isTty && !environment.NO_COLOR && environment.TERM !== "dumb";
  const write = (text: string) => {
    if (!closed) stream.write(text);
  };
  return {
    write,
    line: (text = "") => write(`${text}\n`),
    isTty,
    colours,
    columns: () => stream.columns || 80, // some terminals say 0
    isClosed: () => closed,
    paint: (style, text) => {
      const [on, off] = styles[style];
      return colours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
    },
  };
}
