import type { Forecast, SplitForecast } from "../protocol/forecast.ts";
import { formatBytes, formatEstimate } from "../protocol/format.ts";
import type { Language } from "../protocol/messages.ts";
import { showExample } from "./describe.ts";
import { word } from "./messages.ts";

/** An estimate with its parts, as a table: each stage's time and memory, what is reused, what is fetched and stored. */
export function forecastText(forecast: Forecast, language: Language): string {
  const stages = forecast.variants.flatMap(({ stages }) => stages);
  const unique = [...new Map(stages.map((stage) => [stage.id, stage])).values()].slice(0, 20);
  const head = `| ${word("stage", language)} | ${word("time", language)} | ${word("memory", language)} |\n|:--|--:|--:|`;
  const rows = unique.map(({ id, seconds, memory_bytes, reused }) => {
    const time = reused ? word("reused", language) : formatEstimate(seconds, language);
    return `| ${id} | ${time} | ${formatBytes(memory_bytes)} |`;
  });
  const facts = [
    word("sum", language, { time: formatEstimate(forecast.seconds, language), disk: formatBytes(forecast.disk_bytes) }),
    forecast.download_bytes > 0 ? word("download", language, { size: formatBytes(forecast.download_bytes) }) : null,
    forecast.detectable === null
      ? null
      : word("detectable", language, { points: (100 * forecast.detectable).toPrecision(2) }),
  ];
  return [
    [head, ...rows].join("\n"),
    facts.filter((fact) => fact !== null).join(" "),
    word("estimated", language),
  ].join("\n\n");
}

/** Rows, token lengths with a histogram, and the first rows of a split, in Markdown. */
export function splitText({ name, rows, tokens, examples }: SplitForecast, language: Language): string {
  const parts = [`**${name}** · ${word("rows", language, { rows })}`];
  if (tokens) {
    const { median, p99, longest, longest_row } = tokens;
    parts.push(word("token-lengths", language, { median, p99, longest, row: longest_row }));
    parts.push(`\`\`\`text\n${histogram(tokens.bins)}\n\`\`\``);
  }
  for (const { prompt, answer, row } of examples) {
    parts.push(`${word("row", language, { row })} ${showExample(prompt)} → ${showExample(answer)}`);
  }
  return parts.join("\n\n");
}

const widest = 24;

/** A line for each bin: `  0 –  49 ▇▇▇▇ 12`. */
function histogram(bins: readonly { from: number; to: number; rows: number }[]): string {
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const width = String(bins.at(-1)?.to ?? 0).length;
  return bins
    .map(({ from, to, rows }) => {
      const bar = "▇".repeat(Math.round((widest * rows) / most)) || (rows > 0 ? "▏" : "");
      return `${String(from).padStart(width)} – ${String(to).padStart(width)} ${bar} ${rows}`;
    })
    .join("\n");
}
