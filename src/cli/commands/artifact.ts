import { readRun, resolveRun } from "../../core.ts";
import { exists } from "../../disk/files.ts";
import type { ArtifactPlace } from "../../protocol/cli-runs.ts";
import { formatBytes } from "../../protocol/format.ts";
import { CodedError } from "../../protocol/problem.ts";
import { type Command, exitCode } from "../command.ts";
import { table } from "../table.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "artifact",
  summary: {
    en: "Print where a run's artifacts lie; with a stage, that folder alone, for a script.",
    "zh-cn": "输出运行的产物所在位置；指定阶段时只输出该文件夹，供脚本使用。",
  },
  operands: "RUN [STAGE]",
  count: [1, 2],
  options: {},
  examples: ["artifact latest", "artifact latest quantize:q4_k_m"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const [reference = "", stage] = args.operands;
    const run = await readRun(workspace, await resolveRun(workspace, reference));
    const places: ArtifactPlace[] = [];
    for (const { id, key, bytes } of run.stages) {
      const folder = workspace.artifactFolder(key);
      if (await exists(folder)) places.push({ stage: id, key, folder, bytes });
    }
    const shown = stage === undefined ? places : places.filter(({ stage: id }) => id === stage);
    if (stage !== undefined && shown.length === 0) {
      const known = places.map(({ stage: id }) => id).join(", ");
      throw new CodedError("artifact-not-there", { run: run.run, stage, ...(known !== "" && { known }) });
    }
    if (io.json) io.out.line(JSON.stringify(shown, null, 2));
    else if (stage !== undefined) io.out.line(shown[0]?.folder ?? "");
    else
      for (const line of table(
        shown.map((place) => [place.stage, formatBytes(place.bytes), place.folder]),
        new Set([1]),
      ))
        io.out.line(line);
    return exitCode.fine;
  },
};
