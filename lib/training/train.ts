// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel, Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { Split } from "../data/split.ts";
import type { WindowTensors } from "../data/tensors.ts";
import { predict } from "./predict.ts";

const tf = await backend();
/** tfjs takes gradients by the names of their variables, but gives that type no name of its own. */
type NamedVariableMap = Parameters<ReturnType<typeof tf.train.adam>["applyGradients"]>[0];

/** What one epoch gave. Losses are mean cross-entropies in nats, accuracies from 0 to 1. */
export interface Epoch {
  /** Counted from 1. */
  epoch: number;
  /** Over the training batches, while the weights were changing. */
  loss: number;
  accuracy: number;
  /** Over the validation windows, after the epoch. */
  validationLoss: number;
  validationAccuracy: number;
  seconds: number;
}

/** How far training is. */
export interface TrainingProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  epochs: number;
  /** Batches of this epoch that are done. */
  batch: number;
  batches: number;
  /** Seconds that are left, from the batches so far. */
  secondsLeft: number;
  /** Finished epochs. */
  history: Epoch[];
}

/** Settings of {@link train}; the defaults are the article's. */
export interface TrainOptions {
  /** Default: 50. */
  epochs?: number;
  /** Windows a step. Default: 128. */
  batch?: number;
  /** Of Adam, constant. Default: 0.0005. */
  learningRate?: number;
  /** Seed of the order of windows. Default: 1. */
  seed?: number;
  /** Ends training after the batch under way; the epochs so far stay. */
  signal?: AbortSignal;
  /** Called after each batch. */
  onProgress?: (progress: TrainingProgress) => void;
}

/** What training left, beside the weights in the network. */
export interface Trained {
  history: Epoch[];
  /** The epoch whose weights the network has now. */
  bestEpoch: number;
  /** Whether training was stopped before its last epoch. */
  stopped: boolean;
}

/**
 * Trains a network by mini-batches in an order drawn from the seed: Adam, cross-entropy, validation after each epoch.
 * At the end the network has the weights of the epoch with the best validation accuracy (of equals, the smallest loss).
 *
 * Needs a network that takes windows [batch, time, sensor, 1] and returns logits. Leaves no tensor behind.
 */
export async function train(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions = {},
): Promise<Trained> {
  const { epochs = 50, batch = 128, learningRate = 0.0005, seed = 1, signal, onProgress } = options;
  const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const random = seedrandom(`training ${seed}`);
  const history: Epoch[] = [];
  const best = new BestWeights(model);
  const batches = Math.ceil(split.train.length / batch);
  const started = performance.now();

  for (let epoch = 1; epoch <= epochs && !signal?.aborted; epoch++) {
    const epochStarted = performance.now();
    const order = shuffler(random)(split.train.slice());
    let sums: Tensor[] = [tf.scalar(0), tf.scalar(0)];
    let done = 0;
    for (let step = 0; step < batches && !signal?.aborted; step++) {
      const rows = order.subarray(step * batch, (step + 1) * batch);
      sums = tf.tidy(() => {
        const { loss, correct } = trainingStep(model, data, rows, optimizer, variables);
        const next = [sums[0].add(loss.mul(rows.length)), sums[1].add(correct)];
        tf.dispose(sums);
        return next;
      });
      done += rows.length;
      const perBatch = (performance.now() - started) / ((epoch - 1) * batches + step + 1);
      const left = (epochs - epoch) * batches + batches - step - 1;
      onProgress?.({ epoch, epochs, batch: step + 1, batches, secondsLeft: perBatch * left / 1000, history });
      await new Promise((resolve) => setTimeout(resolve));
    }
    const [loss, correct] = sums.map((sum) => sum.dataSync()[0]);
    tf.dispose(sums);
    if (signal?.aborted && done < order.length) break;

    const validation = await predict(model, data, split.validation);
    history.push({
      epoch,
      loss: loss / done,
      accuracy: correct / done,
      validationLoss: validation.loss,
      validationAccuracy: validation.accuracy,
      seconds: (performance.now() - epochStarted) / 1000,
    });
    best.consider(history.at(-1)!);
    onProgress?.({
      epoch,
      epochs,
      batch: batches,
      batches,
      secondsLeft: (performance.now() - started) / 1000 / epoch * (epochs - epoch),
      history,
    });
  }
  optimizer.dispose();
  return { history, bestEpoch: best.restore(), stopped: history.length < epochs };
}

/** Changes the weights by the gradient of one batch; returns its mean loss and the number of windows that were right. */
function trainingStep(
  model: LayersModel,
  { windows, labels }: WindowTensors,
  rows: Int32Array,
  optimizer: ReturnType<typeof tf.train.adam>,
  variables: Variable[],
): { loss: Scalar; correct: Tensor } {
  const input = tf.gather<Tensor4D>(windows, rows);
  const truth = tf.gather(labels, rows);
  let correct: Tensor | undefined;
  const { value: loss, grads } = tf.variableGrads(() => {
    const logits = model.apply(input, { training: true }) as Tensor2D;
    correct = tf.keep(logits.argMax(1).equal(truth).sum());
    return tf.losses.softmaxCrossEntropy(tf.oneHot(truth, logits.shape[1]), logits) as Scalar;
  }, variables);
  optimizer.applyGradients(grads as NamedVariableMap);
  const hits = correct!.toFloat();
  tf.dispose([correct!, grads]);
  return { loss, correct: hits };
}

/** Keeps the weights of the best epoch on the device. */
class BestWeights {
  #model: LayersModel;
  #weights: Tensor[] = [];
  #epoch: Epoch | undefined;

  constructor(model: LayersModel) {
    this.#model = model;
  }

  consider(epoch: Epoch): void {
    const best = this.#epoch;
    const better = !best || epoch.validationAccuracy > best.validationAccuracy ||
      (epoch.validationAccuracy === best.validationAccuracy && epoch.validationLoss < best.validationLoss);
    if (!better) return;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map((weight) => weight.clone());
    this.#epoch = epoch;
  }

  /** Gives the network the best weights back, and returns their epoch; 0 where no epoch was finished. */
  restore(): number {
    if (this.#weights.length > 0) this.#model.setWeights(this.#weights);
    tf.dispose(this.#weights);
    this.#weights = [];
    return this.#epoch?.epoch ?? 0;
  }
}
