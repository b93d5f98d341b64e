import type { Shape, Tensor, Tensor1D, Tensor4D, Weight } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { batchNormalize } from "../../tensorflow/operations/batch_normalize.ts";
import { convolveDepthwise, convolveTime } from "../../tensorflow/operations/convolve_time.ts";
import { convolveOneChannel } from "../../tensorflow/operations/convolve_one_channel.ts";
import {
  addNormalizedBranches,
  type BranchWeights,
  normalizedBranches,
} from "../../tensorflow/operations/normalized_branches.ts";
import { FoldedBlock, predictFolded } from "./folded_block.ts";
import { relu } from "../../tensorflow/operations/bias_and_relu.ts";

const tf = await backend();

/** How the input of a block gets around its branches. */
export type Shortcut = "convolution" | "identity" | "none";

/** Settings of a {@link ResidualBlock}. */
export interface ResidualBlockOptions {
  name?: string;
  /** Output channels. */
  channels: number;
  /** Number of parallel branches, G. Default: 4. */
  cardinality?: number;
  /**
   * Channels inside a branch, the group width. Default: input channels / G, and `channels` if the input has one
   * channel.
   */
  groupWidth?: number;
  /** Stride on the time axis. Default: 2. */
  stride?: number;
  /**
   * How the input gets around the branches: through a convolution, as it is, which takes equal shapes, or not at all.
   * Default: `"convolution"`.
   */
  shortcut?: Shortcut;
  /**
   * Whether the convolution in time sees each input channel by itself, so that a block of one branch is a depthwise
   * separable convolution (Howard et al. 2017); the branch is as wide as the input. Default: false.
   */
  depthwise?: boolean;
  /** Seed of the initial weights. Default: 1. */
  seed?: number;
}

/** Added to a variance before its root is taken, PyTorch's default. */
const epsilon = 1e-5;
/** How much of a moving average an update keeps; PyTorch calls 1 - 0.9 its momentum. */
const movingAverageDecay = 0.9;

/**
 * One block of the article's network (article, "The network behind the printed results"):
 *
 * - branch, G times: conv (3,1), stride (2,1), in -> g; BN; ReLU; conv 1x1, g -> out; BN
 * - shortcut: conv (3,1), stride (2,1), in -> out; BN
 * - output: ReLU(ReLU(sum of branches) + shortcut)
 *
 * [batch, time, sensor, in] becomes [batch, ceil(time / stride), sensor, out].
 *
 * The branches' first convolutions and the shortcut read the same input with the same stride, so they are one
 * convolution here: the weights `kernel`, `bias`, `gamma`, `beta`, `moving_mean` and `moving_variance` hold branch
 * after branch, then the shortcut, on their last axis. The weights `pointwise_*` hold the 1x1 convolutions with the
 * branch as first axis.
 *
 * A bias before a batch normalisation has no effect while training, since the normalisation takes the mean away; its
 * gradient is exactly zero. It is added to the moving mean, and so keeps its meaning in PyTorch's sense.
 */
export class ResidualBlock extends tf.layers.Layer {
  static className = "ResidualBlock";

  readonly channels: number;
  readonly cardinality: number;
  readonly stride: number;
  readonly shortcut: Shortcut;
  readonly depthwise: boolean;
  readonly seed: number;
  groupWidth: number | undefined;

  private kernel?: Weight;
  private depthwiseKernel?: Weight;
  private bias!: Weight;
  private gamma!: Weight;
  private beta!: Weight;
  private movingMean!: Weight;
  private movingVariance!: Weight;
  private pointwiseKernel!: Weight;
  private pointwiseBias!: Weight;
  private pointwiseGamma!: Weight;
  private pointwiseBeta!: Weight;
  private pointwiseMovingMean!: Weight;
  private pointwiseMovingVariance!: Weight;

  constructor(options: ResidualBlockOptions) {
    super({ name: options.name });
    this.channels = options.channels;
    this.cardinality = options.cardinality ?? 4;
    this.groupWidth = options.groupWidth;
    this.stride = options.stride ?? 2;
    this.shortcut = options.shortcut ?? "convolution";
    this.depthwise = options.depthwise ?? false;
    this.seed = options.seed ?? 1;
  }

  /** Channels of all branches together, G * g. */
  get branchChannels(): number {
    return this.cardinality * this.groupWidth!;
  }

