import * as z from "zod";
import { type Device, deviceSchema } from "../../tensorflow/backend/device.ts";
import { type DataSource, dataSourceSchema } from "../../data/windows/data_source.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import type { HiddenMarkovModel } from "../recordings/hidden_markov_model.ts";
import type { Scores } from "../metrics/scores.ts";
import { type CheckedSettings, checkSettings } from "../../settings/experiment_settings.ts";
import type { Epoch, Trained } from "../../network/training/training_progress.ts";

/** Everything that is kept of a run, as reports/runs/<id>/run.json holds it. */
export interface RunRecord {
  /** Name of the run and of its folder. */
  id: string;
  /** Study with whose records it came with the project, see `notebooks/kept`. Left out of runs that were made here. */
  kept?: string;
  /** All settings, with the defaults of those that were left out. */
  settings: CheckedSettings;
  /**
   * What tells its network from others of the same name, see `networkSha256`. Left out of the article's, which the settings
   * describe.
   */
  networkSha256?: string;
  /** Where the windows came from; of the archive's path its name alone, since a run may be shown to others. */
  data: DataSource;
  /** Number of windows of each part of the split. */
  windows: { train: number; validation: number; test: number };
  /** By what the windows were standardised. */
  standardization: Standardization;
  /**
   * How people spend their time, for reading recordings: how frequent each answer was in training, and what follows an
   * answer `step` samples later, see `timeModel`; runs before that model have what followed in training. Left out if the
   * archive does not tell, and of the oldest runs.
   */
  markov?: HiddenMarkovModel & { step: number };
  /** What computed it. */
  device: Device;
  /**
   * Threads that an operation may take on a CPU; another number rounds sums otherwise, and a training's numbers drift
   * from the last digits on. Runs before this was kept have none.
   */
  threads?: number;
  /** Versions of what its numbers depend on, by package. */
  versions: Record<string, string>;
  /** Commit of this project; null outside of git. */
  gitCommit: string | null;
  /** When training began, in ISO 8601. */
  startedAt: string;
  /** Seconds of all epochs. */
  trainingSeconds: number;
  /** Whether training was stopped before its last epoch. */
  stopped: boolean;
  /** Whether training ended before its last epoch, since the validation did not get better. */
  earlyStopped: boolean;
  /** The epoch whose weights were kept; 0 for those of an epoch that was not finished. */
  bestEpoch: number;
  /** Whether training steps ran as a TensorFlow graph or operation by operation, and why; the oldest runs have none. */
  execution?: Trained["execution"];
  /** What went wrong without ending the training, a sentence each; runs before this was kept have none. */
  warnings?: string[];
  /** Trainable parameters. */
  parameters: number;
  /** Operations for one window, counted as the article does; null for a layer that nobody knows how to count. */
  flops: number | null;
  /** Multiply-adds of convolutions and dense layers for one window; null as above. */
  multiplyAdds: number | null;
  /** Median time to predict one window, ms. */
  inferenceMilliseconds: number;
  /** Of the epoch whose weights were kept; left out if nothing was validated. */
  validationAccuracy?: number;
  /** Scores on the test windows, mean cross-entropy (nats), and counts, rows true and columns predicted. */
  test: Scores & { loss: number; confusion: number[][] };
  /** The same counts for each test person; left out of a random split, which divides people, and of older runs. */
  people?: { subject: number; confusion: number[][] }[];
  /** What each epoch gave. */
  history: Epoch[];
}

/**
 * The version in which records are written. A record without one is of version 1, whose settings leave out those that
 * had their defaults; before version 3 every network was the article's.
 */
const recordVersion = 3;

const count = z.int().min(0);
const part = z.number().min(0).max(1);
const score = z.object({ precision: part, recall: part, f1: part });
const text = z.string();
/** JSON has no NaN, which a training that went wrong leaves, and writes null. */
const loss = z.number().nullable().transform((value) => value ?? NaN);

/** What run.json holds. */
const schema = z.object({
  version: z.int().min(1).default(1),
  id: text,
  settings: z.record(text, z.unknown()),
  networkSha256: text.optional(),
  data: dataSourceSchema,
  windows: z.object({ train: count, validation: count, test: count }),
  standardization: z.object({ mean: z.array(z.number()), deviation: z.array(z.number()) }),
  markov: z.object({ step: count, start: z.array(part), transition: z.array(z.array(part)) }).optional(),
  device: deviceSchema,
  threads: count.optional(),
  versions: z.record(text, text),
  gitCommit: text.nullable(),
  startedAt: z.iso.datetime(),
  trainingSeconds: z.number().min(0),
  stopped: z.boolean(),
  earlyStopped: z.boolean().default(false),
  bestEpoch: count,
  execution: z.object({ kind: z.enum(["graph", "op by op"]), reason: text.optional() }).optional(),
  warnings: z.array(text).optional(),
  parameters: count,
  flops: count.nullable(),
  multiplyAdds: count.nullable(),
  inferenceMilliseconds: z.number().min(0),
  validationAccuracy: part.optional(),
  test: z.object({
    accuracy: part,
    weighted: score,
    macro: score,
    classes: z.array(score.extend({ support: count })),
    loss,
    confusion: z.array(z.array(count)),
  }),
  people: z.array(z.object({ subject: count, confusion: z.array(z.array(count)) })).optional(),
  history: z.array(z.object({
    epoch: count,
    loss,
    accuracy: part,
    validationLoss: loss.optional(),
    validationAccuracy: part.optional(),
    testAccuracy: part.optional(),
    seconds: z.number().min(0),
  })),
});

/** Returns a record as it is written: with its version, and without the study from which it came. */
export function versioned({ kept: _, ...record }: RunRecord): { version: number } & RunRecord {
  return { version: recordVersion, ...record };
}

/** Returns the text of run.json. */
export function recordText(record: RunRecord): string {
  return JSON.stringify(versioned(record), null, 2) + "\n";
}

/**
 * Reads the record in a run's folder, of this version or an earlier one, with the defaults of settings that it leaves
 * out. Throws `Deno.errors.NotFound` if there is none, and one sentence if it cannot be read as a record.
 */
export async function readRecord(folder: string): Promise<RunRecord> {
  const path = `${folder}/run.json`;
  const text = await Deno.readTextFile(path);
  try {
    return parseRecord(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is not the record of a run: ${(error as Error).message.replace(/\.$/, "")}.`);
  }
}

/** Checks what was read as a record, and fills in what earlier versions left out. Throws one sentence if it is none. */
export function parseRecord(read: unknown): RunRecord {
  const { success, error, data } = schema.safeParse(read);
  if (!success) {
    const { path, message } = error.issues[0];
    throw new Error(`${path.join(".") || "it"}: ${message}`);
  }
  const { version, ...record } = data;
  if (version > recordVersion) {
    throw new Error(`a newer version of this project wrote it (${version}, and this one reads up to ${recordVersion})`);
  }
  return { ...record, settings: checkSettings(withoutRetired(record.settings)) };
}

/** Settings that no longer exist, and the defaults that they had; older records hold them. */
const retired: Record<string, unknown> = { warmUpEpochs: 0, shift: 0 };

/** Leaves out retired settings. Throws one clause if one of them had another value than its default. */
function withoutRetired(settings: Record<string, unknown>): Record<string, unknown> {
  const used = Object.keys(retired).find((name) => ![undefined, retired[name]].includes(settings[name]));
  if (used !== undefined) {
    throw new Error(`it was trained with ${used} ${settings[used]}, a setting that no longer exists`);
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in retired)));
}
