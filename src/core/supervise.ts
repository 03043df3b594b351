import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { workspaceAt } from "../runs/workspace.ts";
import { renderError } from "../text/text.ts";
import { hasErrors } from "./load.ts";
import { prepare } from "./prepare.ts";
import { prepareResume } from "./resume.ts";
import { runPrepared } from "./run.ts";
import type { SupervisorWord } from "./supervisor-word.ts";

export interface SuperviseOptions {
  /** Absolute root of the workspace. */
  root: string;
  run: string;
  /** Absolute. Null: go on with the run. */
  file: string | null;
  parallel?: number | undefined;
  runtime?: string | undefined;
  signal: AbortSignal;
  /** To the program that started this one; called once. */
  say: (word: SupervisorWord) => void;
}

/** What a supervisor does: own one run from its beginning to its end. Null: the run was refused, which has been said. */
export async function superviseRun(options: SuperviseOptions): Promise<RunState | null> {
  let said = false;
  const sayOnce = (word: SupervisorWord) => {
    if (!said) options.say(word);
    said = true;
  };
  try {
    const { run, signal, parallel, runtime } = options;
    const prepared = await prepareFor(options);
    return await runPrepared(prepared, {
      signal,
      parallel,
      runtime,
      ...(options.file === null ? { resume: run } : { runId: run }),
      onEvent: () => sayOnce({ type: "begun", run }),
    });
  } catch (error) {
    // Once the run exists, what is thrown is a failure of the program: it belongs into this process's own log.
    if (said) throw error;
    if (error instanceof CodedError && error.code === "run-already-running") {
      sayOnce({ type: "already", run: String(error.params.run) });
      return null;
    }
    const { code, params } = renderError(error, "en");
    sayOnce({ type: "refused", code, params: { ...params } });
    return null;
  }
}

async function prepareFor({ root, run, file, signal }: SuperviseOptions) {
  const workspace = workspaceAt(root);
  const prepared =
    file === null ? await prepareResume(workspace, run, { signal }) : await prepare(file, { signal, workspace: root });
  if (prepared.plan && !hasErrors(prepared.problems)) return prepared;
  // Whoever started this one has looked at the file too: it changed in that moment.
  throw new CodedError("run-file-not-valid", { file: prepared.loaded.file });
}
