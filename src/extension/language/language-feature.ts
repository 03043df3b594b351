import { allOf, type Disposable } from "../disposable.ts";
import { RUN_FILE_LANGUAGE } from "../launch/run-files.ts";
import type { Services } from "../services.ts";
import type { LanguageSupport } from "./client-bundle.ts";

/** Data, schemas and models that run files name. */
const REFERENCED_FILES = "**/*.{jsonl,json,csv,tsv,parquet,xlsx,gguf,safetensors}";

export interface LanguageFeature extends Disposable {
  stop(): Promise<void>;
}

/** Loads the client's bundle. Passed in, since a test has no bundle. */
export type LoadLanguageSupport = () => Promise<typeof import("./client-bundle.ts")>;

/** Starts the language server when the first run file is opened, and not before. */
export function registerLanguage(services: Services, server: string, load: LoadLanguageSupport): LanguageFeature {
  const { vscode, log, t } = services;
  let support: Promise<LanguageSupport> | null = null;

  async function start(): Promise<LanguageSupport> {
    const { createLanguageSupport } = await load();
    const watched = vscode.workspace.createFileSystemWatcher(REFERENCED_FILES);
    const created = createLanguageSupport({ language: RUN_FILE_LANGUAGE, server, output: log, watched });
    await created.start();
    return created;
  }

  function startFor(document: { languageId: string }): void {
    if (document.languageId !== RUN_FILE_LANGUAGE || support) return;
    support = start();
    support.catch((error) => {
      log.error(error);
      void vscode.window.showErrorMessage(t("Help with run files could not be started. The log says why."));
    });
  }

  for (const document of vscode.workspace.textDocuments) startFor(document);
  const parts = allOf(vscode.workspace.onDidOpenTextDocument(startFor));
  return {
    dispose: () => parts.dispose(),
    stop: async () => {
      const started = await support?.catch(() => null); // a server that never started needs no stopping
      await started?.stop();
    },
  };
}
