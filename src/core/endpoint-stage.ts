import path from "node:path";
import { keyOf } from "../endpoints/asker.ts";
import type { Purse } from "../endpoints/price.ts";
import { type AnswerJob, answerByEndpoint } from "../engines/api/answer.ts";
import { askedModel, type Stage } from "../plan/stage.ts";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { Decode } from "../protocol/job.ts";
import type { Here } from "../runs/stage.ts";
import type { Workspace } from "../runs/workspace.ts";

/** What stages that ask an endpoint share within a run. */
export interface EndpointWorld {
  workspace: Workspace;
  /** One for the whole run: the budget is the run's. */
  purse: Purse;
  /** `data.stays`. */
  stays: boolean;
  /** Items of a file of the store, by its hash. */
  itemsOf: (sha256: string) => number;
}

/** Asks the model behind an address the stage's items. See `answerByEndpoint`. */
export async function executeEndpoint(stage: Stage, out: string, here: Here, world: EndpointWorld) {
  const { work } = stage;
  if (work.kind !== "evaluate" || work.model.from !== "endpoint") throw new Error(`${stage.id} asks no endpoint`);
  const { items, shots, decode, repeats = 1, schema, model } = work;
  const asked = {
    items: world.workspace.dataFile(items),
    shots: shots === null ? null : world.workspace.dataFile(shots),
    total: world.itemsOf(items),
    ...{ decode, repeats, schema, out },
  };
  return { facts: await askEndpoint(model.endpoint, asked, here, world), peak_memory_bytes: null };
}

/** Looks for the keys of all endpoints that will be asked, before anything is spent on what comes first. Throws `endpoint-key-missing`. */
export function requireKeys(stages: readonly Stage[], env: NodeJS.ProcessEnv = process.env): void {
  for (const { work, reused_from } of stages) {
    const model = askedModel(work);
    if (reused_from === null && model?.from === "endpoint") keyOf(model.endpoint, env);
  }
}

type Asked = Pick<AnswerJob, "items" | "shots" | "total" | "repeats" | "schema" | "out"> & { decode: Decode };

/** The same for any file of items: a judge's questions are made by the run itself. */
export function askEndpoint(endpoint: Endpoint, asked: Asked, here: Here, world: EndpointWorld) {
  const job: AnswerJob = { ...asked, endpoint, stays: world.stays, responses: responsesOf(world.workspace) };
  return answerByEndpoint(job, {
    purse: world.purse,
    signal: here.signal,
    onMessage: here.relay,
    onTransfer: (transfer) => here.say({ type: "stage.transfer", stage: here.stage, ...transfer }),
  });
}

/** Answers that were paid for are kept beside the artifacts, whatever becomes of the run. */
export function responsesOf(workspace: Workspace): string {
  return path.join(workspace.store, "responses");
}
