import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { basename } from "node:path";
import { threads } from "../../tensorflow/backend/device.ts";
import { device } from "../../tensorflow/backend/backend.ts";
import { answerCount } from "../../data/signals/activities.ts";
import type { Windows } from "../../data/windows/load_windows.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { confusionMatrix, scores } from "../metrics/scores.ts";
import { inferenceMilliseconds } from "../metrics/latency.ts";
import { costIfCounted } from "../../network/model/cost.ts";
import { answerShares } from "../recordings/answer_shares.ts";
import { timeModel } from "../recordings/hidden_markov_model.ts";
import { readingStep } from "../recordings/window_logits.ts";
import { predict } from "../../network/training/predict.ts";
import type { Trained } from "../../network/training/training_progress.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";
import { unfinishedFolder } from "../../settings/environment.ts";
import type { RunRecord } from "./run_record.ts";
import { gitCommit, versions } from "./software_versions.ts";
import { writeRun } from "./run_folder.ts";

/** What a run consists of when its training has ended. */
export interface FinishedTraining {
  id: string;
  /** ISO 8601. */
  startedAt: string;
  settings: CheckedSettings;
  /** What tells its network from others, see `networkSha256`. */
  networkSha256?: string;
  /** The windows that were split, and where they came from. */
  windows: Windows;
  /** Rows to train on, to validate on and to test on. */
  split: Split;
  /** The windows, as they were trained on. */
  data: Required<WindowTensors>;
  /** The trained network. */
  model: LayersModel;
  trained: Trained;
  /** Folder to keep the run in. Default: reports/runs. */
  runs?: string;
}

/**
 * Tests a trained network on the test windows, measures its inference time and writes the run to reports/runs. What was
 * kept to resume its training is removed, unless it was stopped. Returns the record.
 */
export async function finishRun(run: FinishedTraining): Promise<RunRecord> {
  const { id, startedAt, settings, networkSha256, windows, split, data, model, trained, runs } = run;
  const { source } = windows;
  const labels = await data.labels.data();
  const truth = split.test.map((row) => labels[row]);
  const predictions = await predict(model, data, split.test, { precision: settings.precision });
  const confusion = confusionMatrix(truth, predictions.predicted, answerCount(settings.transitions));
  const record: RunRecord = {
    id,
    settings,
    networkSha256,
    data: { ...source, path: source.path && basename(source.path) },
    windows: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    standardization: data.standardization,
    markov: markovOf(run),
    device: await device(),
    threads: threads(),
    versions: await versions(),
    gitCommit: await gitCommit(),
    startedAt,
    trainingSeconds: trained.history.reduce((sum, { seconds }) => sum + seconds, 0),
    stopped: trained.stopped,
    earlyStopped: trained.earlyStopped,
    bestEpoch: trained.bestEpoch,
    execution: trained.execution,
    warnings: trained.warnings,
    ...costIfCounted(model),
    inferenceMilliseconds: await inferenceMilliseconds(model),
    validationAccuracy: trained.history[trained.bestEpoch - 1]?.validationAccuracy,
    test: { ...scores(confusion), loss: predictions.loss, confusion },
    people: settings.split === "random" ? undefined : peopleOf(run, truth, predictions.predicted),
    history: trained.history,
  };
  await writeRun(record, { model, rows: split.test, truth, predictions, runs });
  if (!trained.stopped) await Deno.remove(unfinishedFolder(id, runs), { recursive: true });
  return record;
}

/** Returns the counts of each test person. */
function peopleOf({ windows: { frame }, split, settings }: FinishedTraining, truth: Int32Array, predicted: Int32Array) {
  const subjects = frame.getColumn("subject").toArray() as number[];
  const places = Map.groupBy(split.test.keys(), (place) => subjects[split.test[place]]);
  return [...places].sort(([a], [b]) => a - b).map(([subject, of]) => ({
    subject,
    confusion: confusionMatrix(
      Int32Array.from(of, (place) => truth[place]),
      Int32Array.from(of, (place) => predicted[place]),
      answerCount(settings.transitions),
    ),
  }));
}

/** Returns what reading recordings needs to know of people, if the archive tells what the training people did. */
function markovOf({ settings, windows, split }: FinishedTraining): RunRecord["markov"] {
  const { frame, segments } = windows;
  if (!segments) return undefined;
  const { windowLength, transitions } = settings;
  const subjects = frame.getColumn("subject").toArray() as number[];
  const step = readingStep(windowLength);
  const answers = answerCount(transitions);
  const people = new Set(split.train.values().map((row) => subjects[row]));
  const start = answerShares(segments, { people, answers, windowLength, step });
  return { step, start, transition: timeModel(answers, { step }) };
}
