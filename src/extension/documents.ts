import type * as vscode from "vscode";
import type { Editor } from "./editor.ts";

/** Read-only texts that we made: plans, facts about a model. */
export interface Documents {
  /** Shows `text` under `name`, replacing an earlier text of that name. */
  show(name: string, text: string): Promise<void>;
  dispose(): void;
}

const SCHEME = "deepextension";

export function openDocuments(editor: Editor): Documents {
  const texts = new Map<string, string>();
  const changed = new editor.EventEmitter<vscode.Uri>();
  const provider = editor.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    // After a reload the editor restores the tab and asks again, and the text is gone: it can be made again at any time.
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? "",
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
    dispose() {
      provider.dispose();
      closed.dispose();
      changed.dispose();
    },
  };
}
