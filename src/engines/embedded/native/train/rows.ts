/** A training row as the model sees it. */
export interface TokenRow {
  /** The item's id, for messages. */
  id: string;
  /** Template, prompt and answer; the first token is never predicted. */
  tokens: Int32Array;
  /**
   * As long as `tokens`: how much predicting this token counts. 0: not at all, as in a prompt; 1: fully.
   * Other values, negative ones too, are what preference and reward methods need.
   */
  targets: Float32Array;
}

/** Positions that are computed: the last token is only predicted, nothing is predicted after it. */
export function positionsOf(row: TokenRow): number {
  return row.tokens.length - 1;
}

/** Sum of what the row's predictions count. */
export function weightOf(row: TokenRow): number {
  let sum = 0;
  for (let index = 1; index < row.targets.length; index += 1) sum += row.targets[index]!;
  return sum;
}
