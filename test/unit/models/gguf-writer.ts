/** A small GGUF writer, so that tests can make good files and hostile ones byte by byte. */

const ids = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
};
export type ValueType = keyof typeof ids;
export type Bytes = Buffer;

export function u32(value: number): Bytes {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u64(value: number | bigint): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function text(value: string | Bytes): Bytes {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function scalar(type: ValueType, value: string | number | boolean | bigint): Bytes {
  switch (type) {
    case "string":
      return text(String(value));
    case "bool":
    case "u8":
    case "i8":
      return Buffer.from([Number(value) & 0xff]);
    case "u32":
      return u32(Number(value));
    case "u64":
      return u64(value as number | bigint);
    case "f32": {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(Number(value));
      return bytes;
    }
    case "i32": {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(Number(value));
      return bytes;
    }
    case "u16":
    case "i16": {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16LE(Number(value) & 0xffff);
      return bytes;
    }
    case "i64": {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(value as number));
      return bytes;
    }
    case "f64": {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(Number(value));
      return bytes;
    }
    case "array":
      throw new TypeError("use `array`");
  }
}

export function entry(key: string | Bytes, type: ValueType, value: string | number | boolean | bigint): Bytes {
  return Buffer.concat([text(key), u32(ids[type]), scalar(type, value)]);
}

export function array(key: string, type: ValueType, values: (string | number | boolean | bigint)[]): Bytes {
  const items = values.map((value) => scalar(type, value));
  return Buffer.concat([text(key), u32(ids.array), u32(ids[type]), u64(values.length), ...items]);
}

export function tensor(name: string, dims: (number | bigint)[], type: number, offset: number | bigint): Bytes {
  return Buffer.concat([text(name), u32(dims.length), ...dims.map(u64), u32(type), u64(offset)]);
}

export interface FileParts {
  magic?: Bytes;
  version?: number;
  entries?: Bytes[];
  tensors?: Bytes[];
  /** Announced numbers, where they should not be the true ones. */
  entryCount?: number | bigint;
  tensorCount?: number | bigint;
  alignment?: number;
  /** Bytes of weights after the padding. */
  weights?: number;
}

export function file(parts: FileParts): Bytes {
  const { entries = smallEntries(), tensors = smallTensors() } = parts;
  const head = Buffer.concat([
    parts.magic ?? Buffer.from("GGUF"),
    u32(parts.version ?? 3),
    u64(parts.tensorCount ?? tensors.length),
    u64(parts.entryCount ?? entries.length),
    ...entries,
    ...tensors,
  ]);
  const alignment = parts.alignment ?? 32;
  const padding = Buffer.alloc((alignment - (head.length % alignment)) % alignment);
  return Buffer.concat([head, padding, Buffer.alloc(parts.weights ?? 4096 + 128)]);
}

/** A model of one layer with four tokens: everything `inspect` looks at is there. */
export function smallEntries(): Bytes[] {
  return [
    entry("general.architecture", "string", "llama"),
    entry("general.name", "string", "Tiny"),
    entry("general.license", "string", "apache-2.0"),
    entry("general.file_type", "u32", 0),
    entry("llama.block_count", "u32", 1),
    entry("llama.context_length", "u32", 128),
    entry("llama.embedding_length", "u32", 32),
    entry("llama.feed_forward_length", "u32", 64),
    entry("llama.attention.head_count", "u32", 4),
    entry("llama.attention.head_count_kv", "u32", 2),
    entry("llama.rope.freq_base", "f32", 10000),
    entry("tokenizer.ggml.model", "string", "gpt2"),
    array("tokenizer.ggml.tokens", "string", ["a", "b", "你好", "<|end|>"]),
    array("tokenizer.ggml.token_type", "i32", [1, 1, 1, 3]),
    entry("tokenizer.ggml.eos_token_id", "u32", 3),
    entry("tokenizer.ggml.add_bos_token", "bool", false),
    entry("tokenizer.chat_template", "string", "{% for m in messages %}{{ m.content }}{% endfor %}"),
  ];
}

/** 32 × 32 of F32 (4,096 bytes) and 32 of F32 behind it. */
export function smallTensors(): Bytes[] {
  return [tensor("token_embd.weight", [32, 32], 0, 0), tensor("output_norm.weight", [32], 0, 4096)];
}
