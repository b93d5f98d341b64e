import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { hasRawKernels } from "../backend/raw_kernel.ts";
import { dataTypes, type Handle, type HostTensor } from "./c_api.ts";
import { Graph, type Output, type RunRequest } from "./graph.ts";
import { GraphVariable } from "./graph_variable.ts";
import type { OperationTime } from "./messages.ts";
import { record } from "./record.ts";

const tf = await backend();

/** Computes the mean loss of a batch and other numbers that are to be known of it. */
export type BatchLoss = (batch: Tensor[]) => { loss: Scalar; values: Scalar[] };

/** What {@link GraphTraining} trains. */
export interface GraphTrainingOptions {
  /** Variables that the optimiser changes. */
  weights: Variable[];
  /** Variables that the loss function itself changes, such as moving averages. Default: none. */
  averages?: Variable[];
  /** Inputs and targets, an example a row; kept in the session once. */
  data: Tensor[];
  /**
   * Computes the mean loss of a batch, and other numbers that each step is to return, by tfjs operations. It gets some rows of
   * each tensor of the data. It must do the same for every batch, and look at no value.
   */
  loss: BatchLoss;
  /** Decay of Adam's mean of gradients. Default: 0.9. */
  beta1?: number;
  /** Decay of Adam's mean of squared gradients. Default: 0.999. */
  beta2?: number;
  /** Added to the root of the mean of squares. Default: 1e-8. */
  epsilon?: number;
  /** Part of a weight that each step takes away, times the learning rate (AdamW: Loshchilov and Hutter 2017, arXiv 1711.05101). Default: 0. */
  weightDecay?: number;
}

/** A step for one size of batch. */
interface Step {
  rows: Output;
  fetches: Output[];
  targets: Handle[];
}

/**
 * Training steps as one TensorFlow graph: what tfjs executes in one step (forward and back) is recorded with TensorFlow's
 * own Adam behind it, and a step is then one call that runs away from the event loop. Weights, moments and data live in
 * the session; {@link GraphTraining.toModel} copies the weights back.
 */
export class GraphTraining {
  readonly #options: Required<GraphTrainingOptions>;
  readonly #graph = new Graph();
  readonly #variables: { variable: GraphVariable; into: Variable }[];
  readonly #data: { variable: GraphVariable; value: Tensor }[];
  readonly #learningRate: Output;
  readonly #moments = new Map<string, [GraphVariable, GraphVariable]>();
  readonly #powers: [GraphVariable, GraphVariable];
  readonly #steps = new Map<number, Step>();

  private constructor(options: GraphTrainingOptions) {
    const { averages = [], beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    this.#options = { ...options, averages, beta1, beta2, epsilon, weightDecay };
    const graph = this.#graph;
    const variable = (name: string, like: Tensor) => new GraphVariable(graph, name, like);
    const { weights, data } = options;
    this.#variables = [...weights, ...averages].map((into) => ({ variable: variable(into.name, into), into }));
    this.#data = data.map((value, index) => ({ variable: variable(`data_${index}`, value), value }));
    this.#learningRate = graph.placeholder("float32", []);
    const scalar = { dtype: "float32", shape: [] };
    this.#powers = [new GraphVariable(graph, "beta1_power", scalar), new GraphVariable(graph, "beta2_power", scalar)];
    for (const weight of weights) {
      this.#moments.set(weight.name, [variable(`${weight.name}/m`, weight), variable(`${weight.name}/v`, weight)]);
    }
  }

  /**
   * Copies weights and data into a new session. Throws one clause where the loss function cannot be a graph: where it looks at a value, or draws
   * random numbers on the host.
   */
  static async create(options: GraphTrainingOptions & { rows: Int32Array }): Promise<GraphTraining> {
    const { rows, ...rest } = options;
    if (!hasRawKernels()) throw new Error(`tfjs' backend "${tf.getBackend()}" has no graphs`);
    const training = new GraphTraining(rest);
    try {
      training.#checkSame(rows, training.#addStep(rows));
      await training.#initialize();
      return training;
    } catch (error) {
      training.dispose();
      throw error;
    }
  }

  /** Changes the weights by the gradient of some rows; returns their loss and the other numbers of the loss function. */
  async step(rows: Int32Array, learningRate: number): Promise<number[]> {
    const results = await this.#graph.run(this.#request(rows, learningRate));
    return results.map((bytes) => new Float32Array(bytes)[0]);
  }

  /** Runs a step and returns how long each operation took. */
  profile(rows: Int32Array, learningRate: number): Promise<OperationTime[]> {
    return this.#graph.profile(this.#request(rows, learningRate));
  }

  #request(rows: Int32Array, learningRate: number): RunRequest {
    if (!this.#steps.has(rows.length)) this.#addStep(rows);
    const step = this.#steps.get(rows.length)!;
    return {
      feeds: [
        { output: step.rows, value: { dtype: "int32", shape: [rows.length], values: rows } },
        { output: this.#learningRate, value: { dtype: "float32", shape: [], values: Float32Array.of(learningRate) } },
      ],
      fetches: step.fetches,
      targets: step.targets,
    };
  }

  /** Copies weights and averages from the session into the variables of tfjs. */
  toModel(): Promise<void> {
    return GraphVariable.read(this.#graph, this.#variables);
  }

  /** Frees session and graph. */
  dispose(): void {
    this.#graph.dispose();
  }

  async #initialize(): Promise<void> {
    const powers = [this.#options.beta1, this.#options.beta2].map((beta) => tf.scalar(beta));
    const zeros = this.#options.weights.flatMap((weight) => {
      const zero = tf.zeros(weight.shape);
      return this.#moments.get(weight.name)!.map((variable) => ({ variable, value: zero }));
    });
    await GraphVariable.initialize(this.#graph, [
      ...this.#variables.map(({ variable, into }) => ({ variable, value: into })),
      ...this.#data,
      ...powers.map((value, index) => ({ variable: this.#powers[index], value })),
      ...zeros,
    ]);
    tf.dispose([powers, zeros.map(({ value }) => value)]);
  }

  /** Records a step for batches of the size of these rows, and returns the constants in it. */
  #addStep(rows: Int32Array): HostTensor[] {
    const graph = this.#graph;
    const input = graph.placeholder("int32", [rows.length]);
    const { loss, values, gradients, averages, constants } = this.#record(graph, rows, input);
    const epsilon = this.#scaledEpsilon();
    const optimized = this.#options.weights.flatMap(({ name }) =>
      gradients.has(name) ? [this.#decay(name, this.#adam(name, gradients.get(name)!, epsilon))] : []
    );
    const moved = averages.map(({ variable, output }) => variable.assign(output));
    const powers = this.#powers.map((power, index) => {
      const beta = this.#scalar(index === 0 ? this.#options.beta1 : this.#options.beta2);
      return power.assign(graph.output("Mul", [power.value, beta]));
    });
    const targets = [...optimized, ...moved, ...powers];
    this.#steps.set(rows.length, { rows: input, fetches: [loss, ...values], targets });
    return constants;
  }

