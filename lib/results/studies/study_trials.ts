import { type CheckedSettings, checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { variedSettings } from "../../settings/presets.ts";
import { readSweep } from "./sweep_file.ts";

/** How much of a study is trained. */
export interface StudySize {
  /** Settings that are other than those in the study's file, unless the study varies them. */
  settings: Partial<ExperimentSettings>;
  /** Seeds with which each trial is repeated. Default: all in the file. */
  seeds?: number[];
  /** Trials at most. Default: all. */
  trials?: number;
}

const sizes: Record<string, StudySize> = {
  /** As in the file: the runs that were trained once and are kept with the project. */
  kept: { settings: {} },
  /** Some minutes for each study on two cores: shows how it works, and answers nothing. */
  small: { settings: { epochs: 6, trainingWindows: 512, precision: "float32" }, seeds: [1], trials: 12 },
  /** What is kept, trained anew in float32: an hour or more for each study on two cores. */
  medium: { settings: { precision: "float32" } },
  /** Whole trainings, as those of cardinality and batch, but with the seeds of the file: for a GPU, or a cluster. */
  full: { settings: { epochs: 10, testedEpochs: 4, trainingWindows: undefined, precision: "float32" } },
};

/** Settings of {@link studyTrials}. */
export interface StudyTrialsOptions {
  /** How much is trained: `"kept"`, `"small"`, `"medium"` or `"full"`. Default: `"kept"`. */
  size?: string;
  /** Settings that are other than in the file, at any size but `"kept"`. Default: none. */
  settings?: Partial<ExperimentSettings>;
  /** Folder of the studies. Default: notebooks/sweeps. */
  folder?: string;
}

/**
 * Returns the settings of the trials of a study by its name: that of its file in notebooks/sweeps, which
 * `deno task sweep` takes. Throws one sentence if there is no such study or size.
 */
export async function studyTrials(name: string, options: StudyTrialsOptions = {}): Promise<CheckedSettings[]> {
  const { size = "kept", settings = {}, folder = `${root}/notebooks/sweeps` } = options;
  if (!Object.hasOwn(sizes, size)) {
    throw new Error(`There is no size "${size}": there are ${Object.keys(sizes).join(", ")}.`);
  }
  const trials = await readSweep(`${folder}/${name}.json`);
  if (size === "kept") return trials;
  const { settings: sized, seeds, trials: most } = sizes[size];
  const varied: string[] = variedSettings(trials);
  const fixed = Object.fromEntries(Object.entries(sized).filter(([setting]) => !varied.includes(setting)));
  return trials.filter(({ seed }) => !seeds || seeds.includes(seed)).slice(0, most)
    .map((trial) => checkSettings({ ...trial, ...fixed, ...settings }));
}
