import type { Services } from "../services.ts";
import { askCli, type Question } from "./ask-cli.ts";

/** Asks our command line while a notification says so, with a button to leave it. Null: the person cancelled. */
export async function askCancellable<T>(
  services: Services,
  title: string,
  question: Omit<Question<T>, "signal">,
): Promise<T | null> {
  const { vscode } = services;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        return await askCli(services, { ...question, signal: abort.signal });
      } catch (error) {
        if (abort.signal.aborted) return null;
        throw error;
      }
    },
  );
}
