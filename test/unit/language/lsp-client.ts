import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";

const entry = path.join(import.meta.dirname, "../../../src/language/server-main.ts");

export interface PublishedDiagnostic {
  code: string;
  message: string;
  severity: number;
  range: { start: { line: number; character: number } };
  relatedInformation?: { location: { uri: string; range: { start: { line: number } } }; message: string }[];
  data: unknown;
}

/** A client that is no editor: the server over stdio, and its diagnostics as they come. */
export function openClient(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [entry, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env },
  }) as unknown as ChildProcessWithoutNullStreams;
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: { uri: string; diagnostics: PublishedDiagnostic[] }[] = [];
  let wake = () => {};
  connection.onNotification("textDocument/publishDiagnostics", (params) => {
    published.push(params as (typeof published)[number]);
    wake();
  });
  connection.listen();

  return {
    connection,
    exited,
    /** The next diagnostics of the file that are as wanted; earlier ones are passed over. */
    async until(
      uri: string,
      fits: (codes: string[], all: PublishedDiagnostic[]) => boolean,
    ): Promise<PublishedDiagnostic[]> {
      for (;;) {
        while (published.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const { diagnostics, uri: about } = published.shift()!;
        if (
          about === uri &&
          fits(
            diagnostics.map(({ code }) => code),
            diagnostics,
          )
        )
          return diagnostics;
      }
    },
    async initialize(locale = "en"): Promise<{ capabilities: Record<string, unknown> }> {
      const answer = await connection.sendRequest<{ capabilities: Record<string, unknown> }>("initialize", {
        processId: process.pid,
        rootUri: null,
        capabilities: {},
        locale,
      });
      await connection.sendNotification("initialized", {});
      return answer;
    },
    open: (uri: string, text: string) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "deepextension-run", version: 1, text },
      }),
    /** Shuts the server down as the protocol wants it and returns its exit code. */
    async shutdown(): Promise<number | null> {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      return exited;
    },
    kill(): void {
      connection.dispose();
      child.kill();
    },
  };
}
