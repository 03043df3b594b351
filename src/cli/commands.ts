import type { Command } from "./command.ts";
import { command as advise } from "./commands/advise.ts";
import { command as archive } from "./commands/annotate/archive.ts";
import { command as note } from "./commands/annotate/note.ts";
import { command as rename } from "./commands/annotate/rename.ts";
import { command as tag } from "./commands/annotate/tag.ts";
import { command as artifact } from "./commands/artifact.ts";
import { command as check } from "./commands/check.ts";
import { command as compare } from "./commands/compare.ts";
import { command as copy } from "./commands/copy.ts";
import { command as remove } from "./commands/delete.ts";
import { command as estimate } from "./commands/estimate.ts";
import { command as gc } from "./commands/gc.ts";
import { command as init } from "./commands/init.ts";
import { command as list } from "./commands/list.ts";
import { command as logs } from "./commands/logs.ts";
import { command as lsp } from "./commands/lsp.ts";
import { command as metrics } from "./commands/metrics.ts";
import { command as models } from "./commands/models.ts";
import { command as plan } from "./commands/plan.ts";
import { command as queue } from "./commands/queue.ts";
import { command as report } from "./commands/report.ts";
import { command as restore } from "./commands/restore.ts";
import { command as resume } from "./commands/resume.ts";
import { command as run } from "./commands/run.ts";
import { command as show } from "./commands/show.ts";
import { command as stop } from "./commands/stop.ts";
import { command as supervise } from "./commands/supervise.ts";

/** In the order in which one uses them. */
export const commands: readonly Command[] = [
  init,
  check,
  plan,
  run,
  stop,
  resume,
  queue,
  list,
  show,
  logs,
  copy,
  rename,
  tag,
  note,
  archive,
  remove,
  restore,
  gc,
  artifact,
  metrics,
  compare,
  report,
  estimate,
  advise,
  models,
  lsp,
];

/** Commands that the program gives to itself. */
export const innerCommands: readonly Command[] = [supervise];
