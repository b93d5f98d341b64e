import { fileURLToPath } from "node:url";
import { setupFolder } from "../../system/paths.ts";
import { environmentReady, makeEnvironment, type PythonEnvironment } from "../setup/python_environment.ts";
import type { Contestant } from "./measure_in_turn.ts";
import { linesOf } from "../../system/run_command.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The Python environment of the other frameworks. */
const environment: PythonEnvironment = {
  title: "PyTorch, Keras, ONNX Runtime and OpenVINO",
  link: `${setupFolder}/peers`,
  prefix: "peers-",
  requirements: here("requirements.txt"),
};

/** A framework as peer.py measures it, in a process of its own. */
export type PeerName =
  | `pytorch${"" | "_channels_last" | "_compile" | "_compile_graphs"}${"" | "_tf32" | "_bfloat16"}`
  | "keras"
  | "keras_bfloat16"
  | "onnxruntime"
  | "openvino"
  | "openvino_bfloat16";

/**
 * Installs the other frameworks into data/setup, if they are not there. Throws one sentence if they are not available.
 */
export async function installPeers(): Promise<void> {
  if (!await environmentReady(environment)) await makeEnvironment(environment);
}

/** Environment variables that this project sets for its own process. */
const ownSettings = [
  "GLIBC_TUNABLES",
  "TF_OVERRIDE_GLOBAL_THREADPOOL",
  "TF_DETERMINISTIC_OPS",
  "TF_XLA_FLAGS",
  "XLA_FLAGS",
  "NVIDIA_TF32_OVERRIDE",
];

/** Where peers run. */
export interface PeerOptions {
  /** A Python that has the frameworks. Default: that of {@link installPeers}. */
  python?: string;
  /** What PyTorch computes on. Default: `"cpu"`. */
  device?: "cpu" | "cuda";
}

/** Another framework in a process of its own, see peer.py. */
export class Peer {
  readonly name: PeerName;
  version = "";
  /** Why it cannot take part on this machine; undefined if it can. */
  missing?: string;
  readonly #command: string[];
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #lines: AsyncIterator<string>;

  private constructor(name: PeerName, { python = `${environment.link}/bin/python`, device = "cpu" }: PeerOptions) {
    this.name = name;
    // As anyone would start it: what this project sets for TensorFlow and CUDA is not for the others.
    this.#command = ["env", ...ownSettings.flatMap((name) => ["-u", name]), python, here("peer.py"), name];
    this.#process = new Deno.Command(this.#command[0], {
      args: this.#command.slice(1),
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      env: { HAR_PEER_DEVICE: device },
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    const lines = linesOf(this.#process.stdout);
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Starts a framework and waits until it is ready. */
  static async start(name: PeerName, options: PeerOptions = {}): Promise<Peer> {
    const peer = new Peer(name, options);
    Object.assign(peer, await peer.#read<{ version?: string; missing?: string }>());
    return peer;
  }

  /** Returns one of the framework's tasks as a contestant. */
  contestant(name: string, request: Record<string, unknown>): Contestant {
    return {
      name,
      run: async (repeats) => (await this.ask<{ milliseconds: number[] }>({ ...request, repeats })).milliseconds,
    };
  }

  /** Sends a request and returns the answer. Throws one sentence if the process ended instead. */
  async ask<T>(request: Record<string, unknown>): Promise<T> {
    await this.#input.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return await this.#read<T>();
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
        `${this.name} ended before it answered: run \`${this.#command.join(" ")}\` to see why.`,
      );
    }
    return JSON.parse(value) as T;
  }
}
