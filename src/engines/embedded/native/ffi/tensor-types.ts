/** `ggml_type` by the name that GGUF readers give it: those that are made or trained on here. */
export const tensorType = { F32: 0, F16: 1, Q8_0: 8, I32: 26, BF16: 30 } as const;
