import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { trainingOf } from "../../network/training/training_of.ts";
import { peakMemory } from "./peak_memory.ts";
import type { MemoryTask } from "./training_memory.ts";
import { randomExamples } from "./training_bench.ts";

/** Trains some steps as the argument says, a {@link MemoryTask} as JSON; prints the peak memory, bytes. */
const { windows, batch, steps, network }: MemoryTask = JSON.parse(Deno.args[0]);
const rows = (step: number) => Int32Array.from({ length: batch }, (_, i) => step * batch % windows + i);
const training = await GraphTraining.create({
  ...trainingOf(articleNetwork(network), randomExamples(windows)),
  rows: rows(0),
});
for (let step = 0; step < steps; step++) await training.step(rows(step), 0.0005);
console.log(peakMemory());
