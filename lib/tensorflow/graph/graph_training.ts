import type { Scalar, Tensor, Tensor1D, Variable } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import { type Precision, withPrecision } from "../backend/precision.ts";
import { dataTypes, type Handle, type HostTensor } from "./tensorflow_c_api.ts";
import { Graph, type Output, type RunRequest } from "./tensorflow_graph.ts";
import { GraphVariable } from "./graph_variable.ts";
import type { OperationTime } from "./protobuf_messages.ts";
import { type KnownTensor, NotAGraph, record } from "./record_graph.ts";

const tf = await backend();

/** What the loss function is given anew in each step. */
export interface StepInputs {
  /** Decides its random numbers. */
  seed: Tensor1D;
  /** A number for whatever it needs one. */
  number: Scalar;
}

/** Computes the mean loss of a batch and other numbers that are to be known of it. */
export type BatchLoss = (batch: Tensor[], inputs: StepInputs) => { loss: Scalar; values: Scalar[] };

/** Numbers of one step beside its rows and its learning rate. */
export interface StepNumbers {
  /** Decides the random numbers that the loss function draws. Default: 0 and 0. */
  seed?: readonly [number, number];
  /** A number for the loss function. Default: 1. */
  number?: number;
  /** How much of the averaged weights stays in this step, if weights are averaged. Default: 0. */
  averageDecay?: number;
}

/** What {@link GraphTraining} trains. */
export interface GraphTrainingOptions {
  /** Variables that the optimiser changes. */
  weights: Variable[];
  /** Variables that the loss function itself changes, such as moving averages of batch statistics. Default: none. */
  statistics?: Variable[];
  /** Inputs and targets, an example a row; kept in the session once. */
  data: Tensor[];
  /**
   * Computes the mean loss of a batch, and other numbers that each step is to return, by tfjs operations. It gets some
   * rows of each tensor of the data, and what is given anew in each step. It must do the same for every batch, and look
   * at no value.
   */
  loss: BatchLoss;
  /** Decay of Adam's mean of gradients. Default: 0.9. */
  beta1?: number;
  /** Decay of Adam's mean of squared gradients. Default: 0.999. */
  beta2?: number;
  /** Added to the root of the mean of squares. Default: 1e-8. */
  epsilon?: number;
  /**
   * Part of a weight that each step takes away, times the learning rate (AdamW: Loshchilov and Hutter 2017, arXiv
   * 1711.05101). Default: 0.
   */
  weightDecay?: number;
  /** Whether the network gets averages of the weights over the steps instead of the last ones. Default: false. */
  averaging?: boolean;
  /** In what convolutions and matrix products compute. Default: `"float32"`. */
  precision?: Precision;
}

/** Numbers with a shape. */
export interface HostArray {
  shape: number[];
  values: Float32Array;
}

/**
 * Everything that the next steps of a training depend on. Weights and averages are named by their places, `weight/0`,
 * since tfjs gives a network that is built again other names.
 */
export type TrainingState = Map<string, HostArray>;

/** A step for one size of batch. */
interface Step {
  rows: Output;
  fetches: Output[];
  targets: Handle[];
}

/**
 * Training steps as one TensorFlow graph: what tfjs executes in one step (forward and back) is recorded with
 * TensorFlow's own Adam behind it, and a step is then one call that runs away from the event loop. Weights, moments and
 * data live in the session; {@link GraphTraining.toModel} copies the weights back.
 */
export class GraphTraining {
  readonly #options: Required<GraphTrainingOptions>;
  readonly #graph: Graph;
  readonly #variables: { variable: GraphVariable; into: Variable }[];
  readonly #data: { variable: GraphVariable; value: Tensor }[];
  /** What each step is told. */
  readonly #inputs: { learningRate: Output; seed: Output; number: Output; averageDecay: Output };
  /** Averages over the steps of the variables, in their order; none if they are not averaged. */
  readonly #averaged: GraphVariable[];
  readonly #moments = new Map<string, [GraphVariable, GraphVariable]>();
  readonly #powers: [GraphVariable, GraphVariable];
  readonly #steps = new Map<number, Step>();

  private constructor(options: GraphTrainingOptions) {
    const { statistics = [], beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, averaging = false } = options;
    const { precision = "float32" } = options;
    this.#options = { ...options, statistics, beta1, beta2, epsilon, weightDecay, averaging, precision };
    // The same seed is to give the same numbers; on two cores it takes no longer than with two operations at a time.
    this.#graph = new Graph({ precision, inTurn: !nodeBackend(tf).isUsingGpuDevice });
    const graph = this.#graph;
    const variable = (name: string, like: Tensor) => new GraphVariable(graph, name, like);
    const { weights, data } = options;
    this.#variables = [...weights, ...statistics].map((into) => ({ variable: variable(into.name, into), into }));
    this.#data = data.map((value, index) => ({ variable: variable(`data_${index}`, value), value }));
    const number = () => graph.placeholder("float32", []);
    const seed = graph.placeholder("int32", [2]);
    this.#inputs = { learningRate: number(), seed, number: number(), averageDecay: number() };
    const averaged = averaging ? this.#variables : [];
    this.#averaged = averaged.map(({ into }) => variable(`${into.name}/average`, into));
    const scalar = { dtype: "float32", shape: [] };
    this.#powers = [new GraphVariable(graph, "beta1_power", scalar), new GraphVariable(graph, "beta2_power", scalar)];
    for (const weight of weights) {
      this.#moments.set(weight.name, [variable(`${weight.name}/m`, weight), variable(`${weight.name}/v`, weight)]);
    }
  }

