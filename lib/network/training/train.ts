// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/d3-random@3.0.4"
import { randomBeta } from "d3-random";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { backend, device } from "../../tensorflow/backend/backend.ts";
import { missingBfloat16 } from "../../tensorflow/backend/missing_bfloat16.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { checkTrainingSettings, type TrainingSettings } from "../../settings/experiment_settings.ts";
import type { Epoch, Execution, Trained } from "./trained.ts";
import type { TrainingProgress, TrainOptions } from "./train_options.ts";
import { balancedWeights } from "./batch_loss.ts";
import { BestWeights } from "./best_weights.ts";
import { learningRateAt } from "./learning_rate.ts";
import { OpByOpTraining } from "./op_by_op_training.ts";
import { predict } from "./predict.ts";
import { tensorBoardLog } from "./tensorboard_log.ts";
import { TrainingKeeper } from "./training_keeper.ts";
import { lockTraining, tensorBoardFolder } from "./training_files.ts";
import { trainingOf } from "./training_of.ts";
import type { TrainingSteps } from "./training_steps.ts";

const tf = await backend();

/**
 * Trains a network by mini-batches in an order drawn from the seed: Adam, cross-entropy, validation after each epoch,
 * and a test after each of the last `testedEpochs` if they are several.
 * At the end the network has the weights of the epoch with the best validation accuracy (of equals, the smallest loss),
 * unless the last ones are asked for.
 *
 * Needs a network that takes windows [batch, time, sensor, 1] and returns logits. Leaves no tensor behind. Throws one
 * sentence if a training to be resumed had other settings or windows, if the best epoch is asked for without
 * windows to validate on, if the training is under way already, and if its numbers go wrong: a loss that is no finite
 * number ends it at that step, and the last good epoch stays.
 */
