import { linesOf } from "../../lib/system/run_command.ts";
import { pythonEnvironment, pythonVariables, root } from "../../lib/system/paths.ts";

/** What a cell answered. */
export interface CellAnswer {
  status: "ok" | "error" | "restarted";
  /** Everything that it showed, line by line. */
  text: string;
}

/** What happens to a cell that runs. */
export interface CellFaults {
  /** Milliseconds after which Stop is pressed. */
  interruptAfter?: number;
  /** The kernel is restarted when a run has begun in this folder, and the cell is lost. */
  restartWhenIn?: string;
}

/** A Deno kernel, as a notebook has one. */
export interface NotebookKernel {
  execute(code: string, faults?: CellFaults): Promise<CellAnswer>;
  /** Presses Tab behind a text and returns what is offered. */
  complete(text: string): Promise<string[]>;
}

/** Runs a test with a kernel of its own, which ends with it. */
export async function withKernel(test: (kernel: NotebookKernel) => Promise<void>): Promise<void> {
  await using driver = new Deno.Command(`${pythonEnvironment}/bin/python`, {
    args: ["tests/support/kernel_driver.py", `${root}/notebooks`],
    cwd: root,
    env: pythonVariables,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = linesOf(driver.stdout)[Symbol.asyncIterator]();
  const input = driver.stdin.getWriter();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("The kernel's driver ended.");
    return value;
  };
  const ask = async (question: unknown) => {
    await input.write(new TextEncoder().encode(JSON.stringify(question) + "\n"));
    return JSON.parse(await line());
  };
  await line();
  try {
    await test({
      execute: (code, faults) => ask({ code, ...faults }),
      complete: async (text) => (await ask({ complete: text })).matches,
    });
  } finally {
    await input.close();
    await driver.status;
  }
}
