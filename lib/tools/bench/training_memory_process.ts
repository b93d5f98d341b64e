import process from "node:process";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { buildNetwork } from "../../network/model/build_network.ts";
import { checkSettings } from "../../settings/experiment_settings.ts";
import { trainingOf } from "../../network/training/steps.ts";
import { ours } from "./bench_result.ts";
import { summary, timedCalls } from "./measure_in_turn.ts";
import type { MemoryTask, TrainingCost } from "./training_memory.ts";
import { randomExamples } from "./contestants.ts";

/** Trains some steps as the argument says, a {@link MemoryTask} as JSON; prints a {@link TrainingCost} as JSON. */
const { windows, batch, steps, network }: MemoryTask = JSON.parse(Deno.args[0]);
const rows = (step: number) => Int32Array.from({ length: batch }, (_, i) => step * batch % windows + i);
const { model } = await buildNetwork(checkSettings(network ?? {}));
const training = await GraphTraining.create({
  ...trainingOf(model, randomExamples(windows)),
  rows: rows(0),
});
let next = 0;
const [, ...times] = await timedCalls(ours, () => training.step(rows(next++), 0.0005)).run(steps);
const cost: TrainingCost = { bytes: peakMemory(), milliseconds: summary(ours, times).median };
console.log(JSON.stringify(cost));

/** Returns the peak memory of this process, bytes. On Linux `maxRSS` would count what the parent had when it forked. */
function peakMemory(): number {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = Deno.readTextFileSync("/proc/self/status").match(/VmHWM:\s+(\d+) kB/)!;
  return Number(kilobytes) * 1024;
}
