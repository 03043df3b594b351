/** The editor's side of a panel. `Down` is drawn, `Up` is wished for, `Memory` brings the panel back after a reload. */
export interface Host<Down, Up, Memory> {
  onMessage(listener: (message: Down) => void): void;
  send(intent: Up): void;
  remember(memory: Memory): void;
}

interface EditorApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The editor hands out its API once in a page's life: call this once. Messages come from our own host only, by its types. */
export function connect<Down, Up, Memory>(): Host<Down, Up, Memory> {
  const api = acquireVsCodeApi();
  return {
    onMessage: (listener) => window.addEventListener("message", ({ data }) => listener(data as Down)),
    send: (intent) => api.postMessage(intent),
    remember: (memory) => api.setState(memory),
  };
}
