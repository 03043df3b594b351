import type { Diagnostic } from "vscode-languageserver-types";
import type { ExaminedProblem, ExaminerReply } from "../protocol/examiner.ts";
import type { Language } from "../protocol/messages.ts";
import type { Problem } from "../protocol/problem.ts";
import type { Severities } from "../spec/ignore.ts";
import type { ParsedRunFile } from "../spec/parse.ts";
import type { KnownOfFile } from "./code-lenses.ts";
import { diagnosticOf, longFile, problemsOf } from "./diagnose.ts";
import type { Examiner } from "./examiner.ts";
import type { LanguageFacts } from "./facts.ts";

/** A text at one moment. */
export interface FedDocument {
  uri: string;
  version: number;
  lineCount: number;
  /** Absolute path; null where it was never saved, so that nothing it names has a place. */
  file: string | null;
  parsed: ParsedRunFile;
  facts: LanguageFacts;
}

export interface FeedOptions {
  examiner: Examiner;
  /** The text as it is now; undefined where it was closed. */
  current(uri: string): FedDocument | undefined;
  send(uri: string, version: number, diagnostics: Diagnostic[]): void;
  /** What the file will come to, or its last runs, are known anew. */
  onKnown(uri: string): void;
  onProgress(uri: string, done: number, total: number): void;
  onError(error: unknown): void;
}

type FoundProblem = Problem & Pick<ExaminedProblem, "related">;

/** Milliseconds without a key, before a text is judged. */
const pause = { usual: 150, long: 500 };

/**
 * Keeps the diagnostics of open files: form and references at once, what rows and models say when the other process has
 * found it out. What was said of the data stays until there is something newer, so that nothing flickers while typing.
 */
export function openFeed(options: FeedOptions) {
  const { examiner, current, send, onError } = options;
  const waiting = new Map<string, NodeJS.Timeout>();
  const known = new Map<string, KnownOfFile>();
  const ofData = new Map<string, FoundProblem[]>();
  let language: Language = "en";
  let severities: Severities = {};

  function tell(document: FedDocument, problems: readonly Problem[]): void {
    const { uri, version, parsed, file } = document;
    const context = { language, ...(file === null ? {} : { file }) };
    send(
      uri,
      version,
      problems.map((found) => diagnosticOf(found, parsed, context)),
    );
  }

  async function look(uri: string): Promise<void> {
    const document = current(uri);
    if (!document) return;
    const { version, parsed, facts, file, lineCount } = document;
    const quick = await problemsOf(parsed, facts, severities);
    // The text went on while files were looked up: its own turn comes.
    if (current(uri)?.version !== version) return;
    const isLong = lineCount > longFile;
    tell(document, isLong ? quick : [...quick, ...(ofData.get(uri) ?? [])]);
    if (file === null) return;
    if (isLong || parsed.value === null) {
      // What an older text asked is of no use any more, and its progress would never end.
      examiner.forget(file);
      options.onProgress(uri, 1, 1);
      return;
    }
    examiner.examine(file, parsed.document.text, severities, (reply) => take(uri, version, reply));
  }

  function take(uri: string, version: number, reply: ExaminerReply): void {
    const document = current(uri);
    if (!document || document.version !== version) return;
    if (reply.type !== "examined") {
      const isOver = reply.type === "failed";
      options.onProgress(uri, isOver ? 1 : reply.done, isOver ? 1 : reply.total);
      return;
    }
    // What is optional is absent in JSON, never undefined.
    const problems = reply.problems as FoundProblem[];
    known.set(uri, { forecast: reply.forecast, runs: reply.runs });
    ofData.set(
      uri,
      problems.filter(({ file }) => file !== undefined && file !== document.file),
    );
    tell(document, problems);
    if (reply.complete) options.onProgress(uri, 1, 1);
    options.onKnown(uri);
  }

  function changed(uri: string): void {
    clearTimeout(waiting.get(uri));
    const wait = (current(uri)?.lineCount ?? 0) > longFile ? pause.long : pause.usual;
    waiting.set(
      uri,
      setTimeout(() => look(uri).catch(onError), wait),
    );
  }

  return {
    changed,
    closed(uri: string, file: string | null): void {
      clearTimeout(waiting.get(uri));
      waiting.delete(uri);
      known.delete(uri);
      ofData.delete(uri);
      if (file !== null) examiner.forget(file);
    },
    configure(settings: { language?: Language; severities?: Severities }): void {
      language = settings.language ?? language;
      severities = settings.severities ?? severities;
    },
    knownOf: (uri: string): KnownOfFile => known.get(uri) ?? { forecast: null, runs: [] },
    language: () => language,
  };
}
