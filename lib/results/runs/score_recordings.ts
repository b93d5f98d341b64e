// @ts-types="npm:@types/d3-array@3.2.2"
import { greatest, group, maxIndex, rollup } from "d3-array";
import { activities, answerCount, answerOf } from "../../data/signals/activities.ts";
import { type LabelledRecording, labelledRecordings } from "../../data/windows/labelled_recording.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import { type Calibration, calibration, fitTemperature, probabilitiesAt } from "../metrics/calibration.ts";
import {
  type LabelledStretch,
  type PredictedRecording,
  type RecordingScores,
  recordingScores,
} from "../metrics/recording_scores.ts";
import { windowsBefore } from "../recordings/answer_shares.ts";
import { liveDelay, partProbabilities, readWindows } from "../recordings/read_windows.ts";
import { randomOrder } from "../recordings/random_order.ts";
import type { WindowLogits } from "../recordings/read_timeline.ts";
import { readingStep, windowLogits } from "../recordings/window_logits.ts";
import type { Reading } from "../../settings/presets.ts";
import type { RunsOptions } from "./list_runs.ts";
import { loadNetwork } from "./run_folder.ts";
import { windowsOf } from "./windows_of.ts";

/** A way to read recordings. */
export interface Way {
  /** Its name in tables and figures. */
  name: string;
  /** How windows are read. */
  reading: Reading;
}

/** The ways that are compared, from the network alone to what a phone can tell while it records. */
export const ways: Way[] = [
  { name: "single windows", reading: "single" },
  { name: "smoothed", reading: "smoothed" },
  { name: "most probable path", reading: "path" },
  { name: "live", reading: "live" },
];

/** How well a way read the recordings. */
export interface WayScores extends Way {
  /** Part of the windows inside one of the six activities that are predicted correctly. */
  windows: number;
  /** Samples and events. */
  scores: RecordingScores;
  /** Part of the labelled samples that are predicted correctly, of each person. */
  people: { subject: number; accuracy: number }[];
  /** Segments of which less than half is predicted correctly. */
  missed: MissedSegment[];
  /** Part of the labelled samples that are predicted correctly if each person's segments follow each other in a random order. */
  randomOrders: number;
}

/** A segment of a recording that was not found. */
export interface MissedSegment {
  /** Whose recording it is. */
  subject: number;
  /** Number of the recording. */
  experiment: number;
  /** Seconds from the recording's begin. */
  from: number;
  /** How long it lasts, s. */
  seconds: number;
  /** The labelled answer, counted from 0. */
  activity: number;
  /** The answer that the network gives most often there, counted from 0. */
  told: number;
}

/** A recording with what a network says of its windows, so that it can be shown without the archive. */
export interface ExampleRecording {
  /** Whose recording it is. */
  subject: number;
  /** Number of the recording. */
  experiment: number;
  /** Labelled segments: answers counted from 0, samples. */
  segments: LabelledStretch[];
  /** Samples of a window. */
  windowLength: number;
  /** Samples from one window's start to the next. */
  step: number;
  /** [window][answer]. */
  logits: number[][];
}

/** How well a run's network reads the whole recordings of its test people. */
export interface RecordingsRecord {
  /** The run's identifier. */
  run: string;
  /** The test people. */
  people: number[];
  /** Their labelled time, s. */
  labelledSeconds: number;
  /** How long live reading waits after the time of which it tells, s. */
  liveDelay: number;
  /** Of the labelled windows of the recordings: as the network gives them, at the run's temperature, and the best one. */
  calibration: { asTrained: Calibration; temperature: number; atTemperature: Calibration; best: number };
  /** What each way gives. */
  ways: WayScores[];
  /** The first test person's first recording. */
  example: ExampleRecording;
}

/** A recording as a network read it. */
interface ReadRecording {
  labelled: LabelledRecording;
  told: WindowLogits;
}

/**
 * Reads the whole recordings of a run's test people in all {@link ways} and compares them with their labels. Throws one
 * sentence if the run is not split by person, did not keep its network, or the archive is not here. `onProgress` is
 * called after each recording.
 */
