// @ts-types="npm:@types/seedrandom@3.0.8"
import type seedrandom from "seedrandom";
import { dirname } from "node:path";
import { runsFolder, unfinishedFolder } from "../../settings/environment.ts";
import { notFound } from "../../system/files.ts";
import type { LayersModel, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { type HostArray, stateOf, type TrainingState } from "../../tensorflow/graph/graph_training.ts";
import type { Epoch } from "./training_progress.ts";

const tf = await backend();

/** A training between two epochs, as a file holds it. */
export interface Checkpoint {
  /** Everything but the arrays. */
  about: {
    /** Finished epochs. */
    history: Epoch[];
    /** State of the generator that draws the order of windows. */
    random: seedrandom.State.Arc4;
  };
  /** Weights, moments, and the weights of the best epoch. */
  arrays: TrainingState;
}

/** The part of a safetensors header that describes one array. */
interface ArrayHeader {
  dtype: string;
  shape: number[];
  data_offsets: [start: number, end: number];
}

/** Returns the file in which an unfinished training keeps its last whole epoch. */
export function checkpointPath(id: string, runs: string = runsFolder): string {
  return `${unfinishedFolder(id, runs)}/checkpoint.safetensors`;
}

/** Returns the folder in which a training's epochs lie for TensorBoard. */
export function tensorBoardFolder(id: string, runs: string = runsFolder): string {
  return `${dirname(runs)}/tensorboard/${id}`;
}

/**
 * Writes a checkpoint in the safetensors format (an eight-byte length, a JSON header, the numbers), `about` as JSON
 * among its metadata. It is written beside and renamed when it lies on the disk whole, so the file is the old one or
 * the new one, also if the process is killed meanwhile. Throws if the disk is full; the old one then stays.
 */
export async function writeCheckpoint(path: string, { about, arrays }: Checkpoint): Promise<void> {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { about: JSON.stringify(about) } };
  for (const [name, { shape, values }] of arrays) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end += values.byteLength] } satisfies ArrayHeader;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  const partial = `${path}.partial`;
  const file = await Deno.open(partial, { write: true, create: true, truncate: true });
  try {
    const numbers = arrays.values().map(({ values }) =>
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    );
    for (const part of [length, text, ...numbers]) {
      for (let done = 0; done < part.length;) done += await file.write(part.subarray(done));
    }
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(partial, path);
}

/** Reads a checkpoint; undefined if there is none. Throws one sentence if the file is not one, or is cut off. */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const bytes = await Deno.readFile(path).catch(notFound(undefined));
  if (!bytes) return undefined;
  try {
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const { __metadata__: metadata, ...headers } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    const arrays = new Map(
      Object.entries(headers as Record<string, ArrayHeader>).map(([name, { shape, data_offsets: [from, to] }]): [
        string,
        HostArray,
      ] => [name, { shape, values: new Float32Array(bytes.slice(start + from, start + to).buffer) }]),
    );
    for (const [name, { shape, values }] of arrays) {
      if (values.length !== shape.reduce((a, b) => a * b, 1)) throw new Error(`${name} is cut off`);
    }
    return { about: JSON.parse(metadata.about), arrays };
  } catch (error) {
    throw new Error(`${path} is not a whole checkpoint: ${(error as Error).message}. Delete it and train again.`);
  }
}

/**
 * Takes the lock of a training that has begun, so that no other process continues it at the same time. The system frees
 * it when the process ends, however that comes about. Throws one sentence if another has it, or nothing began under the
 * identifier.
 */
export async function lockTraining(id: string, runs?: string): Promise<Disposable> {
  const file = await Deno.open(lockPath(id, runs), { create: true, write: true }).catch(notFound(undefined));
  if (!file) throw new Error(`No training ${id} has begun: begin one without an identifier.`);
  if (await file.tryLock(true)) return { [Symbol.dispose]: () => file.close() };
  file.close();
  throw new Error(`The training ${id} is under way already: wait for its end, or stop it.`);
}

/** Tells whether an unfinished training is under way now, in this process or another. */
export async function isUnderWay(id: string, runs?: string): Promise<boolean> {
  using file = await Deno.open(lockPath(id, runs), { write: true }).catch(notFound(undefined));
  return file !== undefined && !await file.tryLock(true);
}

function lockPath(id: string, runs?: string): string {
  return `${unfinishedFolder(id, runs)}/lock`;
}

/** Holds the weights of the best epoch on the device. */
export class BestWeights {
  readonly #model: LayersModel;
  #weights: Tensor[] = [];
  #epoch: Epoch | undefined;
  #since = 0;

  constructor(model: LayersModel) {
    this.#model = model;
  }

  /** Epochs since the best one. */
  get since(): number {
    return this.#since;
  }

  /**
   * Holds the network's weights if they are the best so far: by validation accuracy, and of equals by the smallest
   * loss. Without a validation none is.
   */
  consider(epoch: Epoch): void {
    if (!this.#count(epoch)) return;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map((weight) => weight.clone());
  }

  /** Copies the best weights to the host. */
  async state(): Promise<TrainingState> {
    const copies = this.#weights.map(async (weight, i): Promise<[string, HostArray]> => [
      `best/${i}`,
      { shape: weight.shape, values: (await weight.data() as Float32Array).slice() },
    ]);
    return new Map(await Promise.all(copies));
  }

  /** Continues from a state and the epochs that led to it. */
  restore(state: TrainingState, history: Epoch[]): void {
    for (const epoch of history) this.#count(epoch);
    if (!this.#epoch) return;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map(({ shape }, i) =>
      tf.tensor(stateOf(state, `best/${i}`, shape), shape)
    );
  }

  /** Gives the network the best weights, frees them, and returns their epoch; 0 if no epoch was finished. */
  give(): number {
    if (this.#weights.length > 0) this.#model.setWeights(this.#weights);
    this.dispose();
    return this.#epoch?.epoch ?? 0;
  }

  dispose(): void {
    tf.dispose(this.#weights);
    this.#weights = [];
  }

  #count(epoch: Epoch): boolean {
    const { validationAccuracy, validationLoss } = epoch;
    if (validationAccuracy === undefined || validationLoss === undefined) return false;
    const { validationAccuracy: bestAccuracy = -Infinity, validationLoss: bestLoss = Infinity } = this.#epoch ?? {};
    const better = validationAccuracy > bestAccuracy ||
      (validationAccuracy === bestAccuracy && validationLoss < bestLoss);
    if (better) this.#epoch = epoch;
    this.#since = better ? 0 : this.#since + 1;
    return better;
  }
}
