import type { LayersModel, Tensor, Tensor2D, Tensor3D, Variable } from "../../lib/tensorflow/backend/tensor_types.ts";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { ResidualBlock } from "../../lib/network/model/residual_block.ts";

const tf = await backend();

/** Where a parameter of the PyTorch network lives in ours: a part of a weight's last or first axis. */
export interface PytorchLocation {
  /** The weight that holds it. */
  weight: Variable;
  /** First index of each axis. */
  begin: number[];
  /** Number of indices of each axis. */
  size: number[];
}

/** PyTorch's names of what a batch normalisation and a convolution hold, and the endings of our names of the same. */
const convolutionWeights = { weight: "kernel", bias: "bias" };
const normalizationWeights = {
  weight: "gamma",
  bias: "beta",
  running_mean: "moving_mean",
  running_var: "moving_variance",
};

/**
 * Lists where each parameter and each running statistic of the PyTorch network of tests/reference lives in a model
 * of `articleNetwork`, by PyTorch's names such as `blocks.0.branches.2.1.running_mean`.
 */
export function pytorchLocations(model: LayersModel): Map<string, PytorchLocation> {
  const locations = resnextLocations(model);
  const blocks = model.layers.filter((layer) => layer instanceof ResidualBlock);
  for (const [index, block] of blocks.entries()) {
    const { cardinality, channels, branchChannels } = block;
    const weight = (name: string) => variable(block, name);
    const lastAxis = (name: string, from: number, count: number) => {
      const { shape } = weight(name);
      const begin = [...shape.slice(1).map(() => 0), from];
      return { weight: weight(name), begin, size: [...shape.slice(0, -1), count] };
    };
    const add = (path: string, names: Record<string, string>, locate: (name: string) => PytorchLocation) => {
      for (const [theirs, ours] of Object.entries(names)) {
        locations.set(`blocks.${index}.${path}.${theirs}`, locate(ours));
      }
    };
    for (let branch = 0; branch < cardinality; branch++) {
      const width = branchChannels / cardinality;
      const convolution = (name: string) => lastAxis(name, branch * width, width);
      const projection = (name: string) => {
        const { shape } = weight(`pointwise_${name}`);
        const begin = [branch, ...shape.slice(1).map(() => 0)];
        return { weight: weight(`pointwise_${name}`), begin, size: [1, ...shape.slice(1)] };
      };
      add(`branches.${branch}.0`, convolutionWeights, convolution);
      add(`branches.${branch}.1`, normalizationWeights, convolution);
      add(`branches.${branch}.3`, convolutionWeights, projection);
      add(`branches.${branch}.4`, normalizationWeights, projection);
    }
    const shortcut = (name: string) => lastAxis(name, branchChannels, channels);
    add("shortcut.0", convolutionWeights, shortcut);
    add("shortcut.1", normalizationWeights, shortcut);
  }
  const dense = model.layers.at(-1)!;
  for (const [theirs, ours] of Object.entries(convolutionWeights)) {
    const weight = variable(dense, ours);
    locations.set(`fc.${theirs}`, { weight, begin: weight.shape.map(() => 0), size: weight.shape });
  }
  return locations;
}

/** Returns the same for the blocks of notebooks/networks/resnext.ts; nothing for another network. */
function resnextLocations(model: LayersModel): Map<string, PytorchLocation> {
  const locations = new Map<string, PytorchLocation>();
  const convolutions = Map.groupBy(
    model.layers.filter((layer) => /Conv2D$/.test(layer.getClassName())),
    (layer) => `${(layer as unknown as { strides: number[] }).strides} ${layer.weights[0].shape[0]}`,
  );
  const [reducing, grouped, shortcuts] = ["1,1 1", "2,1 3", "2,1 1"].map((kind) => convolutions.get(kind) ?? []);
  for (const [index, middle] of grouped.entries()) {
    const parts = {
      reduce: reducing[2 * index],
      grouped: middle,
      expand: reducing[2 * index + 1],
      shortcut: shortcuts[index],
    };
    for (const [part, convolution] of Object.entries(parts)) {
      const normalization = convolution.outboundNodes[0].outboundLayer;
      const add = (path: string, weight: Variable) =>
        locations.set(`blocks.${index}.${part}.${path}`, {
          weight,
          begin: weight.shape.map(() => 0),
          size: weight.shape,
        });
      add("0.weight", convolution.weights[0].read() as Variable);
      for (const [theirs, ours] of Object.entries(normalizationWeights)) {
        add(`1.${theirs}`, variable(normalization, ours));
      }
    }
  }
  return locations;
}

/**
 * Sets a model's weights from those of the PyTorch network, given in PyTorch's layouts (kernels
 * [out, in, time, sensor], dense [class, channel * sensor]). `parameter` returns the values of a parameter by its name.
 */
export function setPytorchWeights(
  model: LayersModel,
  names: string[],
  parameter: (name: string) => Float32Array | Float64Array,
): void {
  const locations = pytorchLocations(model);
  const parts = new Map<Variable, Tensor[]>();
  tf.tidy(() => {
    for (const name of names) {
      const location = locations.get(name);
      if (!location) throw new Error(`The article's network has no parameter ${name}.`);
      const { weight, size } = location;
      const part = fromPytorchLayout(Float32Array.from(parameter(name)), size, name.startsWith("fc."));
      parts.set(weight, [...parts.get(weight) ?? [], part]);
    }
    for (const [weight, tensors] of parts) {
      const axis = tensors[0].shape[0] === weight.shape[0] ? weight.rank - 1 : 0;
      weight.assign(tensors.length === 1 ? tensors[0] : tf.concat(tensors, axis));
    }
  });
}

/** Turns the values of a parameter in PyTorch's layout into a tensor of our shape. */
function fromPytorchLayout(values: Float32Array, shape: number[], dense: boolean): Tensor {
  if (dense && shape.length === 2) {
    const [inputs, classes] = shape;
    const sensors = 9;
    return tf.tensor(values, [classes, inputs / sensors, sensors]).transpose<Tensor3D>([2, 1, 0]).reshape(shape);
  }
  if (shape.length === 4) {
    const [time, sensor, input, output] = shape;
    return tf.tensor(values, [output, input, time, sensor]).transpose([2, 3, 1, 0]);
  }
  if (shape.length === 3) {
    const [, input, output] = shape;
    return tf.tensor<Tensor2D["rankType"]>(values, [output, input]).transpose().reshape(shape);
  }
  return tf.tensor(values, shape);
}

/** Returns a layer's weight by the end of its name. */
export function variable(layer: LayersModel["layers"][number], name: string): Variable {
  const weight = layer.weights.find((weight) => weight.originalName.endsWith(`/${name}`));
  if (!weight) throw new Error(`Layer ${layer.name} has no weight ${name}.`);
  return weight.read() as Variable;
}
