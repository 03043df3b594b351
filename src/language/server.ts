import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { z } from "zod";
import { convertToUtf8 } from "../data/convert.ts";
import { severitiesSchema } from "../protocol/examiner.ts";
import { type ParsedRunFile, parseRunFile } from "../spec/parse.ts";
import { renderError } from "../text/text.ts";
import { codeActions, convertCommand } from "./code-actions.ts";
import { codeLenses } from "./code-lenses.ts";
import { complete } from "./complete.ts";
import { type Examiner, openExaminer } from "./examiner.ts";
import { languageFacts } from "./facts.ts";
import { type FedDocument, openFeed } from "./feed.ts";
import { formatEdits } from "./format.ts";
import { hover } from "./hover.ts";
import { inlayHints } from "./inlay-hints.ts";
import { word } from "./messages.ts";
import { definition, documentLinks, type NavigatedFile, references, renamable, rename } from "./navigate.ts";
import { openProgress } from "./progress.ts";
import { foldingRanges, selectionRanges } from "./ranges.ts";
import { documentSymbols } from "./symbols.ts";

/** What a client may say when it starts the server; another client than ours says nothing. */
const optionsSchema = z.object({ language: z.enum(["en", "zh-cn"]).optional() }).catch({});
/** Settings as clients send them; what is not understood changes nothing. */
const settingsSchema = z.object({
  deepextension: z.object({ problems: z.object({ severity: severitiesSchema }) }),
});

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: [" ", ":", "-", "{", "[", ",", '"', "/"] },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  codeLensProvider: {},
  documentSymbolProvider: true,
  documentLinkProvider: {},
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  inlayHintProvider: true,
  executeCommandProvider: { commands: [convertCommand] },
};

/**
 * Binds the language features to a connection and listens. All state, the caches included, ends with the connection.
 * `examiner` is the program of the process that reads data.
 */
