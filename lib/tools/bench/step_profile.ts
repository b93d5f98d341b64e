// @ts-types="npm:@types/d3-array@3.2.2"
import { sum } from "d3-array";
import type { OperationTime } from "../../tensorflow/graph/protobuf_messages.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { trainingOf } from "../../network/training/steps.ts";
import { randomExamples } from "./contestants.ts";

/** Time in kernels of one kind. */
export interface KernelTime {
  kernel: string;
  calls: number;
  milliseconds: number;
}

/** What one training step spends its time on. */
export interface Profile {
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

/** Profiles one training step of the article's network as a graph, batch 128, after two that do not count. */
export async function profile(): Promise<Profile> {
  const data = randomExamples(128);
  const rows = Int32Array.from({ length: 128 }, (_, i) => i);
  const model = articleNetwork();
  const graph = await GraphTraining.create({ ...trainingOf(model, data), rows });
  for (let i = 0; i < 2; i++) await graph.step(rows, 0.0005);
  const operations = await graph.profile(rows, 0.0005);
  for (const part of [graph, model, ...data]) part.dispose();
  const onHost = operations.filter(({ device }) => !device.includes("/stream:"));
  return { graph: byOperation(onHost), graphMilliseconds: span(onHost).milliseconds, gpu: gpuTime(operations) };
}

/** Returns what a GPU did, from TensorFlow's times of operations; undefined if no GPU did anything. */
export function gpuTime(operations: OperationTime[]): GpuTime | undefined {
  const kernels = operations.filter(({ device }) => device.endsWith("/stream:all"));
  return kernels.length === 0 ? undefined : { kernels: byOperation(kernels), ...span(kernels) };
}

/** Adds up times by the kind of the operation, `Conv2D` for `Conv2D_17`; the longest come first. */
function byOperation(operations: OperationTime[]): KernelTime[] {
  const kinds = Map.groupBy(operations, ({ name }) => name.replace(/_\d+.*$/, ""));
  const times = [...kinds].map(([kernel, of]) => ({
    kernel,
    calls: of.length,
    milliseconds: sum(of, ({ microseconds }) => microseconds) / 1000,
  }));
  return times.sort((a, b) => b.milliseconds - a.milliseconds);
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