  /**
   * Copies weights and data into a new session. Throws {@link NotAGraph}, one clause, if the loss function cannot be
   * a graph: if it looks at a value, or draws random numbers on the host.
   */
  static async create(options: GraphTrainingOptions & { rows: Int32Array }): Promise<GraphTraining> {
    const { rows, ...rest } = options;
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

  /**
   * Changes the weights by the gradient of some rows; returns their loss and the other numbers of the loss function.
   */
  async step(rows: Int32Array, learningRate: number, numbers: StepNumbers = {}): Promise<number[]> {
    const results = await this.#graph.run(this.#request(rows, learningRate, numbers));
    return results.map((bytes) => new Float32Array(bytes)[0]);
  }

  /** Runs a step and returns how long each operation took. */
  profile(rows: Int32Array, learningRate: number): Promise<OperationTime[]> {
    return this.#graph.profile(this.#request(rows, learningRate, {}));
  }

  #request(rows: Int32Array, learningRate: number, numbers: StepNumbers): RunRequest {
    if (!this.#steps.has(rows.length)) this.#addStep(rows);
    const step = this.#steps.get(rows.length)!;
    const { seed = [0, 0], number: lossNumber = 1, averageDecay = 0 } = numbers;
    const integers = (output: Output, values: Int32Array) => ({
      output,
      value: { dtype: "int32" as const, shape: [values.length], values },
    });
    const number = (output: Output, value: number) => ({
      output,
      value: { dtype: "float32" as const, shape: [], values: Float32Array.of(value) },
    });
    return {
      feeds: [
        integers(step.rows, rows),
        integers(this.#inputs.seed, Int32Array.from(seed)),
        number(this.#inputs.learningRate, learningRate),
        number(this.#inputs.number, lossNumber),
        number(this.#inputs.averageDecay, averageDecay),
      ],
      fetches: step.fetches,
      targets: step.targets,
    };
  }

  /**
   * Copies weights and statistics from the session into the variables of tfjs; their averages if they are averaged.
   */
  toModel(): Promise<void> {
    const variables = this.#variables.map(({ variable, into }, index) => ({
      variable: this.#averaged[index] ?? variable,
      into,
    }));
    return GraphVariable.read(this.#graph, variables);
  }

  /** Copies everything that later steps depend on to the host: weights, averages, moments, and their powers. */
  async state(): Promise<TrainingState> {
    const variables = this.#stateVariables();
    const values = await this.#graph.run({ fetches: variables.map(({ variable }) => variable.value) });
    return new Map(variables.map(({ name, variable: { shape } }, index) => [
      name,
      { shape, values: new Float32Array(values[index]) },
    ]));
  }

  /** Continues from a {@link state} of a training of the same network. Throws if it is of another one. */
  async restore(state: TrainingState): Promise<void> {
    await GraphVariable.assignAll(
      this.#graph,
      this.#stateVariables().map(({ name, variable }) => ({ variable, values: stateOf(state, name, variable.shape) })),
    );
  }

  #stateVariables(): { name: string; variable: GraphVariable }[] {
    const [beta1, beta2] = this.#powers;
    return [
      ...this.#variables.map(({ variable }, i) => ({ name: `weight/${i}`, variable })),
      ...this.#averaged.map((variable, i) => ({ name: `weight/${i}/average`, variable })),
      ...[...this.#moments.values()].flatMap(([m, v], i) => [
        { name: `weight/${i}/m`, variable: m },
        { name: `weight/${i}/v`, variable: v },
      ]),
      { name: "beta1_power", variable: beta1 },
      { name: "beta2_power", variable: beta2 },
    ];
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
      ...this.#averaged.map((variable, index) => ({ variable, value: this.#variables[index].into })),
      ...powers.map((value, index) => ({ variable: this.#powers[index], value })),
      ...zeros,
    ]);
    tf.dispose([powers, zeros.map(({ value }) => value)]);
  }

  /** Records a step for batches of the size of these rows, and returns the constants in it. */
  #addStep(rows: Int32Array): HostTensor[] {
    const graph = this.#graph;
    const input = graph.placeholder("int32", [rows.length]);
    const { loss, values, gradients, statistics, constants } = this.#record(graph, rows, input);
    const epsilon = this.#scaledEpsilon();
    const optimized = new Map(
      [...gradients].map(([name, gradient]) => [name, this.#decay(name, this.#adam(name, gradient, epsilon))]),
    );
    const moved = new Map(statistics.map(({ variable, output }) => [variable, variable.assign(output)]));
    const averaged = this.#averaged.map((average, index) => {
      const { variable, into } = this.#variables[index];
      const changed = optimized.get(into.name) ?? moved.get(variable);
      return average.assign(this.#between(variable.valueAfter(changed), average.value));
    });
    const powers = this.#powers.map((power, index) => {
      const beta = this.#scalar(index === 0 ? this.#options.beta1 : this.#options.beta2);
      return power.assign(graph.output("Mul", [power.value, beta]));
    });
    const targets = [...optimized.values(), ...moved.values(), ...averaged, ...powers];
    this.#steps.set(rows.length, { rows: input, fetches: [loss, ...values], targets });
    return constants;
  }

