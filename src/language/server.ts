import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { z } from "zod";
import type { Language } from "../protocol/messages.ts";
import { type ParsedRunFile, parseRunFile } from "../spec/parse.ts";
import { codeActions } from "./code-actions.ts";
import { codeLenses } from "./code-lenses.ts";
import { complete } from "./complete.ts";
import { diagnose } from "./diagnose.ts";
import { languageFacts } from "./facts.ts";
import { hover } from "./hover.ts";
import { documentSymbols } from "./symbols.ts";

/** What a client may say when it starts the server; another client than ours says nothing. */
const optionsSchema = z.object({ language: z.enum(["en", "zh-cn"]).optional() }).catch({});

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: [" ", ":", "-", "{", "[", ",", '"', "/"] },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  codeLensProvider: {},
  documentSymbolProvider: true,
};

/** Beyond this many lines a parse takes long enough to wait for a pause in typing. */
const longFile = 5000;

/** Binds the language features to a connection and listens. All state, the caches included, ends with the connection. */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const parsed = new Map<string, { version: number; result: ParsedRunFile }>();
  const facts = new Map<string, ReturnType<typeof languageFacts>>();
  const waiting = new Map<string, NodeJS.Timeout>();
  let language: Language = "en";

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

  async function sendDiagnostics(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const diagnostics = await diagnose(parse(document), factsOf(uri), language);
    // The text went on while files were looked up: its own turn comes.
    if (documents.get(uri)?.version === version) await connection.sendDiagnostics({ uri, version, diagnostics });
  }

  function schedule(document: TextDocument): void {
    clearTimeout(waiting.get(document.uri));
    const pause = document.lineCount > longFile ? 500 : 150;
    const send = () => sendDiagnostics(document).catch((error) => connection.console.error(String(error)));
    waiting.set(document.uri, setTimeout(send, pause));
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = optionsSchema.parse(params.initializationOptions ?? {});
    language = options.language ?? (/^zh/i.test(params.locale ?? "") ? "zh-cn" : "en");
    return { capabilities, serverInfo: { name: "deepextension" } };
  });

  documents.onDidChangeContent(({ document }) => schedule(document));
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    parsed.delete(uri);
    connection.sendDiagnostics({ uri, diagnostics: [] }).catch((error) => connection.console.error(String(error)));
  });
  connection.onDidChangeWatchedFiles(() => {
    for (const known of facts.values()) known.forget();
    for (const document of documents.all()) schedule(document);
  });

  const withDocument = <T>(uri: string, unknown: T, answer: (document: TextDocument) => T | Promise<T>) => {
    const document = documents.get(uri);
    return document ? answer(document) : unknown;
  };
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    withDocument(uri, [], (document) => complete(parse(document).document, position, factsOf(uri), language)),
  );
  connection.onHover(({ textDocument: { uri }, position }) =>
    withDocument(uri, null, (document) => hover(parse(document).document, position, factsOf(uri), language)),
  );
  connection.onCodeAction(({ textDocument: { uri }, context }) => codeActions(uri, context.diagnostics));
  connection.onCodeLens(({ textDocument: { uri } }) => codeLenses(uri, language));
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    withDocument(uri, [], (document) => documentSymbols(parse(document).document)),
  );
  documents.listen(connection);
  connection.listen();
}

/** An unsaved file has no folder; it is taken to lie where the program was started. */
function folderOf(uri: string): string {
  return uri.startsWith("file:") ? path.dirname(fileURLToPath(uri)) : process.cwd();
}
