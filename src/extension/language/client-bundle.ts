import type * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

// A bundle of its own, loaded when the first run file opens: the protocol's client is larger than the rest of the extension.

export interface LanguageSupportOptions {
  /** The document language that the server is for. */
  language: string;
  /** Absolute path of the server's bundle. */
  server: string;
  output: vscode.LogOutputChannel;
  /** Files that a run file refers to: the server looks again when they change. */
  watched: vscode.FileSystemWatcher;
}

export interface LanguageSupport {
  /** Resolves when the server answers. Rejects where it could not be started. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The client of our language server, which runs in a process of its own on the editor's runtime. */
export function createLanguageSupport({ language, server, output, watched }: LanguageSupportOptions): LanguageSupport {
  const module = { module: server, transport: TransportKind.ipc, options: { execArgv: [] } };
  const client = new LanguageClient(
    "deepextension",
    "DeepExtension",
    { run: module, debug: module },
    {
      documentSelector: [
        { language, scheme: "file" },
        { language, scheme: "untitled" },
      ],
      outputChannel: output,
      synchronize: { fileEvents: watched, configurationSection: "deepextension" },
    },
  );
  return { start: () => client.start(), stop: () => client.stop() };
}
