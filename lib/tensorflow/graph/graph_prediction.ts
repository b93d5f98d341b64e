import type { Precision } from "../backend/precision.ts";
import type { LayersModel, Tensor } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import { threads } from "../backend/device.ts";
import { Graph, type Output } from "./tensorflow_graph.ts";
import { record } from "./record_graph.ts";

const tf = await backend();

/**
 * Part of a core's cache that the largest output of a layer may fill. On cores with caches of 1 and 2 MiB chunks of 4 and
 * 8 windows of the article's network were the fastest, which is this part of both.
 */
const partOfCache = 0.6;
/** Windows that a GPU predicts at once. */
const chunkOnGpu = 256;

/**
 * A network as one TensorFlow graph, for prediction. The weights are constants in it, so it predicts what the network
 * predicts now, not what it learns later. Free it by {@link GraphPrediction.dispose}.
 *
 * On a CPU it predicts chunks of windows that stay in a core's cache, as many at a time as there are cores, each on one
 * thread.
 */
export class GraphPrediction {
  /** Windows of a chunk, at most. */
  readonly chunk: number;
  readonly #model: LayersModel;
  readonly #shape: number[];
  /** Numbers of a window. */
  readonly #size: number;
  readonly #workers: number;
  readonly #graph: Graph;
  readonly #batches = new Map<number, { input: Output; output: Output }>();

  /** Takes a network, such as `fold` returns, whose weights it copies. */
  constructor(model: LayersModel, { precision = "float32" }: { precision?: Precision } = {}) {
    this.#model = model;
    this.#shape = model.inputs[0].shape.slice(1) as number[];
    this.#size = this.#shape.reduce((a, b) => a * b, 1);
    const onGpu = nodeBackend(tf).isUsingGpuDevice;
    this.chunk = onGpu ? chunkOnGpu : Math.max(1, Math.floor(partOfCache * cacheBytes() / largestOutput(model)));
    this.#workers = onGpu ? 1 : threads();
    this.#graph = new Graph({ precision, ...(onGpu ? {} : { threads: 1 }) });
  }

  /**
   * Predicts any number of windows, given and returned as numbers in the order of the network's input and output. The
   * event loop goes on meanwhile. Throws one sentence if the numbers are no whole windows.
   */
  async predict(values: Float32Array): Promise<Float32Array> {
    const chunks = this.#cut(values);
    const results = new Array<Float32Array>(chunks.length);
    let next = 0;
    const work = async () => {
      while (next < chunks.length) {
        const index = next++;
        results[index] = new Float32Array((await this.#graph.run(this.#request(chunks[index])))[0]);
      }
    };
    // The places in the graph are made before, since a graph must not change while it runs.
    for (const chunk of chunks) this.#places(chunk);
    await Promise.all(Array.from({ length: Math.min(this.#workers, chunks.length) }, work));
    return joined(results);
  }

  /**
   * Predicts as {@link predict} does, one chunk after the other, and holds the event loop meanwhile: for a few windows,
   * since it saves the time of a change of threads.
   */
  predictSync(values: Float32Array): Float32Array {
    return joined(
      this.#cut(values).map((chunk) => new Float32Array(this.#graph.runSync(this.#request(chunk))[0])),
    );
  }

  /** Frees the graph and its session. */
  dispose(): void {
    this.#graph.dispose();
  }

  /** Cuts windows into chunks, for few windows into one for each worker. */
  #cut(values: Float32Array): Float32Array[] {
    const windows = values.length / this.#size;
    if (!Number.isInteger(windows)) {
      throw new Error(`${values.length} numbers are no whole windows of ${this.#shape.join(" x ")}.`);
    }
    const chunk = Math.min(this.chunk, Math.ceil(windows / this.#workers));
    return Array.from(
      { length: Math.ceil(windows / chunk) },
      (_, i) => values.subarray(i * chunk * this.#size, (i + 1) * chunk * this.#size),
    );
  }

  #request(values: Float32Array) {
    const { input, output } = this.#places(values);
    const shape = [values.length / this.#size, ...this.#shape];
    return { feeds: [{ output: input, value: { dtype: "float32" as const, shape, values } }], fetches: [output] };
  }

  /** Returns the places of input and output for a chunk of this size. */
  #places(values: Float32Array): { input: Output; output: Output } {
    const batch = values.length / this.#size;
    const known = this.#batches.get(batch);
    if (known) return known;
    const shape = [batch, ...this.#shape];
    const input = this.#graph.placeholder("float32", shape);
    const example = tf.zeros(shape);
    const { result, outputOf } = record(
      this.#graph,
      [{ tensor: example, output: input }],
      () => tf.tidy(() => this.#model.apply(example, { training: false }) as Tensor),
    );
    const places = { input, output: outputOf(result) };
    tf.dispose([example, result]);
    this.#batches.set(batch, places);
    return places;
  }
}

/** Returns the bytes of the largest output of a layer, for one window. */
function largestOutput(model: LayersModel): number {
  const sizes = model.layers.flatMap(({ outputShape }) => {
    const shapes = (Array.isArray(outputShape[0]) ? outputShape : [outputShape]) as (number | null)[][];
    return shapes.map((shape) => shape.slice(1).reduce<number>((product, extent) => product * (extent ?? 1), 1));
  });
  return Float32Array.BYTES_PER_ELEMENT * Math.max(...sizes);
}

function joined(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** Bytes that are assumed if the system does not tell. */
const assumed = 2 ** 20;

/** Returns the bytes of a core's second-level cache, as Linux tells them; elsewhere 1 MiB. */
function cacheBytes(): number {
  try {
    const text = Deno.readTextFileSync("/sys/devices/system/cpu/cpu0/cache/index2/size").trim();
    const [, number, unit] = text.match(/^(\d+)([KM])$/) ?? [];
    return number === undefined ? assumed : Number(number) * (unit === "K" ? 2 ** 10 : 2 ** 20);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return assumed;
    throw error;
  }
}