export async function train(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions = {},
): Promise<Trained> {
  const settings = checkTrainingSettings(options);
  const { epochs, batch, learningRate, seed, patience = Infinity, averaging, mixup, keep, testedEpochs } = settings;
  const { signal, onProgress } = options;
  if (split.validation.length === 0 && (keep === "best" || patience < Infinity)) {
    throw new Error('Without windows to validate on, no epoch is the best: set keep to "last" and leave out patience.');
  }
  const { resume, checkpoint = resume } = options;
  using _lock = checkpoint === undefined ? undefined : await lockTraining(checkpoint, options.runs);
  const keeper = new TrainingKeeper(split, options);
  const resumed = await keeper.resume();
  const random = seedrandom(`training ${seed}`, { state: resumed?.about.random ?? true });
  const history: Epoch[] = resumed?.about.history.slice() ?? [];
  const { warnings } = keeper;
  const best = new BestWeights(model);
  const log = settings.tensorboard ? tensorBoardLog(tensorBoardFolder(options)) : undefined;
  const batches = Math.ceil(split.train.length / batch);
  const report = (progress: Omit<TrainingProgress, "epochs" | "batches" | "history" | "warnings">) =>
    onProgress?.({ ...progress, epochs, batches, history, warnings });
  report({ epoch: Math.min(history.length + 1, epochs), batch: 0, secondsLeft: undefined });
  const { steps, execution } = await trainingSteps(model, data, split.train, settings, options.execution);
  const rate = {
    learningRate,
    schedule: settings.schedule,
    steps: epochs * batches,
  };

  try {
    if (resumed) {
      await steps.restore(resumed.arrays);
      await steps.toModel();
      best.restore(resumed.arrays, history);
    }
    const [started, before] = [performance.now(), history.length];
    for (let epoch = before + 1; epoch <= epochs && best.since < patience && !signal?.aborted; epoch++) {
      const epochStarted = performance.now();
      const order = shuffler(random)(split.train.slice());
      let [lossSum, correctSum, done] = [0, 0, 0];
      const runStep = async (step: number) => {
        const rows = order.slice(step * batch, (step + 1) * batch);
        const count = (epoch - 1) * batches + step;
        const stepRate = learningRateAt(count, rate);
        const [loss, correct] = await steps.step(rows, stepRate, {
          seed: [seed, count],
          mixing: mixup > 0 ? randomBeta.source(seedrandom(`mixup ${seed} ${count}`))(mixup, mixup)() : 1,
          averageDecay: Math.min(averaging, (1 + count) / (10 + count)),
        });
        if (!Number.isFinite(loss)) {
          const where = `epoch ${epoch}, step ${step + 1} of ${batches}, at a learning rate of ${stepRate}`;
          throw wentWrong(`The loss is ${loss} in ${where}`, history, checkpoint);
        }
        lossSum += loss * rows.length;
        correctSum += correct;
        done += rows.length;
        const perBatch = (performance.now() - started) / (count + 1 - before * batches);
        report({
          epoch,
          batch: step + 1,
          secondsLeft: perBatch * (epochs * batches - count - 1) / 1000,
          windowsPerSecond: 1000 * done / (performance.now() - epochStarted),
        });
      };
      // A device that queues steps gets the next one before the numbers of this one are read, so it never waits for the host.
      let earlier: Promise<void> | undefined;
      for (let step = 0; step < batches && !signal?.aborted; step++) {
        const under = runStep(step);
        under.catch(() => "told when it is awaited, which may be one step later");
        await (steps.queues ? earlier : under);
        earlier = under;
      }
      await earlier;
      await steps.toModel();
      if (signal?.aborted && done < order.length) break;
      if (!await hasFiniteWeights(model)) {
        const where = `after epoch ${epoch}, at a learning rate of ${learningRateAt(epoch * batches - 1, rate)}`;
        throw wentWrong(`A weight is no finite number ${where}`, history, checkpoint);
      }

      const predicted = (rows: Int32Array) => predict(model, data, rows, { precision: settings.precision });
      const validation = split.validation.length > 0 ? await predicted(split.validation) : undefined;
      const test = testedEpochs > 1 && epoch > epochs - testedEpochs ? await predicted(split.test) : undefined;
      history.push({
        epoch,
        loss: lossSum / done,
        accuracy: correctSum / done,
        ...(validation && { validationLoss: validation.loss, validationAccuracy: validation.accuracy }),
        ...(test && { testAccuracy: test.accuracy }),
        seconds: (performance.now() - epochStarted) / 1000,
      });
      best.consider(history.at(-1)!);
      await keeper.keep(history, random.state(), steps, best);
      log?.(history.at(-1)!);
      report({
        epoch,
        batch: batches,
        secondsLeft: (performance.now() - started) / 1000 / (epoch - before) * (epochs - epoch),
      });
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

/** Returns the error of a training whose numbers went wrong: what, which epoch was the last good one, and where it is. */
function wentWrong(what: string, history: Epoch[], checkpoint: string | undefined): Error {
  const stopped = `${what}: training stopped.`;
  const last = history.at(-1);
  if (!last) return new Error(`${stopped} No epoch was whole.`);
  const kept = checkpoint === undefined
    ? ""
    : `, and is kept: \`deno task train --resume ${checkpoint}\` continues there`;
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

/** Prepares steps as a graph, or operation by operation if that is asked for or the network cannot be a graph. */
async function trainingSteps(
  model: LayersModel,
  data: WindowTensors,
  train: Int32Array,
  settings: TrainingSettings,
  wanted?: Execution,
): Promise<{ steps: TrainingSteps; execution: Trained["execution"] }> {
  const { batch, classWeights, weightDecay, averaging, mixup, rotation, scaling, precision } = settings;
  if ((rotation > 0 || scaling > 0) && !data.standardization) {
    throw new Error("Rotation and scaling act on g and rad/s: give the windows' standardization with them.");
  }
  const rows = train.slice(0, batch);
  const labels = await data.labels.data();
  const balanced = classWeights === "balanced"
    ? balancedWeights(train.values().map((row) => labels[row]), model.outputs[0].shape[1]!)
    : undefined;
  const { standardization } = data;
  const loss = { ...settings, mixup: mixup > 0, classWeights: balanced, standardization };
  const training = {
    ...trainingOf(model, [data.windows, data.labels], loss),
    weightDecay,
    averaging: averaging > 0,
    precision,
  };
  const missing = precision === "bfloat16" ? missingBfloat16(await device()) : undefined;
  if (missing) throw new Error(`precision "bfloat16" is not available: ${missing}; use "float32".`);
  if (wanted !== "op by op") {
    try {
      const steps = await GraphTraining.create({ ...training, rows });
      return { steps, execution: { kind: "graph" } };
    } catch (error) {
      const reason = `step cannot be a graph: ${(error as Error).message}`;
      if (precision === "bfloat16") throw new Error(`precision "bfloat16" needs a graph, and the training ${reason}.`);
      if (wanted === "graph") throw new Error(`The training ${reason}.`);
      return { steps: new OpByOpTraining(training), execution: { kind: "op by op", reason: `the ${reason}` } };
    }
  }
  if (precision === "bfloat16") throw new Error('precision "bfloat16" needs a graph: leave out execution "op by op".');
  return { steps: new OpByOpTraining(training), execution: { kind: wanted } };
}
