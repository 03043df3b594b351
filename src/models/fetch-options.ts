export interface Progress {
  done: number;
  /** Null where the source does not say. */
  total: number | null;
}

/** What a source gets to do its work. */
export interface FetchOptions {
  /** An empty folder on the cache's file system. The caller removes it. */
  folder: string;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}
