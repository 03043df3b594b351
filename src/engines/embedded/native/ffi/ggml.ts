import koffi, { type KoffiFunc, type LibraryHandle, type TypeObject } from "koffi";
import { CodedError } from "../../../../protocol/problem.ts";
import { findLibraries, type NativeLibraries } from "./libraries.ts";
import {
  baseFunctions,
  type Functions,
  type Handle,
  type Row,
  registryFunctions,
  type TypeName,
} from "./signatures.ts";
import { tensorType } from "./tensor-types.ts";

export { tensorType };

export type Tensor = Handle<"tensor">;
export type Context = Handle<"context">;
export type Graph = Handle<"graph">;
export type Backend = Handle<"backend">;
export type TensorBuffer = Handle<"buffer">;
export type Allocator = Handle<"allocator">;

export interface Ggml extends Functions<typeof baseFunctions>, Functions<typeof registryFunctions> {
  readonly libraries: NativeLibraries;
  /** Loaded, for what is bound elsewhere (llama's own functions, gguf). */
  readonly base: LibraryHandle;
  /** Like `ggml_backend_graph_compute`, on another thread: the event loop lives on. Resolves to ggml's status, 0 for success. */
  computeAsync(backend: Backend, graph: Graph): Promise<number>;
}

const initParams = koffi.struct({ mem_size: "size_t", mem_buffer: "void *", no_alloc: "bool" });

const cTypes: Readonly<Record<TypeName, string | TypeObject>> = {
  void: "void",
  bool: "bool",
  u8: "uint8_t",
  i32: "int32_t",
  i64: "int64_t",
  size: "size_t",
  f32: "float",
  text: "str",
  bytes: "void *",
  init_params: initParams,
  context: "void *",
  tensor: "void *",
  graph: "void *",
  backend: "void *",
  device: "void *",
  registry: "void *",
  procedure: "void *",
  buffer: "void *",
  buffer_type: "void *",
  allocator: "void *",
};

let loaded: Ggml | undefined;

/**
 * ggml's functions, loaded once for this process: a second copy of the libraries would have its own, unconnected,
 * registry. A failed assertion in any of them ends the process, so only children call this.
 * Throws `native-missing`, `native-unsupported`, `native-unloadable` or `native-mismatch`.
 */
export function loadGgml(): Ggml {
  loaded ??= load(findLibraries());
  return loaded;
}

function load(libraries: NativeLibraries): Ggml {
  const base = openLibrary(libraries.ggmlBase);
  const registry = openLibrary(libraries.ggml);
  const functions = { ...bind(base, baseFunctions), ...bind(registry, registryFunctions) };
  checkInterface(functions, libraries);
  const compute = functions.ggml_backend_graph_compute as KoffiFunc<(b: Backend, g: Graph) => number>;
  return {
    ...functions,
    libraries,
    base,
    computeAsync: (backend, graph) =>
      new Promise((resolve, reject) =>
        compute.async(backend, graph, (error: unknown, status) => (error ? reject(error) : resolve(status))),
      ),
  };
}

export function openLibrary(file: string): LibraryHandle {
  try {
    return koffi.load(file);
  } catch (error) {
    throw new CodedError("native-unloadable", { file, reason: (error as Error).message }, { cause: error });
  }
}

function bind<T extends Readonly<Record<string, Row>>>(library: LibraryHandle, table: T): Functions<T> {
  const entries = Object.entries(table).map(([name, [result, ...rest]]) => {
    const types = [result, ...rest].map((spelling) => cTypes[spelling.replace("?", "") as TypeName]);
    try {
      return [name, library.func(name, types[0]!, types.slice(1))];
    } catch (error) {
      throw new CodedError("native-mismatch", { what: name, expected: "present", found: "absent" }, { cause: error });
    }
  });
  return Object.fromEntries(entries) as Functions<T>;
}

/**
 * Libraries of another release might have the same function names with other numbers behind them. These few facts
 * would be different in any release that this binding does not fit.
 */
function checkInterface(ggml: Functions<typeof baseFunctions>, libraries: NativeLibraries): void {
  const facts: [what: string, expected: string | number, found: string | number][] = [
    ["name of type 0", "f32", ggml.ggml_type_name(tensorType.F32)],
    ["name of type 1", "f16", ggml.ggml_type_name(tensorType.F16)],
    ["name of type 8", "q8_0", ggml.ggml_type_name(tensorType.Q8_0)],
    ["name of type 26", "i32", ggml.ggml_type_name(tensorType.I32)],
    ["name of type 30", "bf16", ggml.ggml_type_name(tensorType.BF16)],
    ["elements in a block of q8_0", 32, ggml.ggml_blck_size(tensorType.Q8_0)],
    ["bytes of a block of q8_0", 34, ggml.ggml_type_size(tensorType.Q8_0)],
  ];
  for (const [what, expected, found] of facts) {
    if (found !== expected)
      throw new CodedError("native-mismatch", { what, expected, found, folder: libraries.folder });
  }
}
