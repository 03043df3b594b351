import { readFile } from "node:fs/promises";
import type * as vscode from "vscode";
import type { Editor } from "../../../src/extension/editor.ts";
import { english } from "../../../src/extension/translate.ts";
import { type FakeTesting, fakeTesting } from "./fake-testing.ts";

/** What a person would have seen or answered. */
export interface Shown {
  kind:
    | "info"
    | "warning"
    | "error"
    | "pick"
    | "open"
    | "save"
    | "document"
    | "panel"
    | "command"
    | "progress"
    | "input"
    | "status";
  text: string;
}

export interface FakeOptions {
  root: string;
  trusted?: boolean;
  /** False: a window without a folder. */
  folder?: boolean;
  locale?: string;
  /** Answers a message or a pick by one of its choices; undefined: the person goes away. */
  answer?: (shown: Shown, choices: readonly string[]) => string | undefined;
  files?: readonly string[];
}

export interface FakeEditor {
  editor: Editor;
  shown: Shown[];
  commands: Map<string, (...args: unknown[]) => unknown>;
  panels: FakePanel[];
  statusItems: { text: string; tooltip: string; visible: boolean; warning: boolean }[];
  /** Rows of a view, as the editor asks for them. */
  rows(view: string): Promise<unknown[]>;
  context: vscode.ExtensionContext;
  testing: FakeTesting;
  /** A tab that was there before the window was loaded anew; resolves when it was given its contents. */
  restore(type: string, title: string): Promise<FakePanel>;
}

interface FakeSerializer {
  deserializeWebviewPanel(panel: unknown): Promise<void>;
}

export interface FakePanel {
  title: string;
  html: string;
  closed: boolean;
  sent: unknown[];
  receive(message: unknown): void;
  close(): void;
}

class Uri {
  readonly scheme: string;
  readonly path: string;
  constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
  with({ path }: { path: string }): Uri {
    return new Uri(this.scheme, path);
  }
  static file = (path: string) => new Uri("file", path);
  static from = ({ scheme, path }: { scheme: string; path: string }) => new Uri(scheme, path);
  static parse = (text: string) => new Uri(text.slice(0, text.indexOf(":")), decodeURI(new URL(text).pathname));
  static joinPath = (base: Uri, ...parts: string[]) => new Uri(base.scheme, [base.path, ...parts].join("/"));
}

class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();
  event = (listener: (value: T) => void) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

const nothing = { dispose() {} };
const named = (names: string) => Object.fromEntries(names.split(" ").map((name, index) => [name, index]));
class Holder {
  readonly id: unknown;
  constructor(id: unknown) {
    this.id = id;
  }
}

