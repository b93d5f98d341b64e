import type { Shape, Tensor, Tensor1D, Tensor3D, Tensor4D, Weight } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels } from "../backend/raw_kernel.ts";
import { batchNormalize } from "../operations/batch_normalize.ts";
import { convolveOneChannel } from "../operations/convolve_one_channel.ts";
import { convolveTime } from "../operations/convolve_time.ts";
import { addNormalizedBranches, type BranchWeights, normalizedBranches } from "../operations/normalized_branches.ts";
import { FoldedBlock, predictFolded } from "./folded_block.ts";
import { relu } from "../operations/relu.ts";

const tf = await backend();

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
  /** Seed of the initial weights. Default: 1. */
  seed?: number;
}

/** Added to a variance before its root is taken, PyTorch's default. */
export const epsilon = 1e-5;
/** How much of a moving average an update keeps; PyTorch calls 1 - 0.9 its momentum. */
export const movingAverageDecay = 0.9;

/**
 * One block of the article's network (article, "The network behind the printed results"):
 *
 * branch   = conv (3,1), stride (2,1), in -> g; BN; ReLU; conv 1x1, g -> out; BN      G times shortcut = conv (3,1),
 * stride (2,1), in -> out; BN output   = ReLU(ReLU(sum of branches) + shortcut)
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
  readonly seed: number;
  groupWidth: number | undefined;

  private kernel!: Weight;
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
    this.seed = options.seed ?? 1;
  }

  /** Channels of all branches together, G * g. */
  get branchChannels(): number {
    return this.cardinality * this.groupWidth!;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [, , , inputChannels] = inputShape as [number, number, number, number];
    const { cardinality, channels } = this;
    if (!this.groupWidth && inputChannels > 1 && inputChannels % cardinality !== 0) {
      throw new Error(
        `Layer ${this.name}: ${inputChannels} input channels cannot be divided among ${cardinality} branches; choose a cardinality that divides ${inputChannels}.`,
      );
    }
    this.groupWidth ??= inputChannels === 1 ? channels : inputChannels / cardinality;
    const merged = this.branchChannels + channels;
    const convolution = this.uniform(3 * inputChannels);
    const pointwise = this.uniform(this.groupWidth);
    const { zeros, ones } = tf.initializers;

    this.kernel = this.addWeight("kernel", [3, 1, inputChannels, merged], "float32", convolution());
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
    const { channels, cardinality, groupWidth, stride, seed } = this;
    return { ...super.getConfig(), channels, cardinality, groupWidth: groupWidth!, stride, seed };
  }

  /** Normalises by the batch and moves the moving averages towards it. */
  private train(x: Tensor4D): Tensor4D {
    // The way for one channel saves passes over memory, which cost a CPU most; for other devices one way is enough.
    const { sum, shortcut } = x.shape[3] === 1 && hasRawKernels() ? this.trainOneChannel(x) : this.trainMerged(x);
    move(this.pointwiseMovingMean, sum.mean.add(this.pointwiseBias.read()));
    move(this.pointwiseMovingVariance, sum.variance);
    return relu(relu(sum.sum).add(shortcut));
  }

  /** All branches and the shortcut are one convolution and one normalisation. */
  private trainMerged(x: Tensor4D) {
    const { kernel, gamma, beta } = this.convolution();
    const { y, mean, variance } = batchNormalize(
      convolveTime(x, kernel, this.stride, { training: true }),
      gamma,
      beta,
      epsilon,
    );
    this.moveFirst(mean, variance);
    const [branches, shortcut] = tf.split<Tensor4D>(y, [this.branchChannels, this.channels], 3);
    return { sum: normalizedBranches(relu(branches), this.projections()), shortcut };
  }

  /**
   * If the input has one channel, the normalisation goes into the kernel, and each branch gets an activation of its
   * own.
   */
  private trainOneChannel(x: Tensor4D) {
    const widths = [...new Array<number>(this.cardinality).fill(this.groupWidth!), this.channels];
    const { stride } = this;
    const { parts, mean, variance } = convolveOneChannel(x, { ...this.convolution(), epsilon, stride, widths });
    this.moveFirst(mean, variance);
    const branches = parts.slice(0, this.cardinality).map(relu);
    return { sum: addNormalizedBranches(branches, this.projections()), shortcut: parts[this.cardinality] };
  }

  private convolution() {
    return { kernel: read<Tensor4D>(this.kernel), gamma: read<Tensor1D>(this.gamma), beta: read<Tensor1D>(this.beta) };
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
   * Returns a layer that predicts what this one predicts, and weights for it: kernels with the moving averages folded
   * into them, all branches as one matrix product. The caller disposes the weights.
   */
  folded(): { layer: FoldedBlock; weights: Tensor[] } {
    const { name, channels, branchChannels, stride } = this;
    const weights = tf.tidy(() => {
      const first = normalization(this.gamma, this.beta, this.movingMean, this.movingVariance, this.bias);
      const second = normalization(
        this.pointwiseGamma,
        this.pointwiseBeta,
        this.pointwiseMovingMean,
        this.pointwiseMovingVariance,
        this.pointwiseBias,
      );
      const pointwise = this.pointwiseKernel.read().mul(second.scale.expandDims(1));
      const parts = [branchChannels, channels];
      const [branchKernel, shortcutKernel] = tf.split(this.kernel.read().mul(first.scale), parts, 3);
      const [branchBias, shortcutBias] = tf.split(first.shift, parts);
      const product = [pointwise.reshape([branchChannels, channels]), second.shift.sum(0)];
      return [branchKernel, branchBias, shortcutKernel, shortcutBias, ...product];
    });
    return { layer: new FoldedBlock({ name, channels, branchChannels, stride }), weights };
  }

  /**
   * Returns copies of the weights by name; of the branches' second convolutions one after the other. The caller disposes
   * them.
   */
  parts() {
    const flat = (weight: Weight) => read<Tensor>(weight).reshape<Tensor1D>([-1]);
    return {
      kernel: read<Tensor4D>(this.kernel).clone(),
      bias: flat(this.bias),
      gamma: flat(this.gamma),
      beta: flat(this.beta),
      movingMean: flat(this.movingMean),
      movingVariance: flat(this.movingVariance),
      pointwiseKernel: read<Tensor3D>(this.pointwiseKernel).clone(),
      pointwiseBias: flat(this.pointwiseBias),
      pointwiseGamma: flat(this.pointwiseGamma),
      pointwiseBeta: flat(this.pointwiseBeta),
      pointwiseMovingMean: flat(this.pointwiseMovingMean),
      pointwiseMovingVariance: flat(this.pointwiseMovingVariance),
    };
  }

  /** Normalises by the moving averages, as the folded layer does. */
  private predict(x: Tensor4D): Tensor4D {
    return predictFolded(x, this.folded().weights, this.stride);
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
