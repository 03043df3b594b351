/** What can be done to a disk. Reading is not among them: it leaves nothing half done. */
export type OperationName = "folder" | "create" | "write" | "sync" | "rename" | "remove" | "cut";

export interface Operation {
  name: OperationName;
  file: string;
}

type Watcher = (operation: Operation) => void;

let watcher: Watcher | null = null;

/**
 * Every change that this program makes to a store is announced here, right before it is made. That is the seam at which
 * a test makes the Nth one fail, or kills the process there, to see that either the old or the new state is found.
 */
export function announce(name: OperationName, file: string): void {
  watcher?.({ name, file });
}

/** True where a write is to be made in two halves, so that a test can end the process between them. */
export function isWatched(): boolean {
  return watcher !== null;
}

/** What `next` throws is what the operation fails with. Null: back to nothing in between. */
export function watchOperations(next: Watcher | null): void {
  watcher = next;
}
