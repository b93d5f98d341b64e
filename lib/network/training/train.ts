// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/d3-random@3.0.4"
import { randomBeta } from "d3-random";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { StepNumbers } from "../../tensorflow/graph/graph_training.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { TrainingSettings } from "../../settings/experiment_settings.ts";
import {
  BestWeights,
  type Checkpoint,
  checkpointPath,
  lockTraining,
  readCheckpoint,
  tensorBoardFolder,
  writeCheckpoint,
} from "./checkpoint.ts";
import { learningRateAt } from "./learning_rate.ts";
import { predict } from "./predict.ts";
import { trainingSteps } from "./steps.ts";
import { tensorBoardLog } from "./tensorboard_log.ts";
import {
  type Epoch,
  type Execution,
  ProgressReport,
  type Trained,
  type TrainingProgress,
} from "./training_progress.ts";

const tf = await backend();

/** What a training takes beside the network, the windows and their split. */
export interface TrainOptions {
  /** Checked settings, see `checkSettings`. */
  settings: Readonly<TrainingSettings>;
  /**
   * Identifier of a training that has begun: it continues after its last whole epoch, and each whole epoch is kept.
   * Default: nothing is kept.
   */
  id?: string;
  /** Folder of the trainings that are kept. Default: reports/runs. */
  runs?: string;
  /**
   * Whether a step runs as one TensorFlow graph, or operation by operation. Default: as a graph if the network can be
   * one.
   */
  execution?: Execution;
  /** Ends training after the batch under way; the epochs so far stay. */
  signal?: AbortSignal;
  /** Called after each batch. */
  onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains a network by mini-batches in an order drawn from the seed: Adam, cross-entropy, validation after each epoch,
 * and a test after each of the last `testedEpochs` if they are several. At the end the network has the weights of the
 * epoch with the best validation accuracy (of equals, the smallest loss), unless the last ones are asked for.
 *
 * Needs a network that takes windows [batch, time, sensor, 1] and returns logits. Leaves no tensor behind. Throws one
 * sentence if the best epoch is asked for without windows to validate on, if the training is under way already, and if
 * its numbers go wrong: a loss that is no finite number ends it at that step, and the last good epoch stays.
 */
export async function train(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions,
): Promise<Trained> {
  const { settings, id, runs, signal } = options;
  const { epochs, batch, seed, keep, testedEpochs, precision, patience = Infinity } = settings;
  if (split.validation.length === 0 && (keep === "best" || patience < Infinity)) {
    throw new Error('Without windows to validate on, no epoch is the best: set keep to "last" and leave out patience.');
  }
  using _lock = id === undefined ? undefined : await lockTraining(id, runs);
  const kept = id === undefined ? undefined : await readCheckpoint(checkpointPath(id, runs));
  const history = kept?.about.history ?? [];
  const random = seedrandom(`training ${seed}`, { state: kept?.about.random ?? true });
  const warnings: string[] = [];
  const batches = Math.ceil(split.train.length / batch);
  const report = new ProgressReport({ epochs, batches, history, warnings }, options.onProgress);
  const log = settings.tensorboard && id !== undefined ? tensorBoardLog(tensorBoardFolder(id, runs)) : undefined;
  report.prepare();
  const { steps, execution } = await trainingSteps(model, data, split.train, settings, options.execution);
  report.opByOp(execution.reason);
  const best = new BestWeights(model);

  try {
    if (kept) {
      await steps.restore(kept.arrays);
      await steps.toModel();
      best.restore(kept.arrays, history);
    }
    for (let epoch = history.length + 1; epoch <= epochs && best.since < patience && !signal?.aborted; epoch++) {
      report.beginEpoch();
      const order = shuffler(random)(split.train.slice());
      const sums = { loss: 0, correct: 0, windows: 0 };
      const rateOf = (step: number) =>
        learningRateAt((epoch - 1) * batches + step, { ...settings, steps: epochs * batches });
      for (let step = 0; step < batches && !signal?.aborted; step++) {
        const rows = order.slice(step * batch, (step + 1) * batch);
        const rate = rateOf(step);
        const numbers = numbersOf(settings, (epoch - 1) * batches + step);
        const [loss, correct] = await steps.step(rows, rate, numbers);
        if (!Number.isFinite(loss)) {
          const where = `epoch ${epoch}, step ${step + 1} of ${batches}, at a learning rate of ${rate}`;
          throw wentWrong(`The loss is ${loss} in ${where}`, history, id);
        }
        sums.loss += loss * rows.length;
        sums.correct += correct;
        sums.windows += rows.length;
        report.batch(epoch, step + 1, sums.windows);
      }
      await steps.toModel();
      if (signal?.aborted && sums.windows < order.length) break;
      if (!await hasFiniteWeights(model)) {
        const where = `after epoch ${epoch}, at a learning rate of ${rateOf(batches - 1)}`;
        throw wentWrong(`A weight is no finite number ${where}`, history, id);
      }

      const evaluate = (rows: Int32Array) => predict(model, data, rows, { precision });
      const validation = split.validation.length > 0 ? await evaluate(split.validation) : undefined;
      const test = testedEpochs > 1 && epoch > epochs - testedEpochs ? await evaluate(split.test) : undefined;
      const result: Epoch = {
        epoch,
        loss: sums.loss / sums.windows,
        accuracy: sums.correct / sums.windows,
        ...(validation && { validationLoss: validation.loss, validationAccuracy: validation.accuracy }),
        ...(test && { testAccuracy: test.accuracy }),
        seconds: report.epochSeconds,
      };
      history.push(result);
      best.consider(result);
      if (id !== undefined) {
        const arrays = new Map([...await steps.state(), ...await best.state()]);
        await keepEpoch({ about: { history, random: random.state() }, arrays }, checkpointPath(id, runs), warnings);
      }
      log?.(result);
      report.epoch(epoch);
    }
    const ended = history.length === epochs;
    const earlyStopped = !ended && best.since >= patience;
    const bestEpoch = keep === "best" ? best.give() : ended || earlyStopped ? history.length : 0;
    return { history, bestEpoch, stopped: !ended && !earlyStopped, earlyStopped, execution, warnings };
  } finally {
    steps.dispose();
    best.dispose();
  }
}

/** Returns what a step is given beside its rows and its learning rate; `count` counts the steps of the training from 0. */
function numbersOf({ seed, mixup, averaging }: Readonly<TrainingSettings>, count: number): StepNumbers {
  return {
    seed: [seed, count],
    // How much of itself a window keeps, drawn from Beta(mixup, mixup).
    number: mixup > 0 ? randomBeta.source(seedrandom(`mixup ${seed} ${count}`))(mixup, mixup)() : 1,
    averageDecay: Math.min(averaging, (1 + count) / (10 + count)),
  };
}

/** Keeps an epoch. If that fails, as on a full disk, it leaves a warning, and the epoch before stays. */
async function keepEpoch(checkpoint: Checkpoint, path: string, warnings: string[]): Promise<void> {
  try {
    await writeCheckpoint(path, checkpoint);
  } catch (error) {
    const { length } = checkpoint.about.history;
    warnings.push(`Epoch ${length} could not be kept for a resumption: ${(error as Error).message}.`);
  }
}

/** Returns the error of a training whose numbers went wrong: what, which epoch was the last good one, and where it is. */
function wentWrong(what: string, history: Epoch[], id: string | undefined): Error {
  const stopped = `${what}: training stopped.`;
  const last = history.at(-1);
  if (!last) return new Error(`${stopped} No epoch was whole.`);
  const kept = id === undefined ? "" : `, and is kept: \`deno task train --resume ${id}\` continues there`;
  return new Error(
    `${stopped} Epoch ${last.epoch} was the last good one, with a loss of ${last.loss.toFixed(4)}${kept}.`,
  );
}

/** Tells whether all weights are finite: only those times zero add to zero. */
async function hasFiniteWeights(model: LayersModel): Promise<boolean> {
  const sum = tf.tidy(() =>
    model.getWeights().map((weight) => weight.mul(0).sum()).reduce((total, part) => total.add(part))
  );
  const [value] = await sum.data();
  sum.dispose();
  return Number.isFinite(value);
}
