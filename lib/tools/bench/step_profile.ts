import { withBinding } from "../../tensorflow/graph/record_graph.ts";
import type { OperationTime } from "../../tensorflow/graph/protobuf_messages.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { OpByOpTraining, trainingOf } from "../../network/training/steps.ts";
import { randomExamples } from "./contestants.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();

/** Time in kernels of one kind. */
export interface KernelTime {
  kernel: string;
  /** Shape of the largest output of these kernels; empty if it is not known. */
  shape: string;
  calls: number;
  milliseconds: number;
}

/** What one training step spends its time on. */
export interface Profile {
  /** The kernels that tfjs executes, by name and size of their output, one after the other. */
  opByOp: KernelTime[];
  /** The operations of the graph by name, on the threads that ran or began them; some ran at the same time. */
  graph: KernelTime[];
  /** From the start of the graph's first operation to the end of its last one, ms. */
  graphMilliseconds: number;
  /** What a GPU by CUDA ran for the graph, by the operation that asked for it; left out on a CPU. */
  gpu?: GpuTime;
}

/** What a GPU did in a step. */
export interface GpuTime {
  kernels: KernelTime[];
  /** From the start of the first kernel to the end of the last one, ms. */
  milliseconds: number;
  /** How much of it no kernel ran, ms. */
  idleMilliseconds: number;
}

/** Profiles one training step of the article's network, batch 128, after two that do not count. */
export async function profile(): Promise<Profile> {
  const data = randomExamples(128);
  const rows = Int32Array.from({ length: 128 }, (_, i) => i);
  const models = [articleNetwork(), articleNetwork()];
  const opByOp = new OpByOpTraining(trainingOf(models[0], data));
  const graph = await GraphTraining.create({ ...trainingOf(models[1], data), rows });
  for (let i = 0; i < 2; i++) await Promise.all([opByOp.step(rows, 0.0005), graph.step(rows, 0.0005)]);
  const kernels = await profileKernels(() => opByOp.step(rows, 0.0005));
  const operations = await graph.profile(rows, 0.0005);
  for (const part of [opByOp, graph, ...models]) part.dispose();
  tf.dispose(data);
  const onHost = operations.filter(({ device }) => !device.includes("/stream:"));
  return {
    opByOp: kernels,
    graph: byOperation(onHost),
    graphMilliseconds: span(onHost).milliseconds,
    gpu: gpuTime(operations),
  };
}

/** Returns what a GPU did, from TensorFlow's times of operations; undefined if no GPU did anything. */
export function gpuTime(operations: OperationTime[]): GpuTime | undefined {
  const kernels = operations.filter(({ device }) => device.endsWith("/stream:all"));
  return kernels.length === 0 ? undefined : { kernels: byOperation(kernels), ...span(kernels) };
}

/** Adds up times by the kind of the operation, `Conv2D` for `Conv2D_17`. */
function byOperation(operations: OperationTime[]): KernelTime[] {
  return sumByKernel(operations.map(({ name, microseconds }) => ({
    kernel: name.replace(/_\d+.*$/, ""),
    shape: "",
    calls: 1,
    milliseconds: microseconds / 1000,
  })));
}

/** Returns the time from the first start to the last end, and how much of it nothing ran, ms. */
function span(operations: OperationTime[]): { milliseconds: number; idleMilliseconds: number } {
  const inOrder = operations.toSorted((a, b) => a.start - b.start);
  let [end, idle] = [inOrder[0].start, 0];
  for (const { start, microseconds } of inOrder) {
    idle += Math.max(0, start - end);
    end = Math.max(end, start + microseconds);
  }
  return { milliseconds: (end - inOrder[0].start) / 1000, idleMilliseconds: idle / 1000 };
}

/** Runs a function and sums the time of the kernels that tfjs executes until it first waits. */
export async function profileKernels(run: () => Promise<unknown>): Promise<KernelTime[]> {
  const times: KernelTime[] = [];
  await withBinding((binding) => ({
    executeOp(kernel, attributes, inputs, outputs) {
      const started = performance.now();
      const results = binding.executeOp(kernel, attributes, inputs, outputs);
      const milliseconds = performance.now() - started;
      const size = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
      const largest = results.map(({ shape }) => shape).toSorted((a, b) => size(b) - size(a))[0];
      times.push({ kernel, shape: largest.join(" x "), calls: 1, milliseconds });
      return results;
    },
  }), run);
  return sumByKernel(times);
}

/** Adds up times of the same kernel and shape; the longest come first. */
export function sumByKernel(times: KernelTime[]): KernelTime[] {
  const sums = new Map<string, KernelTime>();
  for (const time of times) {
    const key = `${time.kernel} ${time.shape}`;
    const sum = sums.get(key) ?? { ...time, calls: 0, milliseconds: 0 };
    sum.calls += time.calls;
    sum.milliseconds += time.milliseconds;
    sums.set(key, sum);
  }
  return [...sums.values()].toSorted((a, b) => b.milliseconds - a.milliseconds);
}
