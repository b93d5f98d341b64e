import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Recording } from "../../data/signals/recording.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { browserNetwork } from "../../network/model/browser_network.ts";
import { rowsOf } from "../../network/model/softmax.ts";
import { predictNumbers } from "../../tensorflow/operations/predict_numbers.ts";
import { readTimeline, type TimelinePart } from "../../results/recordings/read_timeline.ts";
import { windowValues } from "../../results/recordings/window_values.ts";
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
  readonly #answers: number;
  /** The network of TensorFlow.js' own layers, which is faster. */
  readonly #standard: LayersModel;
  readonly #data: LivePageData;
  #logits: number[][] = [];

  /** Takes a network, which stays the caller's. */
  constructor(model: LayersModel, data: LivePageData) {
    this.#answers = model.outputs[0].shape[1]!;
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
  async whole(recording: Sensors): Promise<TimelinePart[]> {
    const { standardization, windowLength, step, filters, temperature, markov } = this.#data;
    const windows = windowValues(recording, standardization, { windowLength, step, filters });
    const logits = rowsOf(await this.predict(windows), this.#answers);
    const reading = markov ? "smoothed" : "single";
    return readTimeline({ logits, windowLength, step }, { reading, markov: markov ?? undefined, temperature });
  }

  /** Begins with a new recording. */
  restart(): void {
    this.#logits = [];
  }

  /**
   * Takes in the newest window of a recording that goes on, of which the last seconds are given, and reads the windows so
   * far.
   */
  async add(recording: Sensors, { minutes = 2 } = {}): Promise<LiveMoment> {
    const { standardization, windowLength, step, filters, temperature, markov } = this.#data;
    const windows = windowValues(recording, standardization, { windowLength, step, filters });
    const newest = windows.subarray(windows.length - windowLength * 9);
    const began = performance.now();
    this.#logits.push(...rowsOf(await this.predict(newest), this.#answers));
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

  /** Frees what was made of the network. */
  dispose(): void {
    this.#standard.dispose();
  }
}
