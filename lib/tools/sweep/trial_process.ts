import { progressLine } from "../../network/training/training_progress.ts";
import { runExperiment } from "../../results/runs/run_experiment.ts";
import type { DataSource } from "../../data/windows/data_source.ts";
import { type CheckedSettings, checkSettings } from "../../settings/experiment_settings.ts";
import { linesOf } from "../../system/run_command.ts";

/** What the process of a trial is told, as one line of JSON on its standard input. */
export interface TrialOrder {
  settings: CheckedSettings;
  /** What tells its network from others, see `networkSha256`. */
  networkSha256?: string;
  /** Folder to keep the run in. Default: reports/runs. */
  runs?: string;
  /** Identifier of a run to continue. Default: a new run begins. */
  id?: string;
  /** The data that the sweep is about. */
  source: Pick<DataSource, "kind" | "sha256">;
}

/** Its messages, each a line of JSON on its standard output. */
export type TrialNews = { progress: string } | { run: string; stopped: boolean };

/** Milliseconds between two lines of progress; the end of an epoch is told at once. */
const interval = 1000;

/**
 * Runs one trial in this process. Its standard input must stay open: when it ends, by the death of whoever ordered the
 * trial, training stops after the batch under way, and can be continued.
 */
export async function trial(): Promise<void> {
  const abort = new AbortController();
  const lines = linesOf(Deno.stdin.readable);
  const order = await new Promise<TrialOrder>((resolve) => lines.once("line", (line) => resolve(JSON.parse(line))));
  lines.once("close", () => abort.abort());
  const stop = () => abort.abort();
  Deno.addSignalListener("SIGINT", stop);
  let [reportedAt, epochs] = [-Infinity, 0];
  const run = await runExperiment(checkSettings(order.settings), {
    ...order,
    signal: abort.signal,
    onProgress(at) {
      if (at.history.length === epochs && performance.now() - reportedAt < interval) return;
      [reportedAt, epochs] = [performance.now(), at.history.length];
      tell({ progress: progressLine(at) });
    },
  });
  tell({ run: run.id, stopped: run.stopped });
  Deno.removeSignalListener("SIGINT", stop);
  lines.close();
}

function tell(news: TrialNews): void {
  console.log(JSON.stringify(news));
}