  /** Records forward and back into a graph. The variables of tfjs keep their values. */
  #record(graph: Graph, rows: Int32Array, input: Output) {
    const { weights, loss, averages } = this.#options;
    const before = averages.map((average) => average.clone());
    const batch = this.#data.map(({ value }) => tf.gather(value, rows));
    const axis = graph.constant({ dtype: "int32", shape: [], values: Int32Array.of(0) });
    const known = [
      ...this.#variables.map(({ variable, into }) => ({ tensor: into, output: variable.value })),
      ...this.#data.map(({ variable }, index) => ({
        tensor: batch[index],
        output: graph.output("GatherV2", [variable.value, input, axis]),
      })),
    ];
    let kept: Scalar[] = [];
    try {
      const { result, outputOf, constants } = record(graph, known, () =>
        tf.variableGrads(() => {
          const { loss: mean, values } = loss(batch);
          kept = values.map((value) => tf.keep(value.toFloat()));
          return mean;
        }, weights));
      const gradients = new Map(Object.entries(result.grads).map(([name, gradient]) => [name, outputOf(gradient)]));
      const places = {
        loss: outputOf(result.value),
        values: kept.map(outputOf),
        gradients,
        averages: averages.map((average) => ({
          variable: this.#variables.find(({ into }) => into === average)!.variable,
          output: outputOf(average),
        })),
        constants,
      };
      tf.dispose([result.value, result.grads, kept]);
      return places;
    } catch (error) {
      disposeTape();
      throw error;
    } finally {
      for (const [index, average] of averages.entries()) average.assign(before[index]);
      tf.dispose([batch, before]);
    }
  }

  /** Throws where other rows give other constants: something is then drawn or decided on the host. */
  #checkSame(rows: Int32Array, constants: HostTensor[]): void {
    const scratch = new GraphTraining(this.#options);
    try {
      const input = scratch.#graph.placeholder("int32", [rows.length]);
      const others = scratch.#record(scratch.#graph, rows.toReversed(), input).constants;
      const same = others.length === constants.length &&
        others.every(({ values }, i) => values.every((value, k) => Object.is(value, constants[i].values[k])));
      if (!same) throw new Error("it draws random numbers or decides on the host, which a graph cannot do");
    } finally {
      scratch.dispose();
    }
  }

  /** Returns Adam's epsilon as TensorFlow's Adam wants it: before the correction of the means, where tfjs' and PyTorch's counts after it. */
  #scaledEpsilon(): Output {
    const correction = this.#graph.output("Sqrt", [
      this.#graph.output("Sub", [this.#scalar(1), this.#powers[1].value]),
    ]);
    return this.#graph.output("Mul", [this.#scalar(this.#options.epsilon), correction]);
  }

  /** Adds TensorFlow's Adam for one weight. */
  #adam(name: string, gradient: Output, epsilon: Output): Handle {
    const { variable } = this.#variables.find(({ into }) => into.name === name)!;
    const [m, v] = this.#moments.get(name)!;
    const [beta1Power, beta2Power] = this.#powers.map(({ value }) => value);
    const { beta1, beta2 } = this.#options;
    return this.#graph.add(
      "ResourceApplyAdam",
      [
        variable.handle,
        m.handle,
        v.handle,
        beta1Power,
        beta2Power,
        this.#learningRate,
        this.#scalar(beta1),
        this.#scalar(beta2),
        epsilon,
        gradient,
      ],
      { T: { type: dataTypes.float32 } },
      { after: [variable.value.operation] },
    );
  }

  /** Adds what takes a part of a weight away after Adam's step; the part is of the weight before it. */
  #decay(name: string, adam: Handle): Handle {
    const { weightDecay } = this.#options;
    if (weightDecay === 0) return adam;
    const graph = this.#graph;
    const { variable } = this.#variables.find(({ into }) => into.name === name)!;
    const part = graph.output("Mul", [this.#learningRate, this.#scalar(weightDecay)]);
    return graph.add("AssignSubVariableOp", [variable.handle, graph.output("Mul", [variable.value, part])], {
      dtype: { type: dataTypes.float32 },
    }, { after: [adam] });
  }

  #scalar(value: number): Output {
    return this.#graph.constant({ dtype: "float32", shape: [], values: Float32Array.of(value) });
  }
}

/** Frees what tfjs saved for a gradient that was not taken, since the function threw; tfjs itself leaves it. */
function disposeTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
