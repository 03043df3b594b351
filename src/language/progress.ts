import type { Connection } from "vscode-languageserver";

type Reporter = Awaited<ReturnType<Connection["window"]["createWorkDoneProgress"]>>;

/** Long work for a file, shown where the client shows such things: begins with the first report, ends when all is done. */
export function openProgress(connection: Connection, titleOf: (uri: string) => string) {
  const shown = new Map<string, Promise<Reporter | null>>();
  let isEnabled = false;

  async function begin(uri: string): Promise<Reporter | null> {
    try {
      const reporter = await connection.window.createWorkDoneProgress();
      reporter.begin(titleOf(uri), 0);
      return reporter;
    } catch (error) {
      // A client that refuses a bar still gets the results.
      connection.console.warn(String(error));
      return null;
    }
  }

  return {
    enable(isSupported: boolean): void {
      isEnabled = isSupported;
    },
    report(uri: string, done: number, total: number): void {
      if (!isEnabled) return;
      const isOver = done >= total;
      const reporter = shown.get(uri) ?? (isOver ? null : begin(uri));
      if (!reporter) return;
      if (isOver) shown.delete(uri);
      else shown.set(uri, reporter);
      void reporter.then((bar) => (isOver ? bar?.done() : bar?.report(Math.round((100 * done) / total))));
    },
  };
}
