import type { Tensor, Tensor1D, Tensor4D, Weight } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { statelessRandom } from "../backend/random_tensors.ts";
import { batchNormalize } from "./batch_normalize.ts";
import { reluGradient } from "./bias_and_relu.ts";

const tf = await backend();

type Call = (inputs: Tensor | Tensor[], options: { training?: boolean }) => Tensor | Tensor[];

/** The fields of tfjs' own layers that are read here. */
interface TfjsLayer {
  call: Call;
  axis: number;
  epsilon: number;
  momentum: number;
  rate: number;
  stddev: number;
  gamma?: Weight;
  beta?: Weight;
  movingMean: Weight;
  movingVariance: Weight;
  getNoiseShape(input: Tensor): number[] | null | undefined;
}

/** Numbers of the random streams that layers draw from; augmentation has those before. */
const firstStream = 64;

/** The seed of the step under way, and how many layers have drawn from it. */
let random: { seed: Tensor1D; layers: number } | undefined;

/**
 * Runs a network in training mode so that its dropout and noise depend on a seed alone, [2]: each layer that draws has a
 * stream of its own. Without a seed they draw on the host, which no graph can do.
 */
export function withRandomSeed<T>(seed: Tensor1D | undefined, run: () => T): T {
  random = seed && { seed, layers: 0 };
  try {
    return run();
  } finally {
    random = undefined;
  }
}

/** Draws numbers for the next layer of the step under way; undefined if it has no seed. */
function draw(kind: "uniform" | "normal", shape: number[]): Tensor | undefined {
  return random && statelessRandom(kind, shape, random.seed, firstStream + random.layers++);
}

/** Lets a layer of tfjs' compute in another way in training; where that returns nothing, as tfjs does. */
function trainBy(
  layer: { constructor: unknown },
  compute: (layer: TfjsLayer, x: Tensor) => Tensor | undefined,
): void {
  const prototype = (layer.constructor as { prototype: TfjsLayer }).prototype;
  const { call } = prototype;
  prototype.call = function (this: TfjsLayer, inputs, options) {
    if (!options?.training) return call.call(this, inputs, options);
    return tf.tidy(() => compute(this, Array.isArray(inputs) ? inputs[0] : inputs) ?? call.call(this, inputs, options));
  };
}

/** Batch normalisation by TensorFlow's own kernels, forward and back, where tfjs takes some twenty for the last axis alone. */
trainBy(tf.layers.batchNormalization(), (layer, x) => {
  const axis = (layer.axis + x.rank) % x.rank;
  const channels = x.shape[axis];
  const order = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
  const last = axis === x.rank - 1 ? x : x.transpose(order);
  const gamma = layer.gamma?.read() ?? tf.ones([channels]);
  const beta = layer.beta?.read() ?? tf.zeros([channels]);
  const flat = last.reshape<Tensor4D>([1, 1, -1, channels]);
  const { y, mean, variance } = batchNormalize(flat, gamma as Tensor1D, beta as Tensor1D, layer.epsilon);
  const move = (average: Weight, value: Tensor) =>
    average.write(average.read().mul(layer.momentum).add(value.mul(1 - layer.momentum)));
  move(layer.movingMean, mean);
  // The unbiased variance, as PyTorch and the article's block have it; tfjs and Keras move the one that normalises.
  move(layer.movingVariance, variance);
  const normalized = y.reshape(last.shape);
  return last === x ? normalized : normalized.transpose(order.map((_, place) => order.indexOf(place)));
});

// tfjs' own gradient takes three passes over memory where this takes one.
tf.unregisterGradient("Relu");
tf.registerGradient({
  kernelName: "Relu",
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({ x: () => reluGradient(dy as Tensor, y) }),
});

const kernelGradient = tf.getKernel("Conv2DBackpropFilter", "tensorflow")!;
tf.unregisterKernel("Conv2DBackpropFilter", "tensorflow");
tf.registerKernel({
  ...kernelGradient,
  // Of a 1x1 convolution with a stride oneDNN's gradient writes beside its memory: five of nine trainings of such a
  // network crashed, and one went on with broken weights. The samples that it takes, without a stride, are safe.
  kernelFunc: (call) => {
    const { x } = call.inputs as Record<string, Tensor4D>;
    const attrs = call.attrs as unknown as { filterShape: number[]; strides: number | [number, number]; pad: unknown };
    const strides = [attrs.strides].flat();
    const [height, width] = attrs.filterShape;
    const skips = height === 1 && width === 1 && Math.max(...strides) > 1 && !Array.isArray(attrs.pad);
    if (!skips) return kernelGradient.kernelFunc(call);
    const samples = everyNth(x, strides[0], strides.at(-1)!);
    const gradient = kernelGradient.kernelFunc({
      ...call,
      inputs: { ...call.inputs, x: samples },
      attrs: { ...call.attrs, strides: [1, 1] },
    });
    samples.dispose();
    return gradient;
  },
});

/** Returns every nth sample of the second axis and of the third, from the first on; slices cost less than strides. */
function everyNth(x: Tensor4D, rows: number, columns: number): Tensor4D {
  return tf.tidy(() => {
    const [batch, height, width, channels] = x.shape;
    const [down, across] = [Math.ceil(height / rows), Math.ceil(width / columns)];
    const after = [down * rows - height, across * columns - width];
    const whole = Math.max(...after) > 0 ? tf.pad(x, [[0, 0], [0, after[0]], [0, after[1]], [0, 0]]) : x;
    const blocks = whole.reshape([batch, down, rows, across, columns, channels]);
    return tf.slice(blocks, [0, 0, 0, 0, 0, 0], [batch, down, 1, across, 1, channels]).reshape([
      batch,
      down,
      across,
      channels,
    ]);
  });
}

trainBy(tf.layers.dropout({ rate: 0 }), (layer, x) => {
  const drawn = draw("uniform", layer.getNoiseShape(x) ?? x.shape);
  if (drawn && layer.rate < 1) return x.mul(drawn.greaterEqual(layer.rate).toFloat().div(1 - layer.rate));
});

trainBy(tf.layers.gaussianNoise({ stddev: 0 }), (layer, x) => {
  const drawn = draw("normal", x.shape);
  return drawn && x.add(drawn.mul(layer.stddev));
});
