import { backend, device } from "../../tensorflow/backend/backend.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { fold } from "../../network/model/fold.ts";
import { predictNumbers } from "../../tensorflow/operations/predict_numbers.ts";
import { linesOf } from "../../system/run_command.ts";
import { packageVersion } from "../../results/runs/software_versions.ts";
import { OpByOpTraining } from "../../network/training/op_by_op_training.ts";
import { trainingOf } from "../../network/training/training_of.ts";
import { own } from "./measure_in_turn.ts";
import { type KernelTime, sumByKernel } from "./step_profile.ts";
import { randomExamples } from "./training_bench.ts";

// Run by `Peer` in a process of its own, with HAR_DEVICE=webgpu: a line of JSON in, a line of JSON out.
const tf = await backend();

/** What is to be done: as peer.py is told, and to profile a step. */
interface PeerRequest {
  task: "train_step" | "infer" | "profile";
  batch: number;
  repeats: number;
}

/** A training step of the article's network on random windows. */
function trainingStep(batch: number): () => Promise<unknown> {
  const steps = new OpByOpTraining(trainingOf(articleNetwork(), randomExamples(batch)));
  const rows = Int32Array.from({ length: batch }, (_, i) => i);
  return () => steps.step(rows, 0.0005);
}

/** A prediction of the folded network, from numbers in memory to numbers in memory. */
function prediction(batch: number): () => Promise<unknown> {
  const model = fold(articleNetwork());
  const windows = new Float32Array(batch * 128 * 9).fill(0.5);
  return () => predictNumbers(model, windows);
}

/** What a training step has the GPU do. */
export interface WebgpuProfile {
  /** From its start to its loss, ms. */
  milliseconds: number;
  /** Programs by kind and shape of what they give, with their time on the GPU. */
  programs: KernelTime[];
  /** Passes that programs are run in, one after the other; a copy ends one. */
  passes: number;
  /** Times that passes are handed to the GPU. */
  submits: number;
  /** Tensors and shapes that are sent to it, and results that are read. */
  copies: number;
  /** Buffers that are made. */
  buffers: number;
}

/** The part of tfjs' backend that runs programs, and times them if it has a list for that. */
interface ProgramRunner {
  runWebGPUProgram(program: { outputShape: number[] }, ...others: unknown[]): unknown;
  activeTimers: { name: string; query: Promise<number> }[] | null;
}

/** Counts what a step has the GPU do, and times the programs of another one. */
async function profileStep(step: () => Promise<unknown>): Promise<WebgpuProfile> {
  // What is sent in each step alike is kept on the GPU from the second time.
  for (let times = 0; times < 3; times++) await step();
  const counts = { passes: 0, submits: 0, copies: 0, buffers: 0 };
  const counted = [
    before(GPUCommandEncoder.prototype, "beginComputePass", () => counts.passes++),
    before(GPUCommandEncoder.prototype, "copyBufferToBuffer", () => counts.copies++),
    before(GPUQueue.prototype, "writeBuffer", () => counts.copies++),
    before(GPUQueue.prototype, "submit", () => counts.submits++),
    before(GPUDevice.prototype, "createBuffer", () => counts.buffers++),
  ];
  const started = performance.now();
  await step();
  const milliseconds = performance.now() - started;
  for (const restore of counted) restore();

  const gpu = tf.backend() as unknown as ProgramRunner;
  const shapes: string[] = [];
  const restore = before(gpu, "runWebGPUProgram", (program) => {
    shapes.push((program as { outputShape: number[] }).outputShape.join(" x "));
  });
  const timers: NonNullable<ProgramRunner["activeTimers"]> = gpu.activeTimers = [];
  await step();
  gpu.activeTimers = null;
  restore();
  const times = await Promise.all(timers.map(async ({ name, query }, index) => {
    return { kernel: name, shape: shapes[index], calls: 1, milliseconds: await query };
  }));
  return { milliseconds, programs: sumByKernel(times), ...counts };
}

/** Lets a method of an object tell of each call; returns what undoes that. */
function before<T extends object>(object: T, name: keyof T, tell: (first: unknown) => void): () => void {
  const original = object[name] as (...values: unknown[]) => unknown;
  const telling = function (this: unknown, ...values: unknown[]) {
    tell(values[0]);
    return original.apply(this, values);
  };
  Object.assign(object, { [name]: telling });
  return () => Object.assign(object, { [name]: original });
}

const work = new Map<string, () => Promise<unknown>>();
const answer = async ({ task, batch, repeats }: PeerRequest) => {
  const key = `${task === "infer" ? "infer" : "train_step"} ${batch}`;
  if (!work.has(key)) work.set(key, task === "infer" ? prediction(batch) : trainingStep(batch));
  if (task === "profile") return await profileStep(work.get(key)!);
  return { milliseconds: await own(key, work.get(key)!).run(repeats) };
};
console.log(JSON.stringify({
  version: await packageVersion("@tensorflow/tfjs-backend-webgpu"),
  device: (await device()).name,
}));
for await (const line of linesOf(Deno.stdin.readable)) console.log(JSON.stringify(await answer(JSON.parse(line))));
