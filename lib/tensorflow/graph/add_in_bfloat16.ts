import { dataTypes, type Handle } from "./tensorflow_c_api.ts";
import type { Graph, GraphAttribute, Output } from "./tensorflow_graph.ts";

/** The operations that compute in bfloat16, and which of their inputs are rounded: the others are shapes. */
const rounded: Record<string, number[]> = {
  MatMul: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
};

/**
 * Adds an operation to a graph of float32, and returns the operation that gives its result. A convolution or a product of
 * matrices takes and gives bfloat16 between two casts; any other is added as it is.
 */
export function addInBfloat16(
  graph: Graph,
  type: string,
  inputs: Output[],
  attributes: Record<string, GraphAttribute>,
): Handle {
  const places = rounded[type];
  if (!places) return graph.add(type, inputs, attributes);
  const [float32, bfloat16] = [{ type: dataTypes.float32 }, { type: dataTypes.bfloat16 }];
  const round = (input: Output) => graph.output("Cast", [input], { SrcT: float32, DstT: bfloat16 });
  const taken = inputs.map((input, place) => places.includes(place) ? round(input) : input);
  const product = graph.output(type, taken, { ...attributes, T: bfloat16 });
  return graph.add("Cast", [product], { SrcT: bfloat16, DstT: float32 });
}
