import { factsOf } from "./facts-model.ts";
import type { Part } from "./part.ts";

export function Facts({ state: { run, language }, say }: Part) {
  return (
    <dl class="facts" aria-label={say("facts")}>
      {factsOf(run, say, language).map(({ name, value, note }) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd>
            <span class="value">{value}</span>
            <span class="faint">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