export async function scoreRecordings(
  id: string,
  options: RunsOptions & { onProgress?: (done: number, total: number) => void } = {},
): Promise<RecordingsRecord> {
  const { onProgress = () => {}, ...folder } = options;
  const { run, model } = await loadNetwork(id, folder);
  try {
    const { settings, standardization, markov } = run;
    if (settings.split === "random") {
      throw new Error(`The run ${id} is split at random, so it has no test people: take one that is split by person.`);
    }
    if (!markov) {
      throw new Error(`The run ${id} did not keep how long activities last: take one that was trained on HAPT.`);
    }
    const { frame, source } = await windowsOf(settings);
    if (source.sha256 !== run.data.sha256) {
      throw new Error(`The run ${id} was trained on other data than ${source.title}: give it its archive.`);
    }
    const subjects = frame.getColumn("subject").toArray() as number[];
    const people = [
      ...new Set(splitWindows(frame, settings.split, settings).test.values().map((row) => subjects[row])),
    ];
    const all = await labelledRecordings(source, { transitions: true });
    const selected = all.filter(({ recording }) => people.includes(recording.subject));
    const orders = [...group(selected, ({ recording }) => recording.subject).values()].map((recordings) =>
      randomOrder(recordings)
    );
    const step = readingStep(settings.windowLength);
    const answers = answerCount(settings.transitions);
    const done: ReadRecording[] = [];
    for (const whole of [...selected, ...orders]) {
      const labelled = withAnswers(whole, answers);
      const logits = await windowLogits(model, labelled.recording, standardization, {
        step,
        filters: settings.filters,
      });
      done.push({ labelled, told: logits });
      onProgress(done.length, selected.length + orders.length);
    }
    const reading = { temperature: settings.temperature, markov };
    const read = done.slice(0, selected.length);
    const labelledSamples = read.flatMap(({ labelled: { segments } }) => segments).reduce(
      (sum, s) => sum + s.last - s.first + 1,
      0,
    );
    return {
      run: id,
      people: people.sort((a, b) => a - b),
      labelledSeconds: labelledSamples / sampleRate,
      liveDelay: liveDelay(settings.windowLength, step) / sampleRate,
      calibration: calibrationOf(read, answers, settings.temperature),
      ways: ways.map((way) => scoresOf(way, { read, orders: done.slice(selected.length) }, answers, reading)),
      example: exampleOf(read[0], answers),
    };
  } finally {
    model.dispose();
  }
}

/** Leaves those segments of a recording for which a network has an answer. */
function withAnswers({ recording, segments }: LabelledRecording, answers: number): LabelledRecording {
  return { recording, segments: segments.filter(({ activity }) => answerOf(activity, answers) !== undefined) };
}

function scoresOf(
  way: Way,
  recordings: { read: ReadRecording[]; orders: ReadRecording[] },
  answers: number,
  reading: Parameters<typeof readWindows>[1],
): WayScores {
  let [right, inside] = [0, 0];
  const tell = ({ labelled, told: { logits, windowLength, step } }: ReadRecording) => {
    const probabilities = readWindows(logits, { ...reading, reading: way.reading });
    const parts = partProbabilities(probabilities, { windowLength, step, reading: way.reading }).map((row) =>
      maxIndex(row)
    );
    const predicted = Uint8Array.from(
      labelled.recording.acceleration[0],
      (_, sample) => parts[Math.min(Math.floor(sample / step), parts.length - 1)],
    );
    return { probabilities, windowLength, step, told: predicted };
  };
  const predicted = recordings.read.map((read) => {
    const { labelled } = read;
    const { probabilities, windowLength, step, told } = tell(read);
    for (const [window, row] of probabilities.entries()) {
      const [first, last] = [window * step, window * step + windowLength - 1];
      const segment = labelled.segments.find((segment) => segment.first <= first && last <= segment.last);
      if (!segment || segment.activity > activities.length) continue;
      inside++;
      if (maxIndex(row) === segment.activity - 1) right++;
    }
    return { ...labelled.recording, segments: labelsOf(labelled, answers), told };
  });
  const score = (recordings: PredictedRecording[]) => recordingScores(recordings, { activities: answers });
  return {
    ...way,
    windows: right / inside,
    scores: score(predicted),
    people: [...group(predicted, ({ subject }) => subject)].map(([subject, ofPerson]) => ({
      subject,
      accuracy: score(ofPerson).accuracy,
    })),
    missed: predicted.flatMap(({ subject, experiment, segments, told }) =>
      segments.flatMap(({ activity, first, last }) => {
        const counts = rollup(told.subarray(first, last + 1), ({ length }) => length, (answer) => answer);
        const samples = last - first + 1;
        if (2 * (counts.get(activity) ?? 0) >= samples) return [];
        const [most] = greatest(counts, ([, count]) => count)!;
        return [{ subject, experiment, from: first / sampleRate, seconds: samples / sampleRate, activity, told: most }];
      })
    ),
    randomOrders:
      score(recordings.orders.map((read) => ({ ...tell(read), segments: labelsOf(read.labelled, answers) }))).accuracy,
  };
}

function exampleOf({ labelled, told }: ReadRecording, answers: number): ExampleRecording {
  const { subject, experiment } = labelled.recording;
  const { logits, windowLength, step } = told;
  return {
    subject,
    experiment,
    segments: labelsOf(labelled, answers),
    windowLength,
    step,
    logits: logits.map((row) => row.map((value) => Number(value.toFixed(2)))),
  };
}

/** The segments of a recording by a network's answers. */
function labelsOf({ segments }: LabelledRecording, answers: number): PredictedRecording["segments"] {
  return segments.flatMap(({ activity, first, last }) => {
    const answer = answerOf(activity, answers);
    return answer === undefined ? [] : [{ activity: answer, first, last }];
  });
}

function calibrationOf(recordings: ReadRecording[], answers: number, temperature: number) {
  const [logits, labels]: [number[][], number[]] = [[], []];
  for (const { labelled, told } of recordings) {
    for (const { activity, first, last } of labelsOf(labelled, answers)) {
      const inSegment = told.logits.slice(windowsBefore(first, told), windowsBefore(last + 1, told));
      logits.push(...inSegment);
      labels.push(...inSegment.map(() => activity));
    }
  }
  return {
    asTrained: calibration(probabilitiesAt(1, logits), labels),
    temperature,
    atTemperature: calibration(probabilitiesAt(temperature, logits), labels),
    best: fitTemperature(logits, labels),
  };
}