export function startServer(connection: Connection, { examiner: entry }: { examiner: string }): void {
  const documents = new TextDocuments(TextDocument);
  const parsed = new Map<string, { version: number; result: ParsedRunFile }>();
  const facts = new Map<string, ReturnType<typeof languageFacts>>();
  const logged = (error: unknown) =>
    connection.console.error(error instanceof Error ? (error.stack ?? "") : String(error));
  const progress = openProgress(connection, (uri) =>
    word("counting-tokens", feed.language(), { file: path.basename(fileOf(uri) ?? uri) }),
  );
  let refreshes = { hints: false, lenses: false };

  // A plain notification: the connection's own way asks for an answer, which not every client gives.
  const show = (type: MessageType, message: string) => {
    connection.sendNotification("window/showMessage", { type, message }).catch(logged);
  };
  const examiner: Examiner = openExaminer({
    entry,
    onFailure: (reason) => connection.console.warn(word("data-process-failed", feed.language(), { reason })),
  });
  const feed = openFeed({
    examiner,
    current: (uri) => {
      const document = documents.get(uri);
      return document && fed(document);
    },
    send: (uri, version, diagnostics) => {
      connection.sendDiagnostics({ uri, version, diagnostics }).catch(logged);
    },
    onKnown: () => {
      if (refreshes.hints) connection.languages.inlayHint.refresh().catch(logged);
      if (refreshes.lenses) connection.sendRequest("workspace/codeLens/refresh").catch(logged);
    },
    onProgress: (uri, done, total) => progress.report(uri, done, total),
    onError: logged,
  });

  function parse(document: TextDocument): ParsedRunFile {
    const known = parsed.get(document.uri);
    if (known?.version === document.version) return known.result;
    const result = parseRunFile(document.getText());
    parsed.set(document.uri, { version: document.version, result });
    return result;
  }

  function factsOf(uri: string) {
    const folder = folderOf(uri);
    const known = facts.get(folder) ?? languageFacts(folder);
    facts.set(folder, known);
    return known;
  }

  function fed(document: TextDocument): FedDocument {
    const { uri, version, lineCount } = document;
    return { uri, version, lineCount, file: fileOf(uri), parsed: parse(document), facts: factsOf(uri) };
  }

  function navigated(document: TextDocument): NavigatedFile {
    const { uri } = document;
    return { uri, document: parse(document).document, folder: folderOf(uri), facts: factsOf(uri) };
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = optionsSchema.parse(params.initializationOptions ?? {});
    feed.configure({ language: options.language ?? (/^zh/i.test(params.locale ?? "") ? "zh-cn" : "en") });
    const { workspace, window } = params.capabilities;
    refreshes = {
      hints: workspace?.inlayHint?.refreshSupport === true,
      lenses: workspace?.codeLens?.refreshSupport === true,
    };
    progress.enable(window?.workDoneProgress === true);
    return { capabilities, serverInfo: { name: "deepextension" } };
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const read = settingsSchema.safeParse(settings);
    if (read.success) feed.configure({ severities: read.data.deepextension.problems.severity });
    for (const { uri } of documents.all()) feed.changed(uri);
  });

  documents.onDidChangeContent(({ document }) => feed.changed(document.uri));
  documents.onDidClose(({ document: { uri } }) => {
    feed.closed(uri, fileOf(uri));
    progress.report(uri, 1, 1);
    parsed.delete(uri);
    connection.sendDiagnostics({ uri, diagnostics: [] }).catch(logged);
  });
  connection.onDidChangeWatchedFiles(() => {
    for (const known of facts.values()) known.forget();
    for (const { uri } of documents.all()) feed.changed(uri);
  });
  connection.onExit(() => examiner.close());

  const withDocument = <T>(uri: string, unknown: T, answer: (document: TextDocument) => T | Promise<T>) => {
    const document = documents.get(uri);
    return document ? answer(document) : unknown;
  };
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    withDocument(uri, [], (document) => complete(parse(document).document, position, factsOf(uri), feed.language())),
  );
  connection.onHover(({ textDocument: { uri }, position }) =>
    withDocument(uri, null, (document) => {
      const known = { parsed: parse(document), forecast: feed.knownOf(uri).forecast };
      return hover(known.parsed.document, position, factsOf(uri), feed.language(), known);
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, context }) =>
    withDocument(uri, [], (document) =>
      codeActions(uri, context.diagnostics, {
        document: parse(document).document,
        folder: folderOf(uri),
        language: feed.language(),
      }),
    ),
  );
  connection.onCodeLens(({ textDocument: { uri } }) => codeLenses(uri, feed.language(), feed.knownOf(uri)));
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    withDocument(uri, [], (document) =>
      inlayHints(parse(document).document, range, feed.knownOf(uri).forecast, feed.language()),
    ),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    withDocument(uri, [], (document) => documentSymbols(parse(document).document)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    withDocument(uri, [], (document) => documentLinks(navigated(document))),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    withDocument(uri, null, (document) => definition(navigated(document), position)),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    withDocument(uri, [], (document) => references(navigated(document), position, context.includeDeclaration)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    withDocument(uri, null, (document) => renamable(parse(document).document, position)),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    withDocument(uri, null, (document) => rename(navigated(document), position, newName)),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }) =>
    withDocument(uri, [], (document) => foldingRanges(parse(document).document)),
  );
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    withDocument(uri, [], (document) => selectionRanges(parse(document).document, positions)),
  );
  connection.onDocumentFormatting(({ textDocument: { uri } }) =>
    withDocument(uri, [], (document) => formatEdits(parse(document).document)),
  );
  connection.onExecuteCommand(async ({ command, arguments: [uri] = [] }) => {
    if (command !== convertCommand || typeof uri !== "string") return;
    try {
      const file = fileURLToPath(uri);
      const { encoding, copy } = await convertToUtf8(file);
      const names = { file: path.basename(file), encoding, copy: path.basename(copy) };
      show(MessageType.Info, word("converted", feed.language(), names));
      for (const { uri: open } of documents.all()) feed.changed(open);
    } catch (error) {
      show(MessageType.Error, renderError(error, feed.language()).message);
    }
  });
  documents.listen(connection);
  connection.listen();
}

/** An unsaved file has no folder; it is taken to lie where the program was started. */
function folderOf(uri: string): string {
  const file = fileOf(uri);
  return file === null ? process.cwd() : path.dirname(file);
}

function fileOf(uri: string): string | null {
  return uri.startsWith("file:") ? fileURLToPath(uri) : null;
}
