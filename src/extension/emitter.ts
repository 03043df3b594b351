import type { Disposable } from "./disposable.ts";

/** A minimal event, for the parts that know no editor. */
export interface Emitter<T> {
  on(listener: (value: T) => void): Disposable;
  emit(value: T): void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
