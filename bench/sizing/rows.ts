import { readFile } from "node:fs/promises";

/** A measured row of the format that test/data/sizing/README.md describes. */
export interface SizingRow {
  id: string;
  task: string;
  component: string;
  model: string;
  arch_key: string;
  params_b: number;
  method: string;
  quant: string;
  lora_rank: number | null;
  lora_targets: string;
  trainable_m: number | null;
  batch: number | null;
  seq_len: number | null;
  gen_len: number | null;
  ubatch: number | null;
  kv_type: string;
  flash_attn: string;
  grad_ckpt: string;
  optimizer: string;
  state_mode: string;
  runtime: string;
  n_gpu: number | null;
  gpu: string;
  metric: string;
  measured_gib: number;
  speed: string;
  config_complete: string;
  source: string;
  notes: string;
}

/** Reads rows. Throws where a column is missing: a file of another format would give figures about nothing. */
export async function readRows(file: string): Promise<SizingRow[]> {
  const [head = [], ...lines] = parseCsv(await readFile(file, "utf8"));
  const columns = new Map(head.map((name, index) => [name, index]));
  for (const name of ["id", "task", "component", "arch_key", "measured_gib", "metric"]) {
    if (!columns.has(name)) throw new Error(`${file} has no column ${name}`);
  }
  return lines.map((cells) => {
    const text = (name: string) => cells[columns.get(name) ?? -1] ?? "";
    const number = (name: string) => (text(name) === "" ? null : Number(text(name)));
    return {
      id: text("id"),
      task: text("task"),
      component: text("component"),
      model: text("model"),
      arch_key: text("arch_key"),
      params_b: number("params_b") ?? 0,
      method: text("method"),
      quant: text("quant"),
      lora_rank: number("lora_rank"),
      lora_targets: text("lora_targets"),
      trainable_m: number("trainable_m"),
      batch: number("batch"),
      seq_len: number("seq_len"),
      gen_len: number("gen_len"),
      ubatch: number("ubatch"),
      kv_type: text("kv_type"),
      flash_attn: text("flash_attn"),
      grad_ckpt: text("grad_ckpt"),
      optimizer: text("optimizer"),
      state_mode: text("state_mode"),
      runtime: text("runtime"),
      n_gpu: number("n_gpu"),
      gpu: text("gpu"),
      metric: text("metric"),
      measured_gib: number("measured_gib") ?? Number.NaN,
      speed: text("speed"),
      config_complete: text("config_complete"),
      source: text("source"),
      notes: text("notes"),
    };
  });
}

/** RFC 4180: quoted cells may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else if (character !== "\r") cell += character;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}
