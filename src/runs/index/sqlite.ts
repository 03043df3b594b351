import { rmSync, statfsSync } from "node:fs";
import path from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import { runHeadSchema, type VariantRow } from "../../protocol/run-row.ts";
import type { IndexStorage, StoredHead } from "./storage.ts";

/** Raised whenever what a row means changes. There is no migration: an index of another version is made again. */
const INDEX_VERSION = 2;

/** File systems of this machine's own disks, by Linux's magic numbers (statfs(2)): ext, xfs, btrfs, tmpfs, overlay, zfs, f2fs. */
const localFileSystems = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010]);

/**
 * Whether write-ahead logging may be used: it needs memory that all programs share, which no network file system has.
 * Where the system doesn't say what it is, it is not.
 */
export function allowsWal(folder: string, fileSystemType?: number): boolean {
  if (process.platform !== "linux" && fileSystemType === undefined) return false;
  return localFileSystems.has(fileSystemType ?? statfsSync(folder).type);
}

/** `node:sqlite`, or null where this Node has none. Its note that it is new is for developers, not for a terminal. */
export function loadSqlite(): typeof import("node:sqlite") | null {
  const { emitWarning } = process;
  process.emitWarning = (() => {}) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule?.("node:sqlite") ?? null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The index was written by a newer program: it is left alone. */
export class NewerIndex extends Error {
  override readonly name = "NewerIndex";
}

/**
 * Opens or makes `index.sqlite`. A file that is damaged or of an older version is deleted and begun anew; one of a newer
 * version throws `NewerIndex`. Other refusals of the disk are thrown as they are.
 */
export function openSqlite(sqlite: typeof import("node:sqlite"), file: string): IndexStorage {
  try {
    return begin(sqlite, file);
  } catch (error) {
    if (error instanceof NewerIndex || !isDamage(error)) throw error;
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${file}${end}`, { force: true });
    return begin(sqlite, file);
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" && [11, 26].includes(code & 0xff);
}

function begin({ DatabaseSync }: typeof import("node:sqlite"), file: string): IndexStorage {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA busy_timeout = 3000");
    const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
    if (version > INDEX_VERSION) throw new NewerIndex(`version ${version}`);
    database.exec(`PRAGMA journal_mode = ${allowsWal(path.dirname(file)) ? "WAL" : "DELETE"}`);
    // A crash may cost the last rows, which are made again; waiting for the disk would cost every refresh.
    database.exec("PRAGMA synchronous = OFF");
    if (version < INDEX_VERSION) database.exec("DROP TABLE IF EXISTS runs; DROP TABLE IF EXISTS details");
    database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${INDEX_VERSION}`);
    database.prepare("SELECT count(*) FROM runs WHERE put_at < 0").get(); // touches the file: damage shows here
    return storageOf(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Heads apart from the rest: a list reads all of them, and would else read past what only the table and a live run need. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY,
    put_at INTEGER NOT NULL,
    log_bytes INTEGER NOT NULL,
    log_size INTEGER NOT NULL,
    annotation_bytes INTEGER NOT NULL,
    head TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS runs_put_at ON runs (put_at);
  CREATE TABLE IF NOT EXISTS details (
    run TEXT PRIMARY KEY,
    rows TEXT NOT NULL,
    state TEXT
  );
`;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rowsSchema: z.ZodType<VariantRow[]> = z.array(
  z.object({ variant: z.string(), candidate: z.string().nullable(), cells: z.record(z.string(), cell) }),
);

interface Stored {
  log_bytes: number;
  log_size: number;
  annotation_bytes: number;
  head: string;
  rows: string;
  state: string | null;
}

function storageOf(database: DatabaseSync): IndexStorage {
  const prepared = new Map<string, StatementSync>();
  const sql = (text: string) => {
    let statement = prepared.get(text);
    if (!statement) {
      statement = database.prepare(text);
      prepared.set(text, statement);
    }
    return statement;
  };
  let dataVersion = dataVersionOf(sql);
  const inOne = (work: () => void) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      work();
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  };

  return {
    heads: (from, count) => {
      const found = sql("SELECT head, log_size, annotation_bytes FROM runs ORDER BY run DESC LIMIT ? OFFSET ?").all(
        count,
        from,
      ) as unknown as Pick<Stored, "head" | "log_size" | "annotation_bytes">[];
      return found.flatMap((row) => storedHead(row) ?? []);
    },
    entry: (run) => {
      const found = sql("SELECT * FROM runs JOIN details USING (run) WHERE run = ?").get(run) as Stored | undefined;
      const head = found && storedHead(found);
      const rows = found && rowsSchema.safeParse(jsonOf(found.rows));
      return head && rows?.success
        ? { ...head, log_bytes: found.log_bytes, rows: rows.data, state: found.state }
        : null;
    },
    rows: (runs) => {
      const one = sql("SELECT rows FROM details WHERE run = ?");
      return new Map(
        runs.flatMap((run) => {
          const found = one.get(run) as Pick<Stored, "rows"> | undefined;
          // Written by this program at this version: a full check of every cell of a large table would be felt.
          const rows = found && (jsonOf(found.rows) as VariantRow[] | undefined);
          return rows ? [[run, rows] as const] : [];
        }),
      );
    },
    put: (entries) => {
      const putHead =
        "INSERT OR REPLACE INTO runs (run, put_at, log_bytes, log_size, annotation_bytes, head) VALUES (?, ?, ?, ?, ?, ?)";
      const putDetails = "INSERT OR REPLACE INTO details (run, rows, state) VALUES (?, ?, ?)";
      inOne(() => {
        const { last } = sql("SELECT coalesce(max(put_at), 0) AS last FROM runs").get() as { last: number };
        for (const { head, rows, log_bytes, log_size, annotation_bytes, state } of entries) {
          sql(putHead).run(head.run, last + 1, log_bytes, log_size, annotation_bytes, JSON.stringify(head));
          sql(putDetails).run(head.run, JSON.stringify(rows), state);
        }
      });
    },
    remove: (runs) =>
      inOne(() => {
        for (const table of ["runs", "details"]) {
          for (const run of runs) sql(`DELETE FROM ${table} WHERE run = ?`).run(run);
        }
      }),
    changedByOthers: () => {
      const now = dataVersionOf(sql);
      const changed = now !== dataVersion;
      dataVersion = now;
      return changed;
    },
    putSince: (mark) => {
      const found = sql("SELECT run, put_at FROM runs WHERE put_at > ? ORDER BY put_at").all(mark) as unknown as {
        run: string;
        put_at: number;
      }[];
      return { runs: found.map(({ run }) => run), mark: found.at(-1)?.put_at ?? mark };
    },
    close: () => {
      database.close();
    },
  };
}

/** Changes when another connection has committed (sqlite.org, "PRAGMA data_version"). */
function dataVersionOf(sql: (text: string) => StatementSync): number {
  return (sql("PRAGMA data_version").get() as { data_version: number }).data_version;
}

function storedHead(row: Pick<Stored, "head" | "log_size" | "annotation_bytes">): StoredHead | null {
  const head = runHeadSchema.safeParse(jsonOf(row.head));
  if (!head.success) return null;
  return { head: head.data, log_size: row.log_size, annotation_bytes: row.annotation_bytes };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a damaged row is as good as none
  }
}
