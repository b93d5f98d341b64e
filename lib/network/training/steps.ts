import type { LayersModel, Scalar, Tensor, Variable } from "../../tensorflow/backend/tensor_types.ts";
import { backend, device } from "../../tensorflow/backend/backend.ts";
import { missingBfloat16 } from "../../tensorflow/backend/precision.ts";
import {
  type BatchLoss,
  GraphTraining,
  type GraphTrainingOptions,
  type HostArray,
  stateOf,
  type StepNumbers,
  type TrainingState,
} from "../../tensorflow/graph/graph_training.ts";
import { NotAGraph } from "../../tensorflow/graph/record_graph.ts";
import type { TrainingSettings } from "../../settings/experiment_settings.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { balancedWeights, batchLoss, type BatchLossOptions } from "./loss.ts";
import type { Execution, Trained } from "./training_progress.ts";

const tf = await backend();

/** Something that trains a network step by step. */
export interface TrainingSteps {
  /**
   * Changes the weights by the gradient of some rows; returns their mean loss and the other numbers of the loss
   * function.
   */
  step(rows: Int32Array, learningRate: number, numbers?: StepNumbers): Promise<number[]>;
  /** Brings the weights so far, or their averages if they are averaged, into the variables of tfjs. */
  toModel(): Promise<void>;
  /** Copies everything that later steps depend on to the host. */
  state(): Promise<TrainingState>;
  /** Continues from a state. Throws if it is of another network. */
  restore(state: TrainingState): Promise<void>;
  dispose(): void;
}

/** Returns what training steps need to know of a network and its data: windows and activities. */
export function trainingOf(
  model: LayersModel,
  data: Tensor[],
  options: BatchLossOptions = {},
): Pick<GraphTrainingOptions, "weights" | "statistics" | "data" | "loss"> {
  return {
    weights: variables(model.trainableWeights),
    statistics: variables(model.nonTrainableWeights),
    data,
    loss: (batch, inputs) => batchLoss(model, batch, { ...options, inputs }),
  };
}

/** Returns the variables behind the weights of a network's layers. */
export function variables(weights: LayersModel["weights"]): Variable[] {
  return weights.map((weight) => weight.read() as Variable);
}

/**
 * Prepares training steps: as one TensorFlow graph, or operation by operation if that is asked for or the network cannot
 * be a graph. Throws one sentence if the settings need what the device or the data does not have.
 */
export async function trainingSteps(
  model: LayersModel,
  data: WindowTensors,
  train: Int32Array,
  settings: TrainingSettings,
  wanted?: Execution,
): Promise<{ steps: TrainingSteps; execution: Trained["execution"] }> {
  const { batch, classWeights, weightDecay, averaging, mixup, rotation, scaling, precision } = settings;
  const { standardization } = data;
  if ((rotation > 0 || scaling > 0) && !standardization) {
    throw new Error("Rotation and scaling act on g and rad/s: give the windows' standardization with them.");
  }
  const missing = precision === "bfloat16" ? missingBfloat16(await device()) : undefined;
  if (missing) throw new Error(`precision "bfloat16" is not available: ${missing}; use "float32".`);
  if (precision === "bfloat16" && wanted === "op by op") {
    throw new Error('precision "bfloat16" needs a graph: leave out execution "op by op".');
  }
  const labels = await data.labels.data();
  const balanced = classWeights === "balanced"
    ? balancedWeights(train.values().map((row) => labels[row]), model.outputs[0].shape[1]!)
    : undefined;
  const loss = { ...settings, mixup: mixup > 0, classWeights: balanced, standardization };
  const training = {
    ...trainingOf(model, [data.windows, data.labels], loss),
    weightDecay,
    averaging: averaging > 0,
    precision,
  };
  if (wanted === "op by op") return { steps: new OpByOpTraining(training), execution: { kind: wanted } };
  try {
    const steps = await GraphTraining.create({ ...training, rows: train.slice(0, batch) });
    return { steps, execution: { kind: "graph" } };
  } catch (error) {
    if (!(error instanceof NotAGraph)) throw error;
    const reason = `step cannot be a graph: ${error.message}`;
    if (precision === "bfloat16") throw new Error(`precision "bfloat16" needs a graph, and the training ${reason}.`);
    if (wanted === "graph") throw new Error(`The training ${reason}.`);
    return { steps: new OpByOpTraining(training), execution: { kind: "op by op", reason: `the ${reason}` } };
  }
}

/** The parts of tfjs' Adam that change from step to step and that it does not show. */
interface AdamInside {
  learningRate: number;
  accBeta1: Variable;
  accBeta2: Variable;
}

