import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node.js";
import { root } from "../../lib/system/paths.ts";

/** What a language server says of a place in a document. */
export interface Diagnostic {
  message: string;
  code?: number | string;
  range: { start: { line: number; character: number } };
}

/** Milliseconds that the server may take to say something of a document, and between two looks. */
const [patience, interval] = [60_000, 50];

/** Deno's language server, spoken to as an editor does; see the Language Server Protocol 3.17. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #diagnostics = new Map<string, Diagnostic[]>();

  private constructor(args: string[]) {
    this.#process = spawn(Deno.execPath(), args, { cwd: root, stdio: ["pipe", "pipe", "ignore"] });
    const { stdout, stdin } = this.#process;
    this.#connection = createMessageConnection(new StreamMessageReader(stdout!), new StreamMessageWriter(stdin!));
    this.#connection.onNotification(
      "textDocument/publishDiagnostics",
      ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => this.#diagnostics.set(uri, diagnostics),
    );
    const enable = ({ items }: { items: unknown[] }) => items.map(() => ({ enable: true }));
    this.#connection.onRequest("workspace/configuration", enable);
    this.#connection.onRequest(() => null);
    this.#connection.listen();
  }

  /** Starts the server with this project as its only folder, by Deno's arguments. */
  static async start(args = ["lsp"]): Promise<LanguageServer> {
    const server = new LanguageServer(args);
    const folder = pathToFileURL(root).href;
    await server.request("initialize", {
      processId: Deno.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: "main" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        notebookDocument: { synchronization: {} },
      },
      initializationOptions: { enable: true },
    });
    await server.#connection.sendNotification("initialized", {});
    return server;
  }

  /** Opens a notebook with some cells of TypeScript; returns the addresses of the cells. */
  async openNotebook(path: string, cells: string[]): Promise<string[]> {
    const uris = cells.map((_, i) => `vscode-notebook-cell:${pathToFileURL(path).pathname}#W${i}`);
    await this.#connection.sendNotification("notebookDocument/didOpen", {
      notebookDocument: {
        uri: pathToFileURL(path).href,
        notebookType: "jupyter-notebook",
        version: 1,
        cells: uris.map((document) => ({ kind: 2, document })),
      },
      cellTextDocuments: cells.map((text, i) => ({ uri: uris[i], languageId: "typescript", version: 1, text })),
    });
    return uris;
  }

  /** Opens a document, such as all cells of a notebook in one, in which JupyterLab puts them. */
  async openDocument(uri: string, languageId: string, text: string): Promise<void> {
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /**
   * Returns what the server says of a document, once it has said something of it. Throws if it says nothing for a
   * minute.
   */
  async diagnosticsOf(uri: string): Promise<Diagnostic[]> {
    for (let waited = 0; waited < patience; waited += interval) {
      const found = this.#diagnostics.get(uri);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
    throw new Error(`Deno's language server said nothing of ${uri}.`);
  }

  /** Sends a request and returns the answer. */
  request<T>(method: string, params: object): Promise<T> {
    return this.#connection.sendRequest(method, params);
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    this.#connection.dispose();
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }
}
