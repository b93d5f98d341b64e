import type { LayersModel, Tensor } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { Graph, type Output } from "./tensorflow_graph.ts";
import { record } from "./record_graph.ts";

const tf = await backend();

/** Windows up to which one thread an operation is faster; measured on two cores. */
const few = 8;

/**
 * A network as one TensorFlow graph, for prediction. The weights are constants in it, so it predicts what the network
 * predicts now, not what it learns later. Free it by {@link GraphPrediction.dispose}.
 */
export class GraphPrediction {
  readonly #model: LayersModel;
  /** For up to {@link few} windows, if an operation is too small to be shared among threads, and for more. */
  readonly #graphs = { few: new Graph({ threads: 1 }), many: new Graph() };
  readonly #batches = new Map<number, { input: Output; output: Output }>();

  /** Takes a network, such as `fold` returns, whose weights it copies. */
  constructor(model: LayersModel) {
    this.#model = model;
  }

  /**
   * Predicts a batch, given and returned as numbers in the order of the network's input and output. The event loop goes
   * on meanwhile.
   */
  async predict(values: Float32Array): Promise<Float32Array> {
    const { graph, request } = this.#request(values);
    return new Float32Array((await graph.run(request))[0]);
  }

  /**
   * Predicts as {@link predict} does and holds the event loop meanwhile, which saves the time of a change of threads.
   */
  predictSync(values: Float32Array): Float32Array {
    const { graph, request } = this.#request(values);
    return new Float32Array(graph.runSync(request)[0]);
  }

  /** Frees the graphs and their sessions. */
  dispose(): void {
    this.#graphs.few.dispose();
    this.#graphs.many.dispose();
  }

  #request(values: Float32Array) {
    const shape = this.#model.inputs[0].shape.slice(1) as number[];
    const batch = values.length / shape.reduce((a, b) => a * b, 1);
    if (!Number.isInteger(batch)) {
      throw new Error(`${values.length} numbers are no whole windows of ${shape.join(" x ")}.`);
    }
    const graph = batch <= few ? this.#graphs.few : this.#graphs.many;
    const { input, output } = this.#batches.get(batch) ?? this.#add(graph, batch, [batch, ...shape]);
    const feed = { output: input, value: { dtype: "float32" as const, shape: [batch, ...shape], values } };
    return { graph, request: { feeds: [feed], fetches: [output] } };
  }

  #add(graph: Graph, batch: number, shape: number[]) {
    const input = graph.placeholder("float32", shape);
    const example = tf.zeros(shape);
    const { result, outputOf } = record(
      graph,
      [{ tensor: example, output: input }],
      () => tf.tidy(() => this.#model.apply(example, { training: false }) as Tensor),
    );
    const places = { input, output: outputOf(result) };
    tf.dispose([example, result]);
    this.#batches.set(batch, places);
    return places;
  }
}
