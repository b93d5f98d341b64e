import { findUnfinished } from "../../results/runs/find_run.ts";
import { fileURLToPath } from "node:url";
import { readRun } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { root } from "../../system/paths.ts";
import type { TrialNews, TrialOrder } from "./trial_process.ts";
import { linesOf } from "../../system/run_command.ts";

/** How a trial ended: with a run, stopped or whole, or with an error. */
export type TrialEnd = { run: RunRecord } | { error: string };

/** Runs the trials of a sweep. */
export interface PoolOptions {
  /** Called with what a trial says on the way. */
  onProgress: (index: number, line: string) => void;
  /** Called when a trial has ended. */
  onEnd: (index: number, end: TrialEnd) => void;
  /** Ends the trials under way after their batch, and begins no others. */
  signal: AbortSignal;
}

/** How often a trial is begun or gone on with before it counts as failed. */
const attempts = 2;

const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));

/**
 * Runs trials in processes of their own, so many at a time, and each with its share of the processor's cores. One that
 * crashes is continued after its last whole epoch, once; the others never notice.
 */
export async function localPool(
  orders: TrialOrder[],
  { processes, ...options }: PoolOptions & { processes: number },
): Promise<void> {
  const waiting = [...orders.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next && !options.signal.aborted; next = waiting.shift()) {
      const [index, order] = next;
      options.onEnd(index, await runTrial(order, processes, (line) => options.onProgress(index, line), options.signal));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
}

async function runTrial(
  order: TrialOrder,
  processes: number,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<TrialEnd> {
  let error = "";
  for (let attempt = 1; attempt <= attempts && !signal.aborted; attempt++) {
    const id = await findUnfinished(order.settings, order.source, {
      folder: order.runs,
      networkSha256: order.networkSha256,
    });
    const ended = await runProcess({ ...order, id }, processes, onProgress, signal);
    if ("id" in ended) return { run: await readRun(ended.id, { folder: order.runs }) };
    error = ended.error;
  }
  return { error: error || "It was not begun." };
}

/** Runs a trial's process to its end; returns its run's identifier, or the last line that it left on standard error. */
async function runProcess(
  order: TrialOrder,
  processes: number,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<{ id: string } | { error: string }> {
  const threads = String(Math.max(1, Math.floor(navigator.hardwareConcurrency / processes)));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", cli, "trial"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: {
      NO_COLOR: "1",
      GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
      TF_NUM_INTRAOP_THREADS: threads,
      TF_NUM_INTEROP_THREADS: threads,
    },
  }).spawn();
  const input = child.stdin.getWriter();
  const endInput = () => void input.close().catch(() => {});
  signal.addEventListener("abort", endInput, { once: true });
  const complaint = new Response(child.stderr).text();
  let id: string | undefined;
  // A process that died before it read is told of by its status.
  await input.write(new TextEncoder().encode(JSON.stringify(order) + "\n")).catch(() => {});
  for await (const line of linesOf(child.stdout)) {
    const news: TrialNews = JSON.parse(line);
    if ("run" in news) id = news.run;
    else onProgress(news.progress);
  }
  const { code, signal: killedBy } = await child.status;
  signal.removeEventListener("abort", endInput);
  endInput();
  if (id !== undefined) return { id };
  const last = (await complaint).trim().split("\n").at(-1)?.replace(/^Error: /, "") ?? "";
  return { error: killedBy ? `It was ended by ${killedBy}.` : last || `It ended with status ${code}.` };
}
