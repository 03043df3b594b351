/**
 * Types in which llama.cpp stores at least one kind of weight so coarsely that it refuses to do so without an
 * importance matrix (`tensor_requires_imatrix` and `llama_tensor_get_type` in llama.cpp's llama-quant.cpp).
 * A model whose rows are not a multiple of 256 may slip through, because its tensors fall back to other types;
 * whether a run file is right should not depend on that, so the types are refused by name.
 */
export const importanceMatrixTypes: ReadonlySet<string> = new Set([
  "iq3_xs",
  "iq3_xxs",
  "q2_k_s",
  "iq2_m",
  "iq2_s",
  "iq2_xs",
  "iq2_xxs",
  "iq1_m",
  "iq1_s",
]);
