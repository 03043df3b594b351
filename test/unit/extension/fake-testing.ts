/** The part of the editor's Testing API that the extension uses, and what was made known through it. */
export class FakeTestItem {
  readonly children = new FakeTests();
  parent: FakeTestItem | undefined;
  canResolveChildren = false;
  busy = false;
  description: string | undefined;
  sortText: string | undefined;
  error: string | undefined;
  readonly id: string;
  readonly label: string;
  readonly uri: { fsPath: string } | undefined;
  constructor(id: string, label: string, uri?: { fsPath: string }) {
    this.id = id;
    this.label = label;
    this.uri = uri;
  }
}

/** Iterates as the editor's does: pairs of id and item. */
export class FakeTests {
  private readonly byId = new Map<string, FakeTestItem>();
  get size(): number {
    return this.byId.size;
  }
  [Symbol.iterator](): IterableIterator<[string, FakeTestItem]> {
    return this.byId[Symbol.iterator]();
  }
  replace(items: readonly FakeTestItem[]): void {
    this.byId.clear();
    for (const item of items) this.byId.set(item.id, item);
  }
  forEach(act: (item: FakeTestItem) => void): void {
    for (const item of this.byId.values()) act(item);
  }
  add = (item: FakeTestItem) => void this.byId.set(item.id, item);
  delete = (id: string) => void this.byId.delete(id);
  get = (id: string) => this.byId.get(id);
  labels = () => [...this.byId.values()].map(({ label }) => label);
  byLabel = (label: string) => [...this.byId.values()].find((item) => item.label === label)!;
}

export class FakeTestMessage {
  readonly message: string;
  expectedOutput: string | undefined;
  actualOutput: string | undefined;
  location: { uri: { fsPath: string }; row: number } | undefined;
  constructor(message: string) {
    this.message = message;
  }
  static diff(message: string, expected: string, actual: string): FakeTestMessage {
    return Object.assign(new FakeTestMessage(message), { expectedOutput: expected, actualOutput: actual });
  }
}

export interface FakeResult {
  item: FakeTestItem;
  state: "passed" | "failed" | "errored" | "skipped";
  messages: FakeTestMessage[];
}

type Token = { isCancellationRequested: boolean; onCancellationRequested(listener: () => void): { dispose(): void } };

export interface FakeTesting {
  items: FakeTests;
  /** In the order in which they were said. */
  results: FakeResult[];
  /** Test runs that were begun, and those that were ended. */
  runs: { begun: number; ended: number };
  resolve(item?: FakeTestItem): Promise<void>;
  run(include: FakeTestItem[], token?: Token): Promise<void>;
}

export function fakeTesting() {
  const items = new FakeTests();
  const results: FakeResult[] = [];
  const runs = { begun: 0, ended: 0 };
  let runHandler: (request: { include: FakeTestItem[] }, token: Token) => Promise<void> = async () => {};
  const say = (state: FakeResult["state"]) => (item: FakeTestItem, message?: FakeTestMessage | FakeTestMessage[]) =>
    void results.push({ item, state, messages: message === undefined ? [] : [message].flat() });
  const controller = {
    items,
    resolveHandler: async (_item?: FakeTestItem): Promise<void> => {},
    refreshHandler: undefined,
    createTestItem: (id: string, label: string, uri?: { fsPath: string }) => new FakeTestItem(id, label, uri),
    createRunProfile: (_label: string, _kind: number, handler: typeof runHandler) => {
      runHandler = handler;
    },
    createTestRun: () => {
      runs.begun += 1;
      const ways = { passed: say("passed"), failed: say("failed"), errored: say("errored"), skipped: say("skipped") };
      return {
        ...ways,
        started() {},
        end() {
          runs.ended += 1;
        },
      };
    },
    dispose() {},
  };
  const never: Token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  const testing: FakeTesting = {
    items,
    results,
    runs,
    resolve: (item) => Promise.resolve(controller.resolveHandler(item)),
    run: (include, token = never) => runHandler({ include }, token),
  };
  const api = {
    tests: { createTestController: () => controller },
    TestRunProfileKind: { Run: 1 },
    TestMessage: FakeTestMessage,
    Position: class {
      readonly line: number;
      constructor(line: number) {
        this.line = line;
      }
    },
    Location: class {
      readonly uri: { fsPath: string };
      readonly row: number;
      constructor(uri: { fsPath: string }, { line }: { line: number }) {
        this.uri = uri;
        this.row = line + 1;
      }
    },
    TestRunRequest: class {
      readonly include: unknown;
      constructor(include: unknown) {
        this.include = include;
      }
    },
  };
  return { testing, api };
}
