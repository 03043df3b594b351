import { readFile } from "node:fs/promises";
import path from "node:path";
import type * as vscode from "vscode";
import type { Editor } from "./editor.ts";

/** Read-only texts that we made: plans, facts about a model. */
export interface Documents {
  /** Shows `text` under `name`, replacing an earlier text of that name. */
  show(name: string, text: string): Promise<void>;
  /** A run file as it ran, by the copy in the run's folder: to be read, never to be edited. */
  runFile(name: string, file: string): vscode.Uri;
  dispose(): void;
}

const SCHEME = "deepextension";
/** Read from the disk each time, so that such a document is there again after a reload. */
const RUN_SCHEME = "deepextension-run-copy";
/** A URI may come from anywhere; what it names must be such a copy. */
const copyPattern = /[\\/]\.deepextension[\\/]runs[\\/][0-9a-f-]{36}[\\/]run\.yaml$/;

export function openDocuments(editor: Editor): Documents {
  const texts = new Map<string, string>();
  const changed = new editor.EventEmitter<vscode.Uri>();
  const provider = editor.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    // After a reload the editor restores the tab and asks again, and the text is gone: it can be made again at any time.
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? "",
  });
  const copies = editor.workspace.registerTextDocumentContentProvider(RUN_SCHEME, {
    provideTextDocumentContent: ({ query }) =>
      copyPattern.test(path.normalize(query)) ? readFile(path.normalize(query), "utf8") : "",
  });
  const closed = editor.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === SCHEME) texts.delete(uri.path);
  });
  return {
    async show(name, text) {
      const uri = editor.Uri.from({ scheme: SCHEME, path: `/${name}` });
      texts.set(uri.path, text);
      changed.fire(uri);
      const document = await editor.workspace.openTextDocument(uri);
      await editor.window.showTextDocument(document, { preview: true });
    },
    runFile: (name, file) =>
      editor.Uri.from({ scheme: RUN_SCHEME, path: `/${name.replaceAll("/", "-")}.run.yaml`, query: file }),
    dispose() {
      copies.dispose();
      provider.dispose();
      closed.dispose();
      changed.dispose();
    },
  };
}
