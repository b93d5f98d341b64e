import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Recording } from "../../data/signals/recording.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { AdaptingPredictor } from "../../network/model/adapting_predictor.ts";
import { browserNetwork } from "../../network/model/browser_network.ts";
import { rowsOf, softmax } from "../../network/model/softmax.ts";
import { predictNumbers } from "../../tensorflow/operations/predict_numbers.ts";
import { BalanceWeights } from "../../results/recordings/balance_weights.ts";
import { readTimeline, type TimelinePart } from "../../results/recordings/read_timeline.ts";
import { tellWindows } from "../../results/recordings/tell_windows.ts";
import { windowValues } from "../../results/recordings/window_values.ts";
import type { Adaptation } from "../../settings/reading_choices.ts";
import type { LivePageData } from "./live_page.ts";

type Sensors = Pick<Recording, "acceleration" | "rotation">;

/** What is told of a recording while it goes on. */
export interface LiveMoment {
  /** Parts of the last minutes. */
  parts: TimelinePart[];
  /** Time that the newest window took, ms. */
  milliseconds: number;
}

/** Windows that a recording's predictions are made of at once. */
const atOnce = 64;
/** Seconds of a recording that are read again while it goes on: the filters have settled long before. */
export const liveSeconds = 45;

/**
 * Reads recordings by a network in any backend of TensorFlow.js: as a whole, with the numbers of `deno task predict`, or
 * window after window while they go on.
 */
export class LiveReader {
  readonly #model: LayersModel;
  /** The same network of TensorFlow.js' own layers, which is faster; it cannot adapt. */
  readonly #standard: LayersModel;
  readonly #data: LivePageData;
  #adapting?: AdaptingPredictor;
  #balance?: BalanceWeights;
  #logits: number[][] = [];

  /** Takes a network, which stays the caller's. */
  constructor(model: LayersModel, data: LivePageData) {
    this.#model = model;
    // Windows come standardised.
    const asTheyAre = { mean: new Array<number>(9).fill(0), deviation: new Array<number>(9).fill(1) };
    this.#standard = browserNetwork(model, asTheyAre, { returns: "logits" });
    this.#data = data;
  }

  /** Returns what the network says of windows, as numbers. */
  async predict(windows: Float32Array): Promise<Float32Array> {
    const size = this.#data.windowLength * 9;
    const parts: number[] = [];
    for (let from = 0; from < windows.length; from += atOnce * size) {
      parts.push(...await predictNumbers(this.#standard, windows.subarray(from, from + atOnce * size)));
    }
    return Float32Array.from(parts);
  }

  /** Reads a recording as a whole, smoothed if the run kept how long activities last. */
  async whole(recording: Sensors, adapt: Adaptation = "none"): Promise<TimelinePart[]> {
    const { standardization, windowLength, step, filters, temperature, markov } = this.#data;
    const windows = windowValues(recording, standardization, { windowLength, step, filters });
    const logits = await tellWindows(this.#model, windows, {
      predict: (some) => this.predict(some),
      adapt,
      frequencies: markov?.start,
      temperature,
    });
    const reading = markov ? "smoothed" : "single";
    return readTimeline({ logits, windowLength, step }, { reading, markov: markov ?? undefined, temperature });
  }

  /** Begins with a new recording. */
  restart(): void {
    this.#adapting?.dispose();
    this.#adapting = undefined;
    this.#balance = undefined;
    this.#logits = [];
  }

  /**
   * Takes in the newest window of a recording that goes on, of which the last seconds are given, and reads the windows so
   * far; by and by the network adapts to the person if it is to.
   */
  async add(recording: Sensors, { adapt = false, minutes = 2 } = {}): Promise<LiveMoment> {
    const { standardization, windowLength, step, filters, temperature, markov } = this.#data;
    const windows = windowValues(recording, standardization, { windowLength, step, filters });
    const newest = windows.subarray(windows.length - windowLength * 9);
    const began = performance.now();
    this.#logits.push(await this.#tell(newest, adapt));
    const milliseconds = performance.now() - began;
    const last = this.#logits.slice(-Math.ceil(minutes * 60 * sampleRate / step));
    const reading = markov ? "live" : "single";
    const parts = readTimeline({ logits: last, windowLength, step }, {
      reading,
      markov: markov ?? undefined,
      temperature,
    });
    return { parts, milliseconds };
  }

  async #tell(window: Float32Array, adapt: boolean): Promise<number[]> {
    const { temperature, markov } = this.#data;
    const answers = this.#model.outputs[0].shape[1]!;
    const [plain] = rowsOf(await this.predict(window), answers);
    if (!adapt) return plain;
    this.#adapting ??= new AdaptingPredictor(this.#model);
    if (markov) this.#balance ??= new BalanceWeights(markov.start);
    const weights = this.#balance?.add([softmax(plain, temperature)]);
    return rowsOf(await this.#adapting.logits(window, weights), answers)[0];
  }

  /** Frees what was made of the network, and what adapted. */
  dispose(): void {
    this.restart();
    this.#standard.dispose();
  }
}
