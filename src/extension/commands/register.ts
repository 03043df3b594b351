import type { Language } from "../../protocol/messages.ts";
import type { Editor } from "../editor.ts";
import { CliRefusal } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { Translate } from "../translate.ts";

interface Edge {
  vscode: Editor;
  log: Services["log"];
  t: Translate;
  language: Language;
}

/**
 * Makes `services.command`: the edge at which a failure is told, once. Whatever a handler throws is logged with its stack and
 * shown with its own text; nothing reaches the editor, whose message would be the bare exception.
 */
export function commandRegistrar({ vscode, log, t, language }: Edge): Services["command"] {
  return (id, handler) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        const showLog = t("Show Log");
        const answer = await vscode.window.showErrorMessage(await messageOf(error, language), showLog);
        if (answer === showLog) log.show();
        return undefined;
      }
    });
}

async function messageOf(error: unknown, language: Language): Promise<string> {
  // What our command line said is a text for people already.
  if (error instanceof CliRefusal) return error.message;
  return (await loadKit()).renderError(error, language).message;
}
