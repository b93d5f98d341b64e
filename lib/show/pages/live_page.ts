import type { Axes } from "../../data/signals/recording.ts";
import type { FilterName } from "../../data/signals/signal_filters.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import type { HiddenMarkovModel } from "../../results/recordings/hidden_markov_model.ts";

/** What the live page holds: a network and what belongs to it. */
export interface LivePageData {
  /** The run whose network it is. */
  run: string;
  /** Test accuracy of the run. */
  accuracy: number;
  standardization: Standardization;
  /** How recordings become signals. */
  filters: FilterName;
  windowLength: number;
  /** Samples from one window's start to the next. */
  step: number;
  temperature: number;
  /** How long activities last and what lies between them; null if the run did not keep it. */
  markov: HiddenMarkovModel | null;
  /** The network as TensorFlow.js keeps it; its weights are in base64. */
  network: { modelTopology: unknown; weightSpecs: unknown[]; weights: string };
  example: LiveExample;
  /** Programs of TensorFlow.js' backend on WASM by their names, in base64. */
  wasm: Record<string, string>;
}

/** A recording that can be replayed. */
export interface LiveExample {
  /** A sentence that says whose it is. */
  title: string;
  /** Acceleration, g, then rotation, rad/s: six axes one after the other, float32 in base64. */
  samples: string;
}

/** Returns the bytes of a text in base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Returns the axes of an example. */
export function exampleAxes({ samples }: LiveExample): { acceleration: Axes; rotation: Axes } {
  const numbers = new Float32Array(fromBase64(samples).buffer);
  const count = numbers.length / 6;
  const axes = [0, 1, 2, 3, 4, 5].map((axis) => Float64Array.from(numbers.subarray(axis * count, (axis + 1) * count)));
  return { acceleration: axes.slice(0, 3) as Axes, rotation: axes.slice(3) as Axes };
}
