/** Numbers of one kind of event of one stage: `train.step` or `train.evaluation`. */
export interface MetricTable {
  stage: string;
  kind: "train.step" | "train.evaluation";
  /** Names of the columns; `step` is the first and ascends. */
  columns: string[];
  /** A column each, all of one length; NaN where an event had no such number. */
  values: Float64Array[];
}

export interface ColumnsFile {
  /** Bytes of the log that the tables hold. */
  log_bytes: number;
  tables: MetricTable[];
}

const MAGIC = "deepextension-columns";
const VERSION = 1;

interface Header {
  magic: string;
  version: number;
  log_bytes: number;
  tables: { stage: string; kind: MetricTable["kind"]; columns: string[]; rows: number }[];
}

/**
 * A run's metrics as bytes: a line of JSON, spaces up to a multiple of eight, then each table's columns as float64, little
 * endian, one after the other. Reading them is one read and no parsing.
 */
export function encodeColumns({ log_bytes, tables }: ColumnsFile): Uint8Array {
  const header: Header = {
    magic: MAGIC,
    version: VERSION,
    log_bytes,
    tables: tables.map(({ stage, kind, columns, values }) => ({ stage, kind, columns, rows: values[0]?.length ?? 0 })),
  };
  const text = JSON.stringify(header);
  const length = Buffer.byteLength(text);
  const head = Buffer.from(`${text}${" ".repeat((8 - ((length + 1) % 8)) % 8)}\n`);
  const parts = tables.flatMap(({ values }) => values.map(littleEndian));
  return Buffer.concat([head, ...parts]);
}

/** The tables of such a file; null where it is of another version, torn or no such file, and must be made again. */
export function decodeColumns(bytes: Buffer): ColumnsFile | null {
  const end = bytes.indexOf(0x0a);
  const header = end < 0 ? null : headerOf(bytes.toString("utf8", 0, end));
  if (!header) return null;
  let offset = bytes.byteOffset + end + 1;
  const total = header.tables.reduce((sum, { columns, rows }) => sum + columns.length * rows * 8, 0);
  if (bytes.length !== end + 1 + total) return null;
  // A read buffer may begin anywhere in memory, and a view of numbers only at multiples of eight.
  const aligned = offset % 8 === 0 ? bytes.buffer : Uint8Array.from(bytes).buffer;
  if (aligned !== bytes.buffer) offset = end + 1;
  const tables = header.tables.map(({ stage, kind, columns, rows }) => {
    const values = columns.map(() => {
      const column = new Float64Array(aligned, offset, rows);
      offset += rows * 8;
      return column;
    });
    return { stage, kind, columns, values: isLittleEndian ? values : values.map(swapped) };
  });
  return { log_bytes: header.log_bytes, tables };
}

function headerOf(text: string): Header | null {
  try {
    const header: Header = JSON.parse(text);
    return header?.magic === MAGIC && header.version === VERSION && Array.isArray(header.tables) ? header : null;
  } catch {
    return null; // no such file: it is made again
  }
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function littleEndian(values: Float64Array): Uint8Array {
  const ordered = isLittleEndian ? values : swapped(values);
  return new Uint8Array(ordered.buffer, ordered.byteOffset, ordered.byteLength);
}

function swapped(values: Float64Array): Float64Array {
  const copy = Buffer.from(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));
  copy.swap64();
  return new Float64Array(copy.buffer, copy.byteOffset, values.length);
}
