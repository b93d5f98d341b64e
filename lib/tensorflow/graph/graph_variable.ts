import type { Tensor, Variable } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { dataTypes, type Handle, type HostTensor } from "./tensorflow_c_api.ts";
import type { Graph, Output } from "./tensorflow_graph.ts";

const tf = await backend();

/** A variable in a graph's session. Its first value comes from a tensor, see {@link initialize}. */
export class GraphVariable {
  readonly #graph: Graph;
  readonly dtype: HostTensor["dtype"];
  readonly shape: number[];
  /** Refers to the variable, for operations that change it. */
  readonly handle: Output;
  /** Its value at the start of a run; whatever changes the variable must run after this operation. */
  readonly value: Output;
  readonly #first: Output;
  readonly #initialize: Handle;

  constructor(graph: Graph, name: string, { dtype, shape }: { dtype: string; shape: number[] }) {
    this.#graph = graph;
    this.dtype = dtype as HostTensor["dtype"];
    this.shape = shape;
    this.handle = graph.variable(name, this.dtype, shape);
    this.value = graph.output("ReadVariableOp", [this.handle], { dtype: { type: dataTypes[this.dtype] } });
    this.#first = graph.placeholder(this.dtype, shape);
    this.#initialize = this.assign(this.#first);
  }

  /** Adds an operation that gives the variable a new value, and returns it. */
  assign(value: Output): Handle {
    const type = { type: dataTypes[this.dtype] };
    return this.#graph.add("AssignVariableOp", [this.handle, value], { dtype: type }, {
      after: [this.value.operation],
    });
  }

  /** Returns its value after an operation that changes it. */
  valueAfter(operation: Handle | undefined): Output {
    if (!operation) return this.value;
    const dtype = { type: dataTypes[this.dtype] };
    return { operation: this.#graph.add("ReadVariableOp", [this.handle], { dtype }, { after: [operation] }), index: 0 };
  }

  /** Copies tensors into variables of one graph. */
  static async initialize(graph: Graph, variables: { variable: GraphVariable; value: Tensor }[]): Promise<void> {
    await this.assignAll(
      graph,
      await Promise.all(variables.map(async ({ variable, value }) => ({
        variable,
        values: await value.data() as HostTensor["values"],
      }))),
    );
  }

  /** Copies numbers into variables of one graph. */
  static async assignAll(
    graph: Graph,
    variables: { variable: GraphVariable; values: HostTensor["values"] }[],
  ): Promise<void> {
    const feeds = variables.map(({ variable, values }) => ({
      output: variable.#first,
      value: { dtype: variable.dtype, shape: variable.shape, values },
    }));
    await graph.run({ feeds, targets: variables.map(({ variable }) => variable.#initialize) });
  }

  /** Copies the values of float variables of one graph into tfjs' variables. */
  static async read(graph: Graph, variables: { variable: GraphVariable; into: Variable }[]): Promise<void> {
    const values = await graph.run({ fetches: variables.map(({ variable }) => variable.value) });
    for (const [index, { into }] of variables.entries()) {
      const value = tf.tensor(new Float32Array(values[index]), into.shape);
      into.assign(value);
      value.dispose();
    }
  }
}