/** Training steps that tfjs executes operation by operation, for what cannot be a graph. */
export class OpByOpTraining implements TrainingSteps {
  readonly #weights: Variable[];
  /** Weights, then what the loss function changes itself. */
  readonly #variables: Variable[];
  readonly #data: Tensor[];
  readonly #loss: BatchLoss;
  readonly #weightDecay: number;
  readonly #adam: ReturnType<typeof tf.train.adam>;
  /** Averages over the steps of the variables, in their order; none if they are not averaged. */
  readonly #averaged: Variable[];
  /** The variables of the next step, while the network has their averages. */
  #setAside: Tensor[] = [];

  /** Takes what `GraphTraining` takes. */
  constructor(options: GraphTrainingOptions) {
    const { weights, statistics = [], data, loss, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.#adam = tf.train.adam(0, beta1, beta2, epsilon);
    this.#weights = weights;
    this.#variables = [...weights, ...statistics];
    this.#data = data;
    this.#loss = loss;
    this.#weightDecay = options.weightDecay ?? 0;
    this.#averaged = options.averaging
      ? tf.tidy(() => this.#variables.map((variable) => tf.variable(variable, false)))
      : [];
  }

  get #inside(): AdamInside {
    return this.#adam as unknown as AdamInside;
  }

  async step(rows: Int32Array, learningRate: number, numbers: StepNumbers = {}): Promise<number[]> {
    const { seed = [0, 0], number = 1, averageDecay = 0 } = numbers;
    this.#takeBack();
    this.#inside.learningRate = learningRate;
    const results = tf.tidy(() => {
      let values: Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const inputs = { seed: tf.tensor1d([...seed], "int32"), number: tf.scalar(number) };
        const { loss, values: others } = this.#loss(this.#data.map((tensor) => tf.gather(tensor, rows)), inputs);
        values = others.map((value) => tf.keep(value.toFloat()));
        return loss;
      }, this.#weights);
      const decayed = this.#weightDecay === 0 ? [] : this.#weights.filter(({ name }) => grads[name]);
      const parts = decayed.map((weight) => weight.mul(learningRate * this.#weightDecay));
      this.#adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      for (const [index, weight] of decayed.entries()) weight.assign(weight.sub(parts[index]));
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
    const [iterations, ...moments] = await this.#adam.getWeights();
    const place = (name: string) => this.#weights.findIndex((weight) => name.startsWith(`${weight.name}/`));
    const parts: [string, Tensor][] = [
      ...this.#variables.map((variable, i): [string, Tensor] => [`weight/${i}`, this.#setAside[i] ?? variable]),
      ...this.#averaged.map((average, i): [string, Tensor] => [`weight/${i}/average`, average]),
      ...moments.map(({ name, tensor }): [string, Tensor] => [`weight/${place(name)}/${name.at(-1)}`, tensor]),
      ["iterations", iterations.tensor],
      ["beta1_power", this.#inside.accBeta1],
      ["beta2_power", this.#inside.accBeta2],
    ];
    const read = async ([name, tensor]: [string, Tensor]): Promise<[string, HostArray]> => [
      name,
      { shape: tensor.shape, values: Float32Array.from(await tensor.data()) },
    ];
    const state = new Map(await Promise.all(parts.map(read)));
    iterations.tensor.dispose();
    return state;
  }

  async restore(state: TrainingState): Promise<void> {
    const tensor = (name: string, shape: number[]) => tf.tensor(stateOf(state, name, shape), shape);
    const moments = (kind: "m" | "v") =>
      this.#weights.flatMap(({ name, shape }, i) =>
        state.has(`weight/${i}/${kind}`)
          ? [{ name: `${name}/${kind}`, tensor: tensor(`weight/${i}/${kind}`, shape) }]
          : []
      );
    const adam = [{ name: "iter", tensor: tensor("iterations", []) }, ...moments("m"), ...moments("v")];
    await this.#adam.setWeights(adam);
    tf.tidy(() => {
      for (const [i, variable] of this.#variables.entries()) variable.assign(tensor(`weight/${i}`, variable.shape));
      for (const [i, average] of this.#averaged.entries()) average.assign(tensor(`weight/${i}/average`, average.shape));
      // tfjs takes these to the power of the steps, which is rounded otherwise than step by step.
      this.#inside.accBeta1.assign(tensor("beta1_power", []));
      this.#inside.accBeta2.assign(tensor("beta2_power", []));
    });
    tf.dispose(adam.map(({ tensor }) => tensor));
  }

  dispose(): void {
    tf.dispose([this.#setAside, this.#averaged, this.#inside.accBeta1, this.#inside.accBeta2]);
    this.#setAside = [];
    this.#adam.dispose();
  }

  #takeBack(): void {
    for (const [index, value] of this.#setAside.entries()) this.#variables[index].assign(value);
    tf.dispose(this.#setAside);
    this.#setAside = [];
  }
}
