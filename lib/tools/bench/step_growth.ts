import { backend, device } from "../../tensorflow/backend/backend.ts";
import { isGpu } from "../../tensorflow/backend/device.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { trainingOf } from "../../network/training/training_of.ts";
import { randomExamples, stepMilliseconds } from "./training_bench.ts";

const tf = await backend();

/** A measured value at one size of something. */
export interface Growth {
  of: "batch" | "cardinality" | "window length";
  size: number;
  /** Median step, ms. */
  milliseconds: number;
}

/** What memory the process held after an epoch. */
export interface MemoryUse {
  epoch: number;
  /** Resident memory, bytes. */
  resident: number;
  tensors: number;
}

const largeBatches = isGpu(await device()) ? [1024, 2048] : [];
const sizes: [Growth["of"], number[]][] = [
  ["batch", [16, 32, 64, 128, 256, 512, ...largeBatches]],
  ["cardinality", [1, 2, 4, 8, 16, 32]],
  ["window length", [64, 128, 256, 512]],
];

/** Measures a training step against batch, cardinality and window length; the others are the article's. */
export async function measureGrowth(onStep: (done: number, total: number, what: string) => void): Promise<Growth[]> {
  const results: Growth[] = [];
  const total = sizes.reduce((sum, [, values]) => sum + values.length, 0);
  for (const [of, values] of sizes) {
    for (const size of values) {
      onStep(results.length, total, `${of} ${size}`);
      const milliseconds = of === "batch"
        ? await stepMilliseconds({}, size)
        : await stepMilliseconds(of === "cardinality" ? { cardinality: size } : { windowLength: size });
      results.push({ of, size, milliseconds });
    }
  }
  return results;
}

/** Trains some epochs of four batches of 128 and tells what memory the process holds after each. */
export async function measureMemory(
  epochs: number,
  onEpoch: (done: number, total: number) => void,
): Promise<MemoryUse[]> {
  const data = randomExamples(512);
  const model = articleNetwork();
  const batches = [0, 1, 2, 3].map((batch) => Int32Array.from({ length: 128 }, (_, i) => batch * 128 + i));
  const graph = await GraphTraining.create({ ...trainingOf(model, data), rows: batches[0] });
  const uses: MemoryUse[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const rows of batches) await graph.step(rows, 0.0005);
    await graph.toModel();
    uses.push({ epoch, resident: Deno.memoryUsage().rss, tensors: tf.memory().numTensors });
    onEpoch(epoch, epochs);
  }
  graph.dispose();
  model.dispose();
  tf.dispose(data);
  return uses;
}
