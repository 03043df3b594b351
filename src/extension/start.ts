import type * as vscode from "vscode";
import { commandRegistrar } from "./commands/register.ts";
import { openDocuments } from "./documents.ts";
import type { Editor } from "./editor.ts";
import { registerExperiments } from "./experiments/experiments-panels.ts";
import { type LoadLanguageSupport, registerLanguage } from "./language/language-feature.ts";
import { registerLaunchCommands } from "./launch/launch-commands.ts";
import { openLaunches } from "./launch/launches.ts";
import { registerModelCommands } from "./models/model-commands.ts";
import { registerModelsView } from "./models/models-view.ts";
import { registerReports } from "./panels/report-panel.ts";
import { registerRunPanels } from "./panels/run-panels.ts";
import { cliScript, serverScript } from "./places.ts";
import { registerRunCommands } from "./runs/run-commands.ts";
import { registerRunDeletion } from "./runs/run-deletion.ts";
import { openRunLibrary } from "./runs/run-library.ts";
import { registerRunVerbs } from "./runs/run-verbs.ts";
import { registerRunsView } from "./runs/runs-view.ts";
import { registerStatusBar } from "./runs/status-bar.ts";
import type { Services } from "./services.ts";
import { registerTests } from "./tests/tests-feature.ts";
import { languageOf } from "./translate.ts";

export interface Started {
  /** Ends what belongs to this window: the language server. Runs belong to none, and go on. */
  stop(): Promise<void>;
}

/** Everything but loading: makes the services, hands them to the features. Nothing is read and no process started here. */
export function start(editor: Editor, context: vscode.ExtensionContext, loadSupport: LoadLanguageSupport): Started {
  const { extensionUri } = context;
  const log = editor.window.createOutputChannel("DeepExtension", { log: true });
  const t: Services["t"] = (message, ...args) => editor.l10n.t(message, ...args);
  const language = languageOf(editor.env.language);
  const services: Services = {
    vscode: editor,
    t,
    language,
    log,
    extensionUri,
    workspaceState: context.workspaceState,
    storage: context.storageUri ?? context.globalStorageUri,
    documents: openDocuments(editor),
    library: openRunLibrary((error) => log.error(error instanceof Error ? error : String(error))),
    launches: openLaunches({
      script: cliScript(extensionUri.fsPath),
      language,
      parallel: () => editor.workspace.getConfiguration("deepextension").get("parallelRuns", 1),
      // While we are developed our folder stays where it is, and holds more than the program.
      copies: isInstalled(context) ? editor.Uri.joinPath(context.globalStorageUri, "programs").fsPath : null,
      onMessage: (line) => log.info(line),
    }),
    command: commandRegistrar({ vscode: editor, log, t, language }),
  };
  const { library, launches, documents } = services;

  const models = registerModelsView(services);
  const panels = registerRunPanels(services);
  const support = registerLanguage(services, serverScript(extensionUri.fsPath), loadSupport);
  const followRoots = () => {
    const folders = editor.workspace.workspaceFolders ?? [];
    library.setRoots(folders.filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath));
  };
  context.subscriptions.push(
    log,
    documents,
    library,
    launches,
    models,
    panels,
    support,
    registerModelCommands(services, models),
    registerRunsView(services),
    registerRunCommands(services),
    registerRunVerbs(services),
    registerRunDeletion(services),
    registerLaunchCommands(services),
    registerReports(services),
    registerTests(services),
    registerExperiments(services),
    registerStatusBar(services, panels.onDidOpen),
    editor.workspace.onDidChangeWorkspaceFolders(followRoots),
  );
  followRoots();

  return {
    stop: async () => {
      await support.stop();
    },
  };
}

/** `ExtensionMode.Production`, which is a value of the editor's module and so not at hand in every test. */
function isInstalled({ extensionMode }: vscode.ExtensionContext): boolean {
  return extensionMode === 1;
}
