import type { Example } from "../facts.ts";
import type { Words } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Characters of a prompt or answer that are shown: an answer of megabytes must not make a report of megabytes. */
const mostCharacters = 2000;

/** Items on which candidates differ, with every answer. All of it is text of models and data: it is only ever a text node. */
export function exampleList(examples: readonly Example[], words: Words): Markup {
  const { phrase } = words;
  return html`<p class="caption">${phrase("examples-caption", { count: examples.length })}</p>
${examples.map(
  ({ id, prompt, expected, answers }) => html`<article class="example">
<h3>${id}</h3>
<dl><dt>${phrase("prompt")}</dt><dd><pre>${shown(prompt, words)}</pre></dd>
<dt>${phrase("expected")}</dt><dd><pre>${shown(expected, words)}</pre></dd>
${alike(answers).map(
  ({ candidates, answer, score, failed }) => html`<dt><span class="who">${candidates.join(", ")}</span>${
    typeof score === "number" && html` · ${Number((score * 100).toFixed(1))} %`
  }${failed != null && html` · ${words.layer(failed)}`}</dt>
<dd><pre>${answer === "" ? phrase("no-answer") : shown(answer, words)}</pre></dd>`,
)}</dl>
</article>`,
)}`;
}

function shown(text: string, { phrase }: Words): string {
  if (text.length <= mostCharacters) return text;
  return text.slice(0, mostCharacters) + phrase("shortened", { count: text.length - mostCharacters });
}

/** Candidates that gave the same answer stand together. */
function alike(answers: Example["answers"]) {
  const groups = new Map<
    string,
    { candidates: string[]; answer: string; score: number | null; failed: string | null }
  >();
  for (const { candidate, answer, score = null, failed_layer: failed = null } of answers) {
    const key = JSON.stringify([answer, score, failed]);
    const group = groups.get(key) ?? { candidates: [], answer, score, failed };
    group.candidates.push(candidate);
    groups.set(key, group);
  }
  return [...groups.values()];
}
