/**
 * What the training estimate takes from measurements rather than from counting. Fitted to the rows of
 * test/data/sizing/measured.csv by bench/sizing/fit.ts and rounded; `npm run bench:sizing` prints how the same fit does on models and sources
 * that were left out of it.
 */
export interface TrainingConstants {
  /** Bytes that an element of the logits costs at the loss: 16 bits, 32 bits, its shifted copy, the softmax, gradients. */
  logits_transformers: number;
  logits_litgpt: number;
  logits_chunked: number;
  /** What is saved for a block's backward pass, over what counting its tensors gives. */
  block: number;
  /** Bytes of an element that enters an adapter. */
  adapter_input: number;
  /** What such an element costs besides where its matrix is quantized by bitsandbytes and read by Fabric. */
  quantized_input: number;
  /** Of an element of the attention scores, where they are kept. */
  scores: number;
  /** Unpacked copies of the head, where the quantizer took it, too. */
  unpacked_head: number;
  /** GiB that an allocator holds beside what is in use, and the share of the weights that it loses at loading. */
  reserved_gib: number;
  /** What rows whose meter is not stated lie above the allocated peak, GiB, driver's context included. */
  device_gib: number;
  reserved_share: number;
  /** Holes that packing to 4 bits leaves, as a share of the packed weights. */
  packing_holes: number;
  /** Rows of different lengths: blocks that the allocator cannot use again, as a multiple of the logits. */
  ragged: number;
  /** How that multiple falls with the limit of length over 2048, as an exponent. */
  ragged_falls: number;
}

export const trainingConstants: TrainingConstants = {
  logits_transformers: 14,
  logits_litgpt: 9.5,
  logits_chunked: 0.5,
  block: 1.15,
  adapter_input: 4,
  quantized_input: 2.5,
  scores: 5,
  unpacked_head: 3,
  reserved_gib: 0.7,
  device_gib: 2.3,
  reserved_share: 0.032,
  packing_holes: 0.25,
  ragged: 1.88,
  ragged_falls: 0.53,
};
