// @ts-types="npm:@types/seedrandom@3.0.8"
import type seedrandom from "seedrandom";
import type { Split } from "../../data/windows/split_windows.ts";
import { checkTrainingSettings, type TrainingSettings } from "../../settings/experiment_settings.ts";
import { type Setting, trainingSettings } from "../../settings/setting_table.ts";
import type { TrainingState } from "../../tensorflow/graph/graph_training.ts";
import type { BestWeights } from "./best_weights.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { Epoch } from "./trained.ts";
import type { TrainOptions } from "./train_options.ts";
import { checkpointPath, unfinishedFolder } from "./training_files.ts";
import type { TrainingSteps } from "./training_steps.ts";

/** The settings of a training that change its numbers. */
const decisive = Object.entries<Setting>(trainingSettings).filter(([, { mayChange }]) => !mayChange)
  .map(([name]) => name as keyof TrainingSettings);

/** What a checkpoint holds beside weights and moments. */
export interface AboutTraining {
  settings: Partial<TrainingSettings>;
  /** SHA-256 of the rows to train and validate on. */
  windows: string;
  history: Epoch[];
  /** State of the generator that draws the order of windows. */
  random: seedrandom.State.Arc4;
}

/** Keeps the whole epochs of a training, and finds them again. */
export class TrainingKeeper {
  readonly #split: Split;
  readonly #options: TrainOptions;
  #windowsHash: Promise<string> | undefined;
  /** What could not be kept, a sentence each. */
  readonly warnings: string[] = [];

  constructor(split: Split, options: TrainOptions) {
    this.#split = split;
    this.#options = options;
  }

  /**
   * Returns what was kept of the training to be resumed; undefined if nothing is resumed or nothing was kept. Throws
   * one sentence if it was another training.
   */
  async resume(): Promise<{ about: AboutTraining; arrays: TrainingState } | undefined> {
    const { resume, runs } = this.#options;
    if (resume === undefined) return undefined;
    const checkpoint = await readCheckpoint(checkpointPath(resume, runs));
    if (!checkpoint) return undefined;
    const about = checkpoint.about as unknown as AboutTraining;
    const [kept, wanted] = [about.settings, this.#options].map(checkTrainingSettings);
    const different = decisiveOf(wanted).filter((name) => kept[name] !== wanted[name]);
    if (different.length > 0) {
      const list = different.map((name) => `${name} ${kept[name]}, not ${wanted[name]}`).join("; ");
      throw new Error(`The training ${resume} cannot continue with other settings: it had ${list}.`);
    }
    if (about.windows !== await this.#windows()) {
      throw new Error(`The training ${resume} cannot continue with other windows: its data or its split was another.`);
    }
    return { about, arrays: checkpoint.arrays };
  }

  /** Keeps an epoch. If that fails, as on a full disk, it leaves a warning, and the epoch before stays. */
  async keep(
    history: Epoch[],
    random: seedrandom.State.Arc4,
    steps: TrainingSteps,
    best: BestWeights,
  ): Promise<void> {
    const { resume, checkpoint = resume, runs } = this.#options;
    if (checkpoint === undefined) return;
    const about: AboutTraining = {
      settings: checkTrainingSettings(this.#options),
      windows: await this.#windows(),
      history,
      random,
    };
    try {
      await Deno.mkdir(unfinishedFolder(checkpoint, runs), { recursive: true });
      const arrays = new Map([...await steps.state(), ...await best.state()]);
      await writeCheckpoint(checkpointPath(checkpoint, runs), { about: { ...about }, arrays });
    } catch (error) {
      this.warnings.push(`Epoch ${history.length} could not be kept for a resumption: ${(error as Error).message}.`);
    }
  }

  #windows(): Promise<string> {
    return this.#windowsHash ??= this.#hashWindows();
  }

  async #hashWindows(): Promise<string> {
    const rows = Int32Array.of(this.#split.train.length, ...this.#split.train, ...this.#split.validation);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", rows)).toHex();
  }
}

/**
 * Returns the names of the settings that decide a training's numbers. With a constant learning rate the number of
 * epochs is not one of them.
 */
function decisiveOf({ schedule }: TrainingSettings): (keyof TrainingSettings)[] {
  return schedule === "constant" ? decisive : [...decisive, "epochs"];
}