  /** Records forward and back into a graph. The variables of tfjs keep their values. */
  #record(graph: Graph, rows: Int32Array, input: Output) {
    const { weights, loss, statistics, precision } = this.#options;
    const before = statistics.map((statistic) => statistic.clone());
    const batch = this.#data.map(({ value }) => tf.gather(value, rows));
    const axis = graph.constant({ dtype: "int32", shape: [], values: Int32Array.of(0) });
    const known: KnownTensor[] = [
      ...this.#variables.map(({ variable, into }) => ({ tensor: into, output: variable.value })),
      ...this.#data.map(({ variable }, index) => ({
        tensor: batch[index],
        output: graph.output("GatherV2", [variable.value, input, axis]),
      })),
    ];
    const inputs = { seed: tf.tensor1d([0, 0], "int32"), number: tf.scalar(1) };
    known.push(
      { tensor: inputs.seed, output: this.#inputs.seed },
      { tensor: inputs.number, output: this.#inputs.number },
    );
    let kept: Scalar[] = [];
    try {
      const forwardAndBack = () =>
        tf.variableGrads(() => {
          const { loss: mean, values } = loss(batch, inputs);
          kept = values.map((value) => tf.keep(value.toFloat()));
          return mean;
        }, weights);
      const { result, outputOf, constants } = withPrecision(precision, () => record(graph, known, forwardAndBack));
      const gradients = new Map(Object.entries(result.grads).map(([name, gradient]) => [name, outputOf(gradient)]));
      const places = {
        loss: outputOf(result.value),
        values: kept.map(outputOf),
        gradients,
        statistics: statistics.map((statistic) => ({
          variable: this.#variables.find(({ into }) => into === statistic)!.variable,
          output: outputOf(statistic),
        })),
        constants,
      };
      tf.dispose([result.value, result.grads, kept]);
      return places;
    } catch (error) {
      disposeTape();
      throw error;
    } finally {
      for (const [index, statistic] of statistics.entries()) statistic.assign(before[index]);
      tf.dispose([batch, before, inputs.seed, inputs.number]);
    }
  }

  /** Throws if other rows give other constants: something is then drawn or decided on the host. */
  #checkSame(rows: Int32Array, constants: HostTensor[]): void {
    const scratch = new GraphTraining(this.#options);
    try {
      const input = scratch.#graph.placeholder("int32", [rows.length]);
      const others = scratch.#record(scratch.#graph, rows.toReversed(), input).constants;
      const same = others.length === constants.length &&
        others.every(({ values }, i) => values.every((value, k) => Object.is(value, constants[i].values[k])));
      if (!same) throw new NotAGraph("it draws random numbers or decides on the host, which a graph cannot do");
    } finally {
      scratch.dispose();
    }
  }

  /**
   * Returns Adam's epsilon as TensorFlow's Adam wants it: before the correction of the means, where tfjs' and PyTorch's
   * counts after it.
   */
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
        this.#inputs.learningRate,
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
    const part = graph.output("Mul", [this.#inputs.learningRate, this.#scalar(weightDecay)]);
    return graph.add("AssignSubVariableOp", [variable.handle, graph.output("Mul", [variable.value, part])], {
      dtype: { type: dataTypes.float32 },
    }, { after: [adam] });
  }

  /** Goes from the old to the new value, as far as the step's averageDecay lets it. */
  #between(now: Output, old: Output): Output {
    const graph = this.#graph;
    const kept = graph.output("Mul", [old, this.#inputs.averageDecay]);
    const part = graph.output("Sub", [this.#scalar(1), this.#inputs.averageDecay]);
    return graph.output("AddV2", [kept, graph.output("Mul", [now, part])]);
  }

  #scalar(value: number): Output {
    return this.#graph.constant({ dtype: "float32", shape: [], values: Float32Array.of(value) });
  }
}

/** Returns one array of a state. Throws if the state has none of that name and shape. */
export function stateOf(state: TrainingState, name: string, shape: number[]): Float32Array {
  const found = state.get(name);
  if (found?.shape.join() !== shape.join()) throw new Error(`the state has no ${name} of the shape [${shape}]`);
  return found!.values;
}

/** Frees what tfjs saved for a gradient that was not taken, since the function threw; tfjs itself leaves it. */
function disposeTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
