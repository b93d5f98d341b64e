import { pythonEnvironment, pythonVariables } from "./paths.ts";
import { createInterface, type Interface } from "node:readline";
import { Readable } from "node:stream";

/** What a finished command left. */
export interface Finished {
  success: boolean;
  code: number;
  /** Everything it printed, standard output and standard error in the order in which the lines came. */
  output: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Called with each line of standard output and standard error as it comes. */
  onLine?: (line: string) => void;
  /** Ends the command, which then counts as one that failed. */
  signal?: AbortSignal;
}

/**
 * Runs a command to its end and returns what it printed. It gets no standard input.
 * A command that cannot be started, since it does not exist, counts as one that failed.
 */
export async function runCommand(command: string, args: string[], options: RunOptions = {}): Promise<Finished> {
  const { onLine, ...rest } = options;
  const lines: string[] = [];
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command, { args, stdin: "null", stdout: "piped", stderr: "piped", ...rest }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) throw error;
    return { success: false, code: 127, output: `${command}: ${error.message}` };
  }
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const line of linesOf(stream)) {
      lines.push(line);
      onLine?.(line);
    }
  };
  const [status] = await Promise.all([child.status, read(child.stdout), read(child.stderr)]);
  return { success: status.success, code: status.code, output: lines.join("\n") };
}

/**
 * Runs the Python of `.venv` as {@link run} does; what IPython and JupyterLab note of themselves stays in the checkout.
 */
export async function runPython(args: string[], options: RunOptions = {}): Promise<Finished> {
  return await runCommand(`${pythonEnvironment}/bin/python`, args, {
    ...options,
    env: { ...pythonVariables, ...options.env },
  });
}

/** Returns the lines of a stream of text: to be gone through, or to be listened to. */
export function linesOf(stream: ReadableStream<Uint8Array>): Interface {
  // deno-lint-ignore no-explicit-any -- node:stream and the web standard name the same stream by two types.
  return createInterface({ input: Readable.fromWeb(stream as any) });
}
