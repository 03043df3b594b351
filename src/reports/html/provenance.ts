import type { StageStatus } from "../../protocol/run-state.ts";
import { machineParams, type ReportInput } from "../facts.ts";
import type { Words } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** What the figures come from: hashes, machine, versions, and each stage with its measured time and memory. */
export function provenance({ run, verdict }: ReportInput, words: Words): Markup {
  const { phrase } = words;
  const machine = machineParams(run, words.memory);
  const rows: [string, Markup | string][] = [
    [phrase("run"), html`<code>${run.run}</code>`],
    [phrase("file"), run.file],
    [phrase("state"), phrase(`state-${run.state}`)],
    [phrase("started"), words.moment(run.started_at)],
    [phrase("took"), words.duration(run.seconds)],
    [phrase("machine"), machine ? phrase("machine-line", machine) : phrase("unknown")],
    [
      phrase("versions"),
      Object.entries(run.versions)
        .map((entry) => entry.join(" "))
        .join(", "),
    ],
    [phrase("spec-hash"), html`<code>${run.spec_sha256}</code>`],
    ...Object.entries(run.data).map(([split, { sha256, items }]): [string, Markup] => [
      phrase("data-hash", { split }),
      html`<code>${sha256}</code> (${phrase("data-items", { items })})`,
    ]),
    ...verdict.candidates.map(({ name, model_sha256 }): [string, Markup | string] => [
      phrase("model-hash", { candidate: name }),
      model_sha256 === null ? phrase("unknown") : html`<code>${model_sha256}</code>`,
    ]),
  ];
  return html`<div class="wide"><table><tbody>${rows.map(
    ([name, value]) => html`<tr><th>${name}</th><td class="hash">${value}</td></tr>`,
  )}</tbody></table></div>
<h3>${phrase("stages")}</h3>
<div class="wide"><table>
<thead><tr><th>${phrase("stage")}</th><th>${phrase("result")}</th><th class="number">${phrase("took")}</th><th class="number">${phrase("peak-memory")}</th>
<th class="number">${phrase("written")}</th><th>${phrase("key")}</th></tr></thead>
<tbody>${run.stages.map(
    (
      stage,
    ) => html`<tr><th>${stage.id}</th><td>${stateOf(stage, words)}</td><td class="number">${words.duration(stage.seconds)}</td>
<td class="number">${words.memory(stage.peak_memory_bytes)}</td><td class="number">${words.fileSize(stage.bytes)}</td>
<td><code>${stage.key.slice(0, 12)}</code></td></tr>`,
  )}</tbody></table></div>`;
}

function stateOf({ state, reused_from }: StageStatus, { phrase }: Words): string {
  return phrase(`stage-${state}`, { run: reused_from?.slice(0, 8) ?? "" });
}
