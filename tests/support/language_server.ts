import { pathToFileURL } from "node:url";
import { root } from "../../lib/system/paths.ts";

/** A message of the Language Server Protocol. */
interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

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
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #diagnostics = new Map<string, Diagnostic[]>();
  #lastId = 0;

  private constructor(args: string[]) {
    const command = new Deno.Command(Deno.execPath(), {
      args,
      cwd: root,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    });
    this.#process = command.spawn();
    this.#input = this.#process.stdin.getWriter();
  }

  /** Starts the server with this project as its only folder, by Deno's arguments. */
  static async start(args = ["lsp"]): Promise<LanguageServer> {
    const server = new LanguageServer(args);
    void server.#listen();
    await server.request("initialize", {
      processId: Deno.pid,
      rootUri: pathToFileURL(root).href,
      workspaceFolders: [{ uri: pathToFileURL(root).href, name: "main" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        notebookDocument: { synchronization: {} },
      },
      initializationOptions: { enable: true },
    });
    await server.#send({ method: "initialized", params: {} });
    return server;
  }

  /** Opens a notebook with some cells of TypeScript; returns the addresses of the cells. */
  async openNotebook(path: string, cells: string[]): Promise<string[]> {
    const uris = cells.map((_, i) => `vscode-notebook-cell:${pathToFileURL(path).pathname}#W${i}`);
    await this.#send({
      method: "notebookDocument/didOpen",
      params: {
        notebookDocument: {
          uri: pathToFileURL(path).href,
          notebookType: "jupyter-notebook",
          version: 1,
          cells: uris.map((document) => ({ kind: 2, document })),
        },
        cellTextDocuments: cells.map((text, i) => ({ uri: uris[i], languageId: "typescript", version: 1, text })),
      },
    });
    return uris;
  }

  /** Opens a document, such as all cells of a notebook in one, in which JupyterLab puts them. */
  async openDocument(uri: string, languageId: string, text: string): Promise<void> {
    await this.#send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId, version: 1, text } },
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
  async request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#answers.set(id, answer);
    await this.#send({ id, method, params });
    return await answer.promise as T;
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    await this.#input.close().catch(() => {});
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }

  async #send(message: Message): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
    await this.#input.write(new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`));
    await this.#input.write(body);
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    let bytes: number[] = [];
    for await (const chunk of this.#process.stdout) {
      bytes = [...bytes, ...chunk];
      for (;;) {
        const text = decoder.decode(Uint8Array.from(bytes.slice(0, 200)));
        const header = text.match(/^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/);
        if (!header) break;
        const [start, length] = [header[0].length, Number(header[1])];
        if (bytes.length < start + length) break;
        const body = decoder.decode(Uint8Array.from(bytes.slice(start, start + length)));
        bytes = bytes.slice(start + length);
        await this.#take(JSON.parse(body));
      }
    }
  }

  async #take({ id, method, params, result, error }: Message): Promise<void> {
    if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
      this.#diagnostics.set(uri, diagnostics);
    } else if (method === "workspace/configuration") {
      const { items } = params as { items: unknown[] };
      await this.#send({ id, result: items.map(() => ({ enable: true })) });
    } else if (method !== undefined && id !== undefined) {
      await this.#send({ id, result: null });
    } else if (id !== undefined) {
      const answer = this.#answers.get(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve(result);
    }
  }
}
