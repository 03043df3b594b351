/**
 * The part of ggml's C interface that is used here, one row a function: its result, then its arguments.
 * Both the C binding and the TypeScript types come from this table, so they can't disagree.
 *
 * Only functions are bound and no field of a `ggml_tensor` is ever read: its layout changes between releases, the
 * functions hardly do.
 */
export const baseFunctions = {
  ggml_version: ["text"],
  ggml_type_size: ["size", "i32"],
  ggml_blck_size: ["i64", "i32"],
  ggml_type_name: ["text", "i32"],
  ggml_row_size: ["size", "i32", "i64"],

  ggml_init: ["context", "init_params"],
  ggml_free: ["void", "context"],
  ggml_set_no_alloc: ["void", "context", "bool"],
  ggml_tensor_overhead: ["size"],
  ggml_graph_overhead_custom: ["size", "size", "bool"],

  ggml_new_tensor_1d: ["tensor", "context", "i32", "i64"],
  ggml_new_tensor_2d: ["tensor", "context", "i32", "i64", "i64"],
  ggml_new_tensor_4d: ["tensor", "context", "i32", "i64", "i64", "i64", "i64"],
  ggml_nbytes: ["size", "tensor"],
  ggml_set_input: ["void", "tensor"],
  ggml_set_output: ["void", "tensor"],
  ggml_set_param: ["void", "tensor"],

  ggml_mul_mat: ["tensor", "context", "tensor", "tensor"],
  ggml_out_prod: ["tensor", "context", "tensor", "tensor"],
  ggml_add: ["tensor", "context", "tensor", "tensor"],
  ggml_add_inplace: ["tensor", "context", "tensor", "tensor"],
  ggml_sub: ["tensor", "context", "tensor", "tensor"],
  ggml_mul: ["tensor", "context", "tensor", "tensor"],
  ggml_div: ["tensor", "context", "tensor", "tensor"],
  ggml_scale: ["tensor", "context", "tensor", "f32"],
  ggml_scale_bias: ["tensor", "context", "tensor", "f32", "f32"],
  ggml_rms_norm: ["tensor", "context", "tensor", "f32"],
  ggml_rms_norm_back: ["tensor", "context", "tensor", "tensor", "f32"],
  ggml_silu: ["tensor", "context", "tensor"],
  ggml_soft_max: ["tensor", "context", "tensor"],
  ggml_soft_max_ext: ["tensor", "context", "tensor", "tensor?", "f32", "f32"],
  ggml_soft_max_ext_back: ["tensor", "context", "tensor", "tensor", "f32", "f32"],
  ggml_rope_ext: [
    "tensor",
    "context",
    "tensor",
    "tensor",
    "tensor?",
    "i32",
    "i32",
    "i32",
    "f32",
    "f32",
    "f32",
    "f32",
    "f32",
    "f32",
  ],
  ggml_rope_ext_back: [
    "tensor",
    "context",
    "tensor",
    "tensor",
    "tensor?",
    "i32",
    "i32",
    "i32",
    "f32",
    "f32",
    "f32",
    "f32",
    "f32",
    "f32",
  ],
  ggml_get_rows: ["tensor", "context", "tensor", "tensor"],
  ggml_get_rows_back: ["tensor", "context", "tensor", "tensor", "tensor"],
  ggml_repeat_back: ["tensor", "context", "tensor", "tensor"],
  ggml_cont: ["tensor", "context", "tensor"],
  ggml_cast: ["tensor", "context", "tensor", "i32"],
  ggml_cpy: ["tensor", "context", "tensor", "tensor"],
  ggml_transpose: ["tensor", "context", "tensor"],
  ggml_permute: ["tensor", "context", "tensor", "i32", "i32", "i32", "i32"],
  ggml_reshape_2d: ["tensor", "context", "tensor", "i64", "i64"],
  ggml_reshape_3d: ["tensor", "context", "tensor", "i64", "i64", "i64"],
  ggml_reshape_4d: ["tensor", "context", "tensor", "i64", "i64", "i64", "i64"],
  ggml_view_1d: ["tensor", "context", "tensor", "i64", "size"],
  ggml_view_2d: ["tensor", "context", "tensor", "i64", "i64", "size", "size"],
  ggml_concat: ["tensor", "context", "tensor", "tensor", "i32"],
  ggml_opt_step_adamw: ["tensor", "context", "tensor", "tensor", "tensor", "tensor", "tensor"],

  ggml_new_graph_custom: ["graph", "context", "size", "bool"],
  ggml_build_forward_expand: ["void", "graph", "tensor"],

  ggml_backend_free: ["void", "backend"],
  ggml_backend_get_device: ["device", "backend"],
  ggml_backend_dev_backend_reg: ["registry", "device"],
  ggml_backend_reg_get_proc_address: ["procedure?", "registry", "text"],
  ggml_backend_get_default_buffer_type: ["buffer_type", "backend"],
  ggml_backend_graph_compute: ["i32", "backend", "graph"],
  ggml_backend_alloc_ctx_tensors: ["buffer?", "context", "backend"],
  ggml_backend_buffer_clear: ["void", "buffer", "u8"],
  ggml_backend_tensor_set: ["void", "tensor", "bytes", "size", "size"],
  ggml_backend_tensor_get: ["void", "tensor", "bytes", "size", "size"],
  ggml_gallocr_new: ["allocator", "buffer_type"],
  ggml_gallocr_alloc_graph: ["bool", "allocator", "graph"],
  ggml_gallocr_get_buffer_size: ["size", "allocator", "i32"],
  ggml_gallocr_free: ["void", "allocator"],
} as const satisfies Table;

/** Those of the library that knows the backends. */
export const registryFunctions = {
  ggml_backend_load_all_from_path: ["void", "text"],
  ggml_backend_init_by_type: ["backend?", "i32", "text?"],
} as const satisfies Table;

declare const handleName: unique symbol;
/** A pointer that only ggml can follow. The name keeps one kind from being passed as another. */
export interface Handle<Name extends string> {
  readonly [handleName]: Name;
}

interface Types {
  void: undefined;
  bool: boolean;
  u8: number;
  i32: number;
  i64: number;
  size: number;
  f32: number;
  text: string;
  bytes: NodeJS.ArrayBufferView;
  init_params: { mem_size: number; mem_buffer: null; no_alloc: boolean };
  context: Handle<"context">;
  tensor: Handle<"tensor">;
  graph: Handle<"graph">;
  backend: Handle<"backend">;
  device: Handle<"device">;
  registry: Handle<"registry">;
  procedure: Handle<"procedure">;
  buffer: Handle<"buffer">;
  buffer_type: Handle<"buffer_type">;
  allocator: Handle<"allocator">;
}

export type TypeName = keyof Types;
type Spelling = TypeName | `${TypeName}?`;
export type Row = readonly [Spelling, ...Spelling[]];
type Table = Readonly<Record<string, Row>>;

type TypeOf<S> = S extends `${infer Name}?`
  ? Name extends TypeName
    ? Types[Name] | null
    : never
  : S extends TypeName
    ? Types[S]
    : never;
type Arguments<Rest> = { [Index in keyof Rest]: TypeOf<Rest[Index]> };
type FunctionOf<R extends Row> = R extends readonly [infer Result, ...infer Rest]
  ? (...values: Extract<Arguments<Rest>, unknown[]>) => TypeOf<Result>
  : never;
export type Functions<T extends Table> = { readonly [Name in keyof T]: FunctionOf<T[Name]> };