/** The part of the editor's API that the extension uses, with a person who answers as the test says. */
export function fakeEditor({
  root,
  trusted = true,
  folder = true,
  locale = "en",
  answer,
  files = [],
}: FakeOptions): FakeEditor {
  const shown: Shown[] = [];
  const commands: FakeEditor["commands"] = new Map();
  const panels: FakePanel[] = [];
  const statusItems: FakeEditor["statusItems"] = [];
  const providers = new Map<string, { getChildren(node?: unknown): Promise<unknown[]> }>();
  const memory = new Map<string, unknown>();
  const settings = new Map<string, unknown>();

  const say = (kind: Shown["kind"], text: string, choices: readonly string[] = []) => {
    const entry = { kind, text };
    shown.push(entry);
    return answer?.(entry, choices);
  };
  const message =
    (kind: "info" | "warning" | "error") =>
    async (text: string, ...rest: (string | { detail?: string })[]) => {
      const detail = rest.flatMap((part) => (typeof part === "object" && part.detail ? [part.detail] : []));
      const choices = rest.filter((part) => typeof part === "string");
      return say(kind, [text, ...detail].join("\n"), choices);
    };

  function createWebviewPanel(_type: string, title: string) {
    const received = new EventEmitter<unknown>();
    const disposed = new EventEmitter<undefined>();
    const changed = new EventEmitter<undefined>();
    const sent: unknown[] = [];
    let closed = false;
    const panel = {
      title,
      visible: true,
      iconPath: undefined,
      webview: {
        html: "",
        options: {},
        cspSource: "source:",
        asWebviewUri: (uri: Uri) => uri,
        postMessage: async (value: unknown) => sent.push(value),
        onDidReceiveMessage: received.event,
      },
      onDidDispose: disposed.event,
      onDidChangeViewState: changed.event,
      reveal: () => say("panel", `revealed ${title}`),
      dispose() {
        closed = true;
        disposed.fire(undefined);
      },
    };
    say("panel", title);
    panels.push({
      get title() {
        return panel.title;
      },
      get html() {
        return panel.webview.html;
      },
      get closed() {
        return closed;
      },
      sent,
      receive: (value) => received.fire(value),
      close: panel.dispose,
    });
    return panel;
  }

  const { testing, api } = fakeTesting();
  const serializers = new Map<string, FakeSerializer>();
  const never = () => nothing;
  const editor = {
    ...api,
    Uri,
    EventEmitter,
    TreeItem: class {
      readonly label: string;
      constructor(label: string) {
        this.label = label;
      }
    },
    ThemeIcon: Holder,
    ThemeColor: Holder,
    TreeItemCollapsibleState: named("None Collapsed Expanded"),
    ConfigurationTarget: named("None Global Workspace"),
    ViewColumn: { Active: -1, Beside: -2 },
    ProgressLocation: named("None SourceControl Window Notification"),
    StatusBarAlignment: named("None Left Right"),
    UIKind: named("None Desktop Web"),
    env: {
      language: locale,
      uiKind: 2,
      remoteName: undefined,
      clipboard: { writeText: async (text: string) => say("status", `clipboard ${text}`) },
    },
    l10n: { t: english },
    commands: {
      registerCommand: (id: string, handler: (...args: unknown[]) => unknown) => {
        commands.set(id, handler);
        return { dispose: () => commands.delete(id) };
      },
      executeCommand: async (id: string, ...args: unknown[]) => {
        if (id === "setContext") return;
        say("command", id);
        return commands.get(id)?.(...args);
      },
    },
    window: {
      activeTextEditor: undefined,
      createOutputChannel: () => ({
        ...Object.fromEntries(["info", "debug", "warn", "error", "trace"].map((level) => [level, () => {}])),
        show: () => say("document", "log"),
        dispose() {},
      }),
      createTreeView: (id: string, { treeDataProvider }: { treeDataProvider: never }) => {
        providers.set(id, treeDataProvider);
        return { ...nothing };
      },
      createStatusBarItem: () => {
        const item = { text: "", tooltip: "", visible: false, warning: false, backgroundColor: undefined as unknown };
        statusItems.push(item);
        return Object.assign(item, {
          show() {
            item.visible = true;
            item.warning = item.backgroundColor !== undefined;
          },
          hide() {
            item.visible = false;
          },
          dispose() {},
        });
      },
      createWebviewPanel,
      registerWebviewPanelSerializer: (type: string, serializer: FakeSerializer) => {
        serializers.set(type, serializer);
        return nothing;
      },
      setStatusBarMessage: (text: string) => void say("status", text),
      showInformationMessage: message("info"),
      showWarningMessage: message("warning"),
      showErrorMessage: message("error"),
      showQuickPick: async (
        items: { label: string }[],
        { placeHolder, canPickMany }: { placeHolder: string; canPickMany?: boolean },
      ) => {
        const chosen = say(
          "pick",
          placeHolder,
          items.map(({ label }) => label),
        );
        const found = items.find(({ label }) => label === chosen);
        return canPickMany && found ? [found] : found;
      },
      showInputBox: async ({ title }: { title: string }) => say("input", title),
      showOpenDialog: async ({ title }: { title: string }) => {
        const chosen = say("open", title);
        return chosen === undefined ? undefined : [Uri.file(chosen)];
      },
      showSaveDialog: async ({ title }: { title: string }) => {
        const chosen = say("save", title);
        return chosen === undefined ? undefined : Uri.file(chosen);
      },
      showTextDocument: async (document: { uri?: Uri }) => say("document", String(document.uri ?? document)),
      withProgress: async (
        { title = "" }: { title?: string },
        task: (progress: unknown, token: { onCancellationRequested: typeof never }) => unknown,
      ) => {
        say("progress", title);
        return task(
          { report: ({ message }: { message: string }) => say("progress", message) },
          { onCancellationRequested: never },
        );
      },
    },
    workspace: {
      isTrusted: trusted,
      workspaceFolders: folder ? [{ uri: Uri.file(root) }] : undefined,
      textDocuments: [],
      fs: {
        stat: async () => ({}),
        readFile: (uri: Uri) => readFile(uri.path),
        writeFile: async (uri: Uri) => say("save", uri.path),
      },
      findFiles: async () => files.map(Uri.file),
      asRelativePath: (uri: Uri) => uri.path.slice(root.length + 1),
      getWorkspaceFolder: (uri: Uri) => (uri.path.startsWith(root) ? { uri: Uri.file(root) } : undefined),
      openTextDocument: async (uri: Uri) => ({ uri }),
      registerTextDocumentContentProvider: never,
      createFileSystemWatcher: never,
      onDidOpenTextDocument: never,
      onDidCloseTextDocument: never,
      onDidChangeWorkspaceFolders: never,
      onDidChangeConfiguration: never,
      getConfiguration: () => ({
        get: (key: string, fallback: unknown) => settings.get(key) ?? fallback,
        update: async (key: string, value: unknown) => void settings.set(key, value),
      }),
    },
  };

  const context = {
    extensionUri: Uri.file(root),
    extensionPath: root,
    storageUri: Uri.file(`${root}/storage`),
    globalStorageUri: Uri.file(`${root}/storage`),
    subscriptions: [],
    workspaceState: {
      get: (key: string, fallback: unknown) => memory.get(key) ?? fallback,
      update: async (key: string, value: unknown) => void memory.set(key, value),
    },
  };
  return {
    editor: editor as unknown as Editor,
    shown,
    commands,
    panels,
    statusItems,
    rows: async (view) => (await providers.get(view)?.getChildren()) ?? [],
    context: context as unknown as vscode.ExtensionContext,
    testing,
    async restore(type, title) {
      const panel = createWebviewPanel(type, title);
      await serializers.get(type)?.deserializeWebviewPanel(panel);
      return panels.at(-1)!;
    },
  };
}
