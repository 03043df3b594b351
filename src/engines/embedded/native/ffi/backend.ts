import koffi from "koffi";
import { CodedError } from "../../../../protocol/problem.ts";
import { type Backend, type Context, type Ggml, type Graph, loadGgml, type Tensor, type TensorBuffer } from "./ggml.ts";

/** A CPU that computes graphs. */
export interface Cpu {
  readonly ggml: Ggml;
  readonly handle: Backend;
  /** ggml's version, and which library it chose for this machine, by the instructions it uses: results differ between them. */
  readonly features: string;
  /** From the next graph on. Never give more than the physical cores: ggml's threads spin while they wait. */
  setThreads(count: number): void;
  /** Computes a graph whose tensors all have memory; the event loop lives on meanwhile. */
  compute(graph: Graph): Promise<void>;
  /** The same on this thread. For small graphs, and where nothing else happens in the process. */
  computeNow(graph: Graph): void;
  free(): void;
}

const SetThreads = koffi.proto("void SetThreads(void *backend, int count)");
const GetFeatures = koffi.proto("void *GetFeatures(void *registry)");
const Feature = koffi.struct({ name: "str", value: "str" });
const CPU_DEVICE = 0;

let registered = false;

/** Makes ggml know the libraries of this machine. Its registry is the process's, and would list the same library again. */
export function registerBackends(ggml: Ggml): void {
  if (!registered) ggml.ggml_backend_load_all_from_path(ggml.libraries.folder);
  registered = true;
}

/** Opens the CPU, for one caller at a time, with the best library that ggml has for it. Throws `native-no-cpu` where none runs here. */
export function openCpu(threads: number): Cpu {
  const ggml = loadGgml();
  registerBackends(ggml);
  const handle = ggml.ggml_backend_init_by_type(CPU_DEVICE, null);
  if (handle === null) throw new CodedError("native-no-cpu", { folder: ggml.libraries.folder });
  const registry = ggml.ggml_backend_dev_backend_reg(ggml.ggml_backend_get_device(handle));
  const procedure = (name: string) => ggml.ggml_backend_reg_get_proc_address(registry, name);

  const setThreads = procedure("ggml_backend_set_n_threads");
  if (setThreads === null) {
    throw new CodedError("native-mismatch", {
      what: "ggml_backend_set_n_threads",
      expected: "present",
      found: "absent",
    });
  }
  const cpu: Cpu = {
    ggml,
    handle,
    features: `ggml ${ggml.ggml_version()} ${readFeatures(procedure("ggml_backend_get_features"), registry)}`,
    setThreads: (count) => void koffi.call(setThreads, SetThreads, handle, count),
    async compute(graph) {
      refuseFailure(await ggml.computeAsync(handle, graph));
    },
    computeNow: (graph) => refuseFailure(ggml.ggml_backend_graph_compute(handle, graph)),
    free: () => ggml.ggml_backend_free(handle),
  };
  cpu.setThreads(threads);
  return cpu;
}

function refuseFailure(status: number): void {
  if (status !== 0) throw new CodedError("native-compute-failed", { status });
}

/** The list is in no promised order and ends with an empty entry. */
function readFeatures(procedure: unknown, registry: unknown): string {
  if (procedure === null) return "";
  const first = koffi.call(procedure, GetFeatures, registry) as bigint;
  const features: string[] = [];
  for (let index = 0; index < 100; index += 1) {
    const { name, value } = koffi.decode(first, index * koffi.sizeof(Feature), Feature) as Record<
      string,
      string | null
    >;
    if (name == null) break;
    features.push(`${name}=${value}`);
  }
  return features.sort().join(" ");
}

/** A context for descriptions of tensors, not their data. `tensors` is how many it must have room for. */
export function newContext(ggml: Ggml, tensors: number, graphNodes = 0): Context {
  const graph = graphNodes > 0 ? ggml.ggml_graph_overhead_custom(graphNodes, false) : 0;
  // Each object has a header and is aligned; 64 bytes more than ggml says is ample.
  const size = tensors * (ggml.ggml_tensor_overhead() + 64) + graph + 1024;
  return ggml.ggml_init({ mem_size: size, mem_buffer: null, no_alloc: true });
}

/** Memory for all tensors of a context. Throws `out-of-memory` with the bytes that were wanted, where they are known. */
export function allocate(cpu: Cpu, context: Context, bytes: number): TensorBuffer {
  const buffer = cpu.ggml.ggml_backend_alloc_ctx_tensors(context, cpu.handle);
  if (buffer === null) throw new CodedError("out-of-memory", { bytes });
  return buffer;
}

/**
 * Builds a small graph, gives it memory, computes it on this thread and lets go of everything. `build` returns the
 * graph's results; `before` fills its inputs and `after` reads the results.
 */
export function computeOnce(
  cpu: Cpu,
  tensors: number,
  steps: { build(context: Context): Tensor[]; before?(): void; after?(): void },
): void {
  const { ggml } = cpu;
  const context = newContext(ggml, tensors, tensors);
  const allocator = ggml.ggml_gallocr_new(ggml.ggml_backend_get_default_buffer_type(cpu.handle));
  try {
    const graph = ggml.ggml_new_graph_custom(context, tensors, false);
    for (const result of steps.build(context)) ggml.ggml_build_forward_expand(graph, result);
    if (!ggml.ggml_gallocr_alloc_graph(allocator, graph)) throw new CodedError("out-of-memory", { bytes: 0 });
    steps.before?.();
    cpu.computeNow(graph);
    steps.after?.();
  } finally {
    ggml.ggml_gallocr_free(allocator);
    ggml.ggml_free(context);
  }
}

/** Copies a typed array or buffer into a tensor's memory, from byte `offset` of it. */
export function setTensor(ggml: Ggml, tensor: Tensor, data: NodeJS.ArrayBufferView, offset = 0): void {
  ggml.ggml_backend_tensor_set(tensor, data, offset, data.byteLength);
}

/** Copies a tensor's first `elements` numbers out; the tensor must be f32. */
export function getFloats(ggml: Ggml, tensor: Tensor, elements: number): Float32Array {
  const floats = new Float32Array(elements);
  ggml.ggml_backend_tensor_get(tensor, floats, 0, floats.byteLength);
  return floats;
}