  /** Output channels of the shortcut's convolution. */
  get shortcutChannels(): number {
    return this.shortcut === "convolution" ? this.channels : 0;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [, , , inputChannels] = inputShape as [number, number, number, number];
    const { cardinality, channels } = this;
    if (!this.groupWidth && inputChannels > 1 && inputChannels % cardinality !== 0) {
      throw new Error(
        `Layer ${this.name}: ${inputChannels} input channels cannot be divided among ${cardinality} branches; choose a cardinality that divides ${inputChannels}.`,
      );
    }
    if (this.depthwise && cardinality !== 1) {
      throw new Error(`Layer ${this.name}: a depthwise block has one branch, and ${cardinality} were asked for.`);
    }
    if (this.shortcut === "identity" && (inputChannels !== channels || this.stride !== 1)) {
      throw new Error(`Layer ${this.name}: a shortcut without a convolution takes an output as large as the input.`);
    }
    if (this.depthwise) this.groupWidth = inputChannels;
    this.groupWidth ??= inputChannels === 1 ? channels : inputChannels / cardinality;
    const merged = this.branchChannels + this.shortcutChannels;
    const convolved = merged - (this.depthwise ? this.branchChannels : 0);
    const convolution = this.uniform(3 * inputChannels);
    const pointwise = this.uniform(this.groupWidth);
    const { zeros, ones } = tf.initializers;

    if (convolved > 0) {
      this.kernel = this.addWeight("kernel", [3, 1, inputChannels, convolved], "float32", convolution());
    }
    if (this.depthwise) {
      const uniform = this.uniform(3);
      this.depthwiseKernel = this.addWeight("depthwise_kernel", [3, 1, inputChannels, 1], "float32", uniform());
    }
    this.bias = this.addWeight("bias", [merged], "float32", convolution());
    this.gamma = this.addWeight("gamma", [merged], "float32", ones());
    this.beta = this.addWeight("beta", [merged], "float32", zeros());
    const projections = [cardinality, channels];
    const shape = [cardinality, this.groupWidth, channels];
    this.pointwiseKernel = this.addWeight("pointwise_kernel", shape, "float32", pointwise());
    this.pointwiseBias = this.addWeight("pointwise_bias", projections, "float32", pointwise());
    this.pointwiseGamma = this.addWeight("pointwise_gamma", projections, "float32", ones());
    this.pointwiseBeta = this.addWeight("pointwise_beta", projections, "float32", zeros());

    const moving = (name: string, shape: number[], initializer: ReturnType<typeof ones>) =>
      this.addWeight(name, shape, "float32", initializer, undefined, false);
    this.movingMean = moving("moving_mean", [merged], zeros());
    this.movingVariance = moving("moving_variance", [merged], ones());
    this.pointwiseMovingMean = moving("pointwise_moving_mean", projections, zeros());
    this.pointwiseMovingVariance = moving("pointwise_moving_variance", projections, ones());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch, time, sensor] = inputShape;
    return [batch, time === null ? null : Math.ceil(time / this.stride), sensor, this.channels];
  }

  override call(inputs: Tensor | Tensor[], options: { training?: boolean } = {}): Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D;
      return options.training ? this.train(x) : this.predict(x);
    });
  }

  override getConfig() {
    const { channels, cardinality, groupWidth, stride, shortcut, depthwise, seed } = this;
    return { ...super.getConfig(), channels, cardinality, groupWidth: groupWidth!, stride, shortcut, depthwise, seed };
  }

  /** Normalises by the batch and moves the moving averages towards it. */
  private train(x: Tensor4D): Tensor4D {
    // The way for one channel saves passes over memory, which cost a CPU most.
    const { sum, shortcut } = x.shape[3] === 1 ? this.trainOneChannel(x) : this.trainMerged(x);
    move(this.pointwiseMovingMean, sum.mean.add(this.pointwiseBias.read()));
    move(this.pointwiseMovingVariance, sum.variance);
    return joined(relu(sum.sum), shortcut);
  }

  /** All branches and the shortcut are one convolution and one normalisation. */
  private trainMerged(x: Tensor4D) {
    const { y, mean, variance } = batchNormalize(
      this.convolve(x, { training: true }),
      read(this.gamma),
      read(this.beta),
      epsilon,
    );
    this.moveFirst(mean, variance);
    const { branches, shortcut } = this.divide(y, x);
    return { sum: normalizedBranches(relu(branches), this.projections()), shortcut };
  }

  /**
   * If the input has one channel, the normalisation goes into the kernel, and each branch gets an activation of its
   * own.
   */
  private trainOneChannel(x: Tensor4D) {
    const { stride, cardinality, shortcutChannels } = this;
    const widths = [...new Array<number>(cardinality).fill(this.groupWidth!), shortcutChannels].filter(Boolean);
    const normalization = { gamma: read<Tensor1D>(this.gamma), beta: read<Tensor1D>(this.beta), epsilon };
    const options = { kernel: read<Tensor4D>(this.kernel!), ...normalization, stride, widths };
    const { parts, mean, variance } = convolveOneChannel(x, options);
    this.moveFirst(mean, variance);
    const branches = parts.slice(0, cardinality).map(relu);
    return { sum: addNormalizedBranches(branches, this.projections()), shortcut: parts.at(cardinality) };
  }

  /** The first convolutions of all branches and that of the shortcut, without their biases: on the last axis in turn. */
  convolve(x: Tensor4D, options: { training?: boolean } = {}): Tensor4D {
    const parts = [
      this.depthwiseKernel && convolveDepthwise(x, read(this.depthwiseKernel), this.stride),
      this.kernel && convolveTime(x, read(this.kernel), this.stride, options),
    ].filter((part) => part !== undefined);
    return parts.length === 1 ? parts[0] : tf.concat(parts, 3);
  }

  /** Cuts what {@link convolve} returned, normalised, into branches and shortcut; undefined if there is none. */
  divide(y: Tensor4D, x: Tensor4D): { branches: Tensor4D; shortcut?: Tensor4D } {
    if (this.shortcut === "none") return { branches: y };
    if (this.shortcut === "identity") return { branches: y, shortcut: x };
    const [branches, shortcut] = tf.split<Tensor4D>(y, [this.branchChannels, this.channels], 3);
    return { branches, shortcut };
  }

  private projections(): BranchWeights {
    return {
      kernel: read(this.pointwiseKernel),
      gamma: read(this.pointwiseGamma),
      beta: read(this.pointwiseBeta),
      epsilon,
    };
  }

  private moveFirst(mean: Tensor1D, variance: Tensor1D): void {
    move(this.movingMean, mean.add(this.bias.read()));
    move(this.movingVariance, variance);
  }

  /**
   * Returns what the branches learned to see in an input: their activations between their two convolutions, branch after
   * branch, normalised by the moving averages. [batch, time, sensor, in] becomes [batch, step, sensor, G * g].
   */
  features(x: Tensor4D): Tensor4D {
    return tf.tidy(() => {
      const { scale, shift } = normalization(this.gamma, this.beta, this.movingMean, this.movingVariance, this.bias);
      return relu(this.divide(this.convolve(x).mul<Tensor4D>(scale).add(shift), x).branches);
    });
  }

  /**
   * Returns a layer that predicts what this one predicts, and weights for it: kernels with the moving averages folded
   * into them, all branches as one matrix product. The caller disposes the weights.
   */
  folded(): { layer: FoldedBlock; weights: Tensor[] } {
    const { name, channels, branchChannels, shortcutChannels, stride, shortcut, depthwise } = this;
    const weights = tf.tidy(() => {
      const first = normalization(this.gamma, this.beta, this.movingMean, this.movingVariance, this.bias);
      const second = normalization(
        this.pointwiseGamma,
        this.pointwiseBeta,
        this.pointwiseMovingMean,
        this.pointwiseMovingVariance,
        this.pointwiseBias,
      );
      const parts = [branchChannels, shortcutChannels];
      const [branchScale, shortcutScale] = tf.split(first.scale, parts);
      const [branchBias, shortcutBias] = tf.split(first.shift, parts);
      const kernels = this.kernel && tf.split(this.kernel.read(), depthwise ? [0, shortcutChannels] : parts, 3);
      const pointwise = this.pointwiseKernel.read().mul(second.scale.expandDims(1));
      return [
        depthwise ? read<Tensor4D>(this.depthwiseKernel!).mul(branchScale.expandDims(1)) : kernels![0].mul(branchScale),
        branchBias,
        ...(shortcutChannels > 0 ? [kernels![1].mul(shortcutScale), shortcutBias] : []),
        pointwise.reshape([branchChannels, channels]),
        second.shift.sum(0),
      ];
    });
    return { layer: new FoldedBlock({ name, channels, branchChannels, stride, shortcut, depthwise }), weights };
  }

  /** Normalises by the moving averages, as the folded layer does. */
  private predict(x: Tensor4D): Tensor4D {
    return predictFolded(x, this.folded().weights, this);
  }

  /**
   * Returns a maker of PyTorch's default initial weights: uniform within 1 / sqrt(fan-in), every call with a seed of
   * its own.
   */
  private uniform(fanIn: number) {
    const bound = 1 / Math.sqrt(fanIn);
    let seed = this.seed * 1000 + fanIn;
    return () => tf.initializers.randomUniform({ minval: -bound, maxval: bound, seed: seed++ });
  }
}

tf.serialization.registerClass(ResidualBlock);

/** The end of a block: ReLU of the branches' sum and the shortcut, if there is one. */
function joined(sum: Tensor4D, shortcut: Tensor4D | undefined): Tensor4D {
  return shortcut ? relu(sum.add<Tensor4D>(shortcut)) : sum;
}

function read<T extends Tensor>(weight: Weight): T {
  return weight.read() as T;
}

function move(average: Weight, value: Tensor): void {
  average.write(average.read().mul(movingAverageDecay).add(value.mul(1 - movingAverageDecay)));
}

/**
 * Returns the factor and the summand by which a bias and a batch normalisation with fixed statistics act on an
 * activation.
 */
function normalization(gamma: Weight, beta: Weight, mean: Weight, variance: Weight, bias: Weight) {
  const scale = gamma.read().div<Tensor>(variance.read().add(epsilon).sqrt());
  return { scale, shift: beta.read().add<Tensor>(bias.read().sub(mean.read()).mul(scale)) };
}
