import { fileURLToPath } from "node:url";
import { setupFolder } from "../setup/paths.ts";
import { environmentReady, makeEnvironment, type PythonEnvironment } from "../setup/python.ts";
import type { Contestant } from "./measure.ts";
import { linesOf } from "../setup/lines_of.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The Python environment of the other frameworks. */
const environment: PythonEnvironment = {
  title: "PyTorch, Keras and pandas",
  link: `${setupFolder}/peers`,
  prefix: "peers-",
  requirements: here("requirements.txt"),
};

/** Frameworks that peer.py measures. */
export type PeerName = "pytorch" | "keras" | "pandas";

/** Installs the other frameworks into data/setup, if they are not there. Throws one sentence where they cannot be had. */
export async function installPeers(): Promise<void> {
  if (!await environmentReady(environment)) await makeEnvironment(environment);
}

/** Another framework in a process of its own, see peer.py. */
export class Peer {
  readonly name: PeerName;
  version = "";
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #lines: AsyncIterator<string>;

  private constructor(name: PeerName) {
    this.name = name;
    this.#process = new Deno.Command(`${environment.link}/bin/python`, {
      args: [here("peer.py"), name],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      // As anyone would start it: what this project sets for itself is not for the others.
      env: { GLIBC_TUNABLES: "", TF_OVERRIDE_GLOBAL_THREADPOOL: "false" },
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    const lines = linesOf(this.#process.stdout);
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Starts a framework and waits until it is ready. */
  static async start(name: PeerName): Promise<Peer> {
    const peer = new Peer(name);
    ({ version: peer.version } = await peer.#read<{ version: string }>());
    return peer;
  }

  /** Returns one of the framework's tasks as a contestant. */
  contestant(name: string, request: Record<string, unknown>): Contestant {
    return {
      name,
      run: async (repeats) => {
        await this.#input.write(new TextEncoder().encode(JSON.stringify({ ...request, repeats }) + "\n"));
        return (await this.#read<{ milliseconds: number[] }>()).milliseconds;
      },
    };
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }

  async #read<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done) {
      throw new Error(
        `${this.name} ended before it answered: run \`${environment.link}/bin/python ${
          here("peer.py")
        } ${this.name}\` to see why.`,
      );
    }
    return JSON.parse(value) as T;
  }
}
