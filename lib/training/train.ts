// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel, Tensor } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { Split } from "../data/split.ts";
import type { WindowTensors } from "../data/tensors.ts";
import { GraphTraining } from "../graph/graph_training.ts";
import { balancedWeights } from "./batch_loss.ts";
import { learningRateAt, type Schedule } from "./learning_rate.ts";
import { OpByOpTraining } from "./op_by_op_training.ts";
import { predict } from "./predict.ts";
import { trainingOf } from "./training_of.ts";
import type { TrainingSteps } from "./training_steps.ts";

const tf = await backend();

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
  /** Batches of this epoch that are done; 0 while the first step is being prepared. */
  batch: number;
  batches: number;
  /** Seconds that are left, from the batches so far; undefined while the first step is being prepared. */
  secondsLeft: number | undefined;
  /** Windows trained on in a second, over this epoch so far; undefined where none was yet. */
  windowsPerSecond?: number;
  /** Finished epochs. */
  history: Epoch[];
}

/** How training steps run. */
export type Execution = "graph" | "op by op";

/** Settings of {@link train}; the defaults are the article's. */
export interface TrainOptions {
  /** Default: 50. */
  epochs?: number;
  /** Windows a step. Default: 128. */
  batch?: number;
  /** Of Adam, the largest of the schedule. Default: 0.0005. */
  learningRate?: number;
  /** How the learning rate goes, see `learningRateAt`. Default: `"constant"`. */
  schedule?: Schedule;
  /** Epochs over which the learning rate rises at the begin. Default: 0. */
  warmUpEpochs?: number;
  /** Part of a weight that each step takes away, times the learning rate: AdamW. Default: 0. */
  weightDecay?: number;
  /** Part of the probability that is spread evenly over the classes. Default: 0. */
  labelSmoothing?: number;
  /** `"balanced"` lets every activity count as much as any other in the loss. Default: every window counts the same. */
  classWeights?: "balanced";
  /** Ends training when the validation did not get better for so many epochs. Default: never. */
  patience?: number;
  /** Seed of the order of windows. Default: 1. */
  seed?: number;
  /** Whether a step runs as one TensorFlow graph, or operation by operation. Default: as a graph where the network can be one. */
  execution?: Execution;
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
  /** Whether training was stopped before its last epoch by its signal. */
  stopped: boolean;
  /** Whether training ended before its last epoch, since the validation did not get better. */
  earlyStopped: boolean;
  /** How the steps ran, and why not as a graph where they did not. */
  execution: { kind: Execution; reason?: string };
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
  const { epochs = 50, batch = 128, learningRate = 0.0005, seed = 1, patience = Infinity, signal, onProgress } =
    options;
  const random = seedrandom(`training ${seed}`);
  const history: Epoch[] = [];
  let withoutBetter = 0;
  const best = new BestWeights(model);
  const batches = Math.ceil(split.train.length / batch);
  onProgress?.({ epoch: 1, epochs, batch: 0, batches, secondsLeft: undefined, history });
  const { steps, execution } = await trainingSteps(model, data, split.train, options);
  const rate = {
    learningRate,
    schedule: options.schedule,
    steps: epochs * batches,
    warmUpSteps: (options.warmUpEpochs ?? 0) * batches,
  };
  const started = performance.now();

  try {
    for (let epoch = 1; epoch <= epochs && withoutBetter < patience && !signal?.aborted; epoch++) {
      const epochStarted = performance.now();
      const order = shuffler(random)(split.train.slice());
      let [lossSum, correctSum, done] = [0, 0, 0];
      for (let step = 0; step < batches && !signal?.aborted; step++) {
        const rows = order.slice(step * batch, (step + 1) * batch);
        const [loss, correct] = await steps.step(rows, learningRateAt((epoch - 1) * batches + step, rate));
        lossSum += loss * rows.length;
        correctSum += correct;
        done += rows.length;
        const perBatch = (performance.now() - started) / ((epoch - 1) * batches + step + 1);
        const left = (epochs - epoch) * batches + batches - step - 1;
        onProgress?.({
          epoch,
          epochs,
          batch: step + 1,
          batches,
          secondsLeft: perBatch * left / 1000,
          windowsPerSecond: 1000 * done / (performance.now() - epochStarted),
          history,
        });
      }
      await steps.toModel();
      if (signal?.aborted && done < order.length) break;

      const validation = await predict(model, data, split.validation);
      history.push({
        epoch,
        loss: lossSum / done,
        accuracy: correctSum / done,
        validationLoss: validation.loss,
        validationAccuracy: validation.accuracy,
        seconds: (performance.now() - epochStarted) / 1000,
      });
      const better = best.consider(history.at(-1)!);
      withoutBetter = better ? 0 : withoutBetter + 1;
      onProgress?.({
        epoch,
        epochs,
        batch: batches,
        batches,
        secondsLeft: (performance.now() - started) / 1000 / epoch * (epochs - epoch),
        history,
      });
    }
  } finally {
    steps.dispose();
  }
  const earlyStopped = history.length < epochs && withoutBetter >= patience;
  const stopped = history.length < epochs && !earlyStopped;
  return { history, bestEpoch: best.restore(), stopped, earlyStopped, execution };
}

/** Prepares steps as a graph, or operation by operation where that is asked for or the network cannot be a graph. */
async function trainingSteps(
  model: LayersModel,
  data: WindowTensors,
  train: Int32Array,
  { batch = 128, execution: wanted, labelSmoothing, classWeights, weightDecay }: TrainOptions,
): Promise<{ steps: TrainingSteps; execution: Trained["execution"] }> {
  const rows = train.slice(0, batch);
  const labels = await data.labels.data();
  const balanced = classWeights === "balanced"
    ? balancedWeights(train.values().map((row) => labels[row]), model.outputs[0].shape[1]!)
    : undefined;
  const loss = { labelSmoothing, classWeights: balanced };
  const training = { ...trainingOf(model, [data.windows, data.labels], loss), weightDecay };
  if (wanted !== "op by op") {
    try {
      const steps = await GraphTraining.create({ ...training, rows });
      return { steps, execution: { kind: "graph" } };
    } catch (error) {
      const reason = `step cannot be a graph: ${(error as Error).message}`;
      if (wanted === "graph") throw new Error(`The training ${reason}.`);
      return { steps: new OpByOpTraining(training), execution: { kind: "op by op", reason: `the ${reason}` } };
    }
  }
  return { steps: new OpByOpTraining(training), execution: { kind: wanted } };
}

/** Keeps the weights of the best epoch on the device. */
class BestWeights {
  #model: LayersModel;
  #weights: Tensor[] = [];
  #epoch: Epoch | undefined;

  constructor(model: LayersModel) {
    this.#model = model;
  }

  /** Keeps the weights if they are the best so far, and returns whether they are. */
  consider(epoch: Epoch): boolean {
    const best = this.#epoch;
    const better = !best || epoch.validationAccuracy > best.validationAccuracy ||
      (epoch.validationAccuracy === best.validationAccuracy && epoch.validationLoss < best.validationLoss);
    if (!better) return false;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map((weight) => weight.clone());
    this.#epoch = epoch;
    return true;
  }

  /** Gives the network the best weights back, and returns their epoch; 0 where no epoch was finished. */
  restore(): number {
    if (this.#weights.length > 0) this.#model.setWeights(this.#weights);
    tf.dispose(this.#weights);
    this.#weights = [];
    return this.#epoch?.epoch ?? 0;
  }
}
