import type { DirectoryModel } from "../models/directory/entry.ts";
import type { OwnQuality } from "../protocol/advice.ts";
import type { Device } from "../sizing/device-type.ts";
import type { PriceTable } from "../sizing/price-table.ts";

/** What a person wants, and has. */
export interface Wish {
  use: DirectoryModel["use"][number];
  /** At once, not registered. */
  users: number;
  /** Tokens of prompt and answer together, and the answer's of them. */
  context: number;
  answer: number;
  /** Longest answer that is bearable, seconds; null: any. */
  latency: number | null;
  /** Answers in a month, for what is paid by the token; null: not known. */
  answers_per_month: number | null;
  /** Most for the devices, and most for a month; null: any. */
  purchase: number | null;
  monthly: number | null;
  currency: string;
  modality: DirectoryModel["modality"];
  /** Hosted models are out of the question. */
  stays: boolean;
  /** What is there; empty: the table of devices is tried, and what it costs counts. */
  owned: readonly { device: Device; count: number }[];
  prices: PriceTable;
  electricity: number;
  months: number;
}

export interface Known {
  /** Quality on the person's own data, by model id of the directory. */
  quality: ReadonlyMap<string, OwnQuality>;
  /** Model ids of this machine, by architecture key: what a run file can name without a download. */
  here: ReadonlyMap<string, string>;
}
