import type { LayersModel } from "../backend/tensor_types.ts";
import { answersOf } from "../data/signals/activities.ts";
import { cutWindows } from "../data/signals/cut_windows.ts";
import type { Recording } from "../data/signals/recording.ts";
import type { FilterName } from "../data/signals/signal_filters.ts";
import { sampleRate } from "../data/signals/signals.ts";
import { signalTensor, type Standardization, standardize } from "../data/windows/window_tensors.ts";
import { backend } from "../backend/backend.ts";
import { Predictor } from "../model/predictor.ts";
import { rowsOf, softmax } from "../model/softmax.ts";

const tf = await backend();

/** A stretch of a recording and what a network says of it. */
export interface TimelinePart {
  /** Seconds from the recording's begin. */
  from: number;
  to: number;
  activity: string;
  /** Mean probability of that activity. */
  probability: number;
  /** Mean probabilities of all activities, in their order. */
  probabilities: number[];
}

/** Settings of {@link timeline}. */
export interface TimelineOptions {
  /** Samples from one window's start to the next, and of each part. Default: half a window. */
  step?: number;
  /** How the recording becomes signals: as the windows did that the network was trained on. Default: `official`. */
  filters?: FilterName;
}

/**
 * Returns what a network says of a recording, a part for each step: the mean of the probabilities of all windows that
 * cover it. The recording is filtered, cut and standardised as the windows were that the network was trained on.
 * Samples behind the last whole window are left out.
 *
 * Throws one sentence if the recording is shorter than a window. Leaves no tensor behind.
 */
export async function timeline(
  model: LayersModel,
  recording: Pick<Recording, "acceleration" | "rotation">,
  standardization: Standardization,
  options: TimelineOptions = {},
): Promise<TimelinePart[]> {
  const windowLength = model.inputs[0].shape[1]!;
  const { step = windowLength / 2, filters } = options;
  if (!Number.isInteger(step) || step < 1 || step > windowLength) {
    throw new Error(`step must be a whole number from 1 to ${windowLength} samples, and is ${step}.`);
  }
  const samples = recording.acceleration[0].length;
  if (samples < windowLength) {
    throw new Error(`The recording has ${samples} samples, and a window takes ${windowLength}: record for longer.`);
  }
  const whole = { ...recording, experiment: 1, subject: 1 };
  const frame = cutWindows([whole], [{ experiment: 1, activity: 1, first: 0, last: samples - 1 }], {
    windowLength,
    step,
    filters,
  });
  const windows = tf.tidy(() => standardize(signalTensor(frame), standardization));
  const predictor = new Predictor(model);
  const logits = await predictor.logits(await windows.data() as Float32Array);
  predictor.dispose();
  windows.dispose();
  const answers = answersOf(model.outputs[0].shape[1]!);
  const probabilities = rowsOf(logits, answers.length).map(softmax);
  const last = (frame.height - 1) * step + windowLength;
  return Array.from({ length: Math.ceil(last / step) }, (_, part) => {
    const from = part * step;
    const firstWindow = Math.max(0, Math.ceil((from - windowLength + 1) / step));
    const covering = probabilities.slice(firstWindow, part + 1);
    const mean = answers.map((_, i) => covering.reduce((sum, row) => sum + row[i], 0) / covering.length);
    return { from: from / sampleRate, to: Math.min(from + step, last) / sampleRate, ...mostProbable(mean) };
  });
}

/** Joins neighbouring parts of the same activity; probabilities are averaged by time. */
export function joinParts(parts: TimelinePart[]): TimelinePart[] {
  const joined: TimelinePart[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before?.activity !== part.activity) {
      joined.push(part);
      continue;
    }
    const [had, adds] = [before.to - before.from, part.to - part.from];
    const mean = before.probabilities.map((value, i) => (value * had + part.probabilities[i] * adds) / (had + adds));
    joined[joined.length - 1] = { from: before.from, to: part.to, ...mostProbable(mean) };
  }
  return joined;
}

function mostProbable(probabilities: number[]): Omit<TimelinePart, "from" | "to"> {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return { activity: answersOf(probabilities.length)[best], probability: probabilities[best], probabilities };
}
