import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import {
  type BatchLoss,
  type GraphTrainingOptions,
  type HostArray,
  stateOf,
  type StepNumbers,
  type TrainingState,
} from "../graph/graph_training.ts";
import type { TrainingSteps } from "./training_steps.ts";

const tf = await backend();
/** tfjs takes gradients by the names of their variables, but gives that type no name of its own. */
type NamedVariableMap = Parameters<ReturnType<typeof tf.train.adam>["applyGradients"]>[0];

/** Training steps that tfjs executes operation by operation, with its own Adam; for what cannot be a graph. */
export class OpByOpTraining implements TrainingSteps {
  readonly #weights: Variable[];
  /** Weights, then what the loss function changes itself. */
  readonly #variables: Variable[];
  readonly #data: Tensor[];
  readonly #loss: BatchLoss;
  readonly #weightDecay: number;
  readonly #optimizer: ReturnType<typeof tf.train.adam>;
  /** Averages over the steps of the variables, in their order; none where they are not averaged. */
  readonly #averaged: Variable[];
  /** The variables of the next step, while the network has their averages. */
  #setAside: Tensor[] = [];

  /** Takes what `GraphTraining` takes. */
  constructor(options: GraphTrainingOptions) {
    const { weights, averages = [], data, loss, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    this.#weightDecay = weightDecay;
    this.#optimizer = tf.train.adam(0.001, beta1, beta2, epsilon);
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
      Object.assign(this.#optimizer, { learningRate });
      const trained = this.#weights.filter(({ name }) => grads[name]);
      const decay = this.#weightDecay === 0
        ? []
        : trained.map((weight) => weight.mul(learningRate * this.#weightDecay));
      this.#optimizer.applyGradients(grads as NamedVariableMap);
      for (const [index, part] of decay.entries()) trained[index].assign(trained[index].sub(part));
      for (const [index, average] of this.#averaged.entries()) {
        average.assign(average.mul(averageDecay).add(this.#variables[index].mul(1 - averageDecay)));
      }
      const numbers = tf.stack([value, ...values]).dataSync();
      tf.dispose(values);
      return numbers;
    });
    await new Promise((resolve) => setTimeout(resolve));
    return [...results];
  }

  /** Gives the network the averaged weights until the next step, where weights are averaged; else it has them already. */
  toModel(): Promise<void> {
    if (this.#averaged.length > 0 && this.#setAside.length === 0) {
      this.#setAside = this.#variables.map((variable) => variable.clone());
      for (const [index, average] of this.#averaged.entries()) this.#variables[index].assign(average);
    }
    return Promise.resolve();
  }

  async state(): Promise<TrainingState> {
    const [iterations, ...moments] = await this.#optimizer.getWeights();
    iterations.tensor.dispose();
    const parts: [string, Tensor][] = [
      ...this.#variables.map((variable, i): [string, Tensor] => [`weight/${i}`, this.#setAside[i] ?? variable]),
      ...this.#averaged.map((average, i): [string, Tensor] => [`weight/${i}/average`, average]),
      ...this.#momentNames(moments.length).map((name, i): [string, Tensor] => [name, moments[i].tensor]),
      ...Object.entries(this.#powers()),
    ];
    const read = async ([name, tensor]: [string, Tensor]): Promise<[string, HostArray]> => [
      name,
      { shape: tensor.shape, values: (await tensor.data() as Float32Array).slice() },
    ];
    return new Map(await Promise.all(parts.map(read)));
  }

  async restore(state: TrainingState): Promise<void> {
    const tensor = (name: string, shape: number[]) => tf.tensor(stateOf(state, name, shape), shape);
    const assign = (variable: Variable, name: string) => variable.assign(tensor(name, variable.shape));
    const moments = [...state.keys()].filter((name) => /\/[mv]$/.test(name));
    tf.tidy(() => {
      for (const [i, variable] of this.#variables.entries()) assign(variable, `weight/${i}`);
      for (const [i, average] of this.#averaged.entries()) assign(average, `weight/${i}/average`);
    });
    const values = this.#momentNames(moments.length).map((name) => ({
      name,
      tensor: tensor(name, state.get(name)?.shape ?? []),
    }));
    const iterations = tf.scalar(0, "int32");
    await this.#optimizer.setWeights([{ name: "iter", tensor: iterations }, ...values]);
    tf.tidy(() => {
      for (const [name, power] of Object.entries(this.#powers())) assign(power, name);
    });
    tf.dispose([iterations, values.map(({ tensor }) => tensor)]);
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

  /** Names the moments as tfjs' Adam lists them: the means of all weights, then the means of the squares. */
  #momentNames(count: number): string[] {
    return ["m", "v"].flatMap((kind) => Array.from({ length: count / 2 }, (_, i) => `weight/${i}/${kind}`));
  }

  /** Powers of Adam's decays, which tfjs keeps to itself and would compute again, not to the last digit, in `setWeights`. */
  #powers(): Record<string, Variable> {
    const { accBeta1, accBeta2 } = this.#optimizer as unknown as Record<"accBeta1" | "accBeta2", Variable>;
    return { beta1_power: accBeta1, beta2_power: accBeta2 };
  }
}
