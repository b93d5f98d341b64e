import { backend, device } from "../../tensorflow/backend/backend.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { fold } from "../../network/model/fold.ts";
import { predictNumbers } from "../../tensorflow/operations/predict_numbers.ts";
import { linesOf } from "../../system/run_command.ts";
import { packageVersion } from "../../results/runs/software_versions.ts";
import { OpByOpTraining } from "../../network/training/op_by_op_training.ts";
import { trainingOf } from "../../network/training/training_of.ts";
import { own } from "./measure_in_turn.ts";
import { randomExamples } from "./training_bench.ts";

// Run by `Peer` in a process of its own, with HAR_DEVICE=webgpu: a line of JSON in, a line of JSON out.
const tf = await backend();

/** What is to be done: as peer.py is told, and to count the programs of a step. */
interface PeerRequest {
  task: "train_step" | "infer" | "programs";
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

/** Runs a function and counts the programs that it has the GPU run, by their kind. */
async function countPrograms(run: () => Promise<unknown>): Promise<Record<string, number>> {
  const gpu = tf.backend() as unknown as { runWebGPUProgram(program: object, ...others: unknown[]): unknown };
  const original = gpu.runWebGPUProgram;
  const counts: Record<string, number> = {};
  gpu.runWebGPUProgram = function (program, ...others) {
    const { name } = program.constructor;
    counts[name] = (counts[name] ?? 0) + 1;
    return original.call(this, program, ...others);
  };
  await run();
  gpu.runWebGPUProgram = original;
  return counts;
}

const work = new Map<string, () => Promise<unknown>>();
const answer = async ({ task, batch, repeats }: PeerRequest) => {
  const key = `${task === "infer" ? "infer" : "train_step"} ${batch}`;
  if (!work.has(key)) work.set(key, task === "infer" ? prediction(batch) : trainingStep(batch));
  if (task === "programs") {
    await work.get(key)!();
    return { programs: await countPrograms(work.get(key)!) };
  }
  return { milliseconds: await own(key, work.get(key)!).run(repeats) };
};
console.log(JSON.stringify({
  version: await packageVersion("@tensorflow/tfjs-backend-webgpu"),
  device: (await device()).name,
}));
for await (const line of linesOf(Deno.stdin.readable)) console.log(JSON.stringify(await answer(JSON.parse(line))));
