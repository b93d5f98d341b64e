import type { Scalar, Tensor, Variable } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import {
  type BatchLoss,
  type GraphTrainingOptions,
  type HostArray,
  stateOf,
  type StepNumbers,
  type TrainingState,
} from "../../tensorflow/graph/graph_training.ts";
import { MergedAdam } from "./merged_adam.ts";
import type { TrainingSteps } from "./training_steps.ts";

const tf = await backend();

/**
 * Training steps that tfjs executes operation by operation, with one update for all weights; for what cannot be a
 * graph.
 */
export class OpByOpTraining implements TrainingSteps {
  /** A GPU works through steps in the order in which they are given; the other backends compute as they are told. */
  readonly queues = tf.getBackend() === "webgpu";
  readonly #weights: Variable[];
  /** Weights, then what the loss function changes itself. */
  readonly #variables: Variable[];
  readonly #data: Tensor[];
  readonly #loss: BatchLoss;
  readonly #optimizer: MergedAdam;
  /** Averages over the steps of the variables, in their order; none if they are not averaged. */
  readonly #averaged: Variable[];
  /** The variables of the next step, while the network has their averages. */
  #setAside: Tensor[] = [];

  /** Takes what `GraphTraining` takes. */
  constructor(options: GraphTrainingOptions) {
    const { weights, averages = [], data, loss } = options;
    this.#optimizer = new MergedAdam(weights, options);
    this.#weights = weights;
    this.#variables = [...weights, ...averages];
    this.#data = data;
    this.#loss = loss;
    this.#averaged = options.averaging
      ? tf.tidy(() => this.#variables.map((variable) => tf.variable(variable, false)))
      : [];
  }

  async step(rows: Int32Array, learningRate: number, numbers: StepNumbers = {}): Promise<number[]> {
    const { seed = [0, 0], mixing = 1, averageDecay = 0 } = numbers;
    this.#takeBack();
    const results = tf.tidy(() => {
      let values: Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const chance = { seed: { tensor: tf.tensor1d([...seed], "int32"), host: seed }, mixing: tf.scalar(mixing) };
        const { loss, values: others } = this.#loss(this.#data.map((tensor) => tf.gather(tensor, rows)), chance);
        values = others.map((value) => tf.keep(value.toFloat()));
        return loss;
      }, this.#weights);
      this.#optimizer.update(grads, learningRate);
      for (const [index, average] of this.#averaged.entries()) {
        average.assign(average.mul(averageDecay).add(this.#variables[index].mul(1 - averageDecay)));
      }
      const numbers = tf.stack([value, ...values]);
      tf.dispose(values);
      return numbers;
    });
    const read = await results.data();
    results.dispose();
    // TensorFlow's own backend answers at once; timers and signals wait for this.
    await new Promise((resolve) => setTimeout(resolve));
    return [...read];
  }

  /** Gives the network the averaged weights until the next step, if weights are averaged; else it has them already. */
  toModel(): Promise<void> {
    if (this.#averaged.length > 0 && this.#setAside.length === 0) {
      this.#setAside = this.#variables.map((variable) => variable.clone());
      for (const [index, average] of this.#averaged.entries()) this.#variables[index].assign(average);
    }
    return Promise.resolve();
  }

  async state(): Promise<TrainingState> {
    const parts: [string, Tensor][] = [
      ...this.#variables.map((variable, i): [string, Tensor] => [`weight/${i}`, this.#setAside[i] ?? variable]),
      ...this.#averaged.map((average, i): [string, Tensor] => [`weight/${i}/average`, average]),
    ];
    const read = async ([name, tensor]: [string, Tensor]): Promise<[string, HostArray]> => [
      name,
      { shape: tensor.shape, values: (await tensor.data() as Float32Array).slice() },
    ];
    return new Map([...await Promise.all(parts.map(read)), ...await this.#optimizer.state()]);
  }

  restore(state: TrainingState): Promise<void> {
    tf.tidy(() => {
      const assign = (variable: Variable, name: string) =>
        variable.assign(tf.tensor(stateOf(state, name, variable.shape), variable.shape));
      for (const [i, variable] of this.#variables.entries()) assign(variable, `weight/${i}`);
      for (const [i, average] of this.#averaged.entries()) assign(average, `weight/${i}/average`);
    });
    this.#optimizer.restore(state);
    return Promise.resolve();
  }

  dispose(): void {
    tf.dispose([this.#setAside, this.#averaged]);
    this.#setAside = [];
    this.#optimizer.dispose();
  }

  #takeBack(): void {
    for (const [index, value] of this.#setAside.entries()) this.#variables[index].assign(value);
    tf.dispose(this.#setAside);
    this.#setAside = [];
  }
}
