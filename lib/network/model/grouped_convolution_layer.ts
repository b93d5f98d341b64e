import { backend } from "../../tensorflow/backend/backend.ts";
import type { TensorFlow } from "../../tensorflow/backend/tensorflow_types.ts";
import type { Layer, Shape, Tensor, Tensor1D, Tensor4D, Weight } from "../../tensorflow/backend/tensor_types.ts";
import { groupedConvolution, requireGroups } from "../../tensorflow/operations/grouped_convolution.ts";

const tf = await backend();

/** Settings of {@link groupedConv2d}. */
export interface GroupedConvOptions {
  /** Name of the layer. Default: tfjs makes one. */
  name?: string;
  /** Output channels. */
  filters: number;
  /** Extent of the kernel, the same on every axis or one a axis. */
  kernelSize: number | readonly [number, number];
  /** Step, the same on every axis or one a axis. Default: 1. */
  strides?: number | readonly [number, number];
  /** See {@link ConvolutionSteps}. Default: `"same"`. */
  padding?: "same" | "valid" | readonly [number, number];
  /** Number of groups, G. Default: 1, an ordinary convolution. */
  groups?: number;
  /** Default: true. */
  useBias?: boolean;
  /** Seed of the initial weights; null makes them zero. Default: they are drawn anew, as tfjs draws them. */
  seed?: number | null;
}

/** A grouped convolution over two axes as a layer: [batch, height, width, in] to [batch, height, width, filters]. */
export class GroupedConv2D extends tf.layers.Layer {
  /** Name under which a saved network is loaded. */
  static className: string = "GroupedConv2D";

  /** Output channels. */
  readonly filters: number;
  /** Extent of the kernel on each axis. */
  readonly kernelSize: [number, number];
  /** Step on each axis. */
  readonly strides: [number, number];
  /** See {@link ConvolutionSteps}. */
  readonly padding: "same" | "valid" | [number, number];
  /** Number of groups, G. */
  readonly groups: number;
  /** Whether a number is added to each output channel. */
  readonly useBias: boolean;
  /** Seed of the initial weights; null makes them zero, and undefined draws them anew. */
  readonly seed: number | null | undefined;
  /** [height, width, in / groups, filters]. */
  private kernel!: Weight;
  /** [filters]. */
  private bias?: Weight;

  /** Takes its settings; the weights are made at the first call. */
  constructor(options: GroupedConvOptions) {
    super({ name: options.name });
    const pair = (value: number | readonly [number, number]): [number, number] =>
      typeof value === "number" ? [value, value] : [...value];
    this.filters = options.filters;
    this.kernelSize = pair(options.kernelSize);
    this.strides = pair(options.strides ?? 1);
    const { padding = "same" } = options;
    this.padding = typeof padding === "string" ? padding : pair(padding);
    this.groups = options.groups ?? 1;
    this.useBias = options.useBias ?? true;
    this.seed = options.seed;
  }

  /** Makes the weights. Throws if the groups do not divide the channels. */
  override build(inputShape: Shape | Shape[]): void {
    const input = (inputShape as number[]).at(-1)!;
    requireGroups(input, this.filters, this.groups);
    const shape = [...this.kernelSize, input / this.groups, this.filters];
    const bound = 1 / Math.sqrt(shape[0] * shape[1] * shape[2]);
    const { seed } = this;
    const uniform = (offset: number) =>
      seed === null ? tf.initializers.zeros() : tf.initializers.randomUniform({
        minval: -bound,
        maxval: bound,
        seed: seed === undefined ? undefined : 2 * seed + offset,
      });
    this.kernel = this.addWeight("kernel", shape, "float32", uniform(0));
    if (this.useBias) this.bias = this.addWeight("bias", [this.filters], "float32", uniform(1));
    this.built = true;
  }

  /** Returns the shape of what comes out for a shape that goes in. */
  override computeOutputShape(inputShape: Shape): Shape {
    const [batch, height, width] = inputShape;
    return [batch, this.extent(height, 0), this.extent(width, 1), this.filters];
  }

  /** Convolves a batch. */
  override call(inputs: Tensor | Tensor[], { training = false }: { training?: boolean } = {}): Tensor {
    return tf.tidy(() => this.convolve((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D, training));
  }

  /** Returns the settings, as a saved network holds them. */
  override getConfig(): ReturnType<InstanceType<TensorFlow["layers"]["Layer"]>["getConfig"]> {
    const { filters, kernelSize, strides, padding, groups, useBias, seed } = this;
    return {
      ...super.getConfig(),
      filters,
      kernelSize,
      strides,
      padding,
      groups,
      useBias,
      ...(seed !== undefined && { seed }),
    };
  }

  /** Convolves [batch, height, width, in] and adds the bias. */
  private convolve(x: Tensor4D, training: boolean): Tensor4D {
    const { strides, padding } = this;
    const y = groupedConvolution(x, this.kernel.read() as Tensor4D, { strides, padding, training });
    return this.bias ? y.add(this.bias.read() as Tensor1D) : y;
  }

  /** Returns the output's extent on an axis. */
  private extent(size: number | null, axis: 0 | 1): number | null {
    if (size === null) return null;
    const [kernel, stride] = [this.kernelSize[axis], this.strides[axis]];
    if (this.padding === "same") return Math.ceil(size / stride);
    const zeros = this.padding === "valid" ? 0 : 2 * this.padding[axis];
    return Math.floor((size + zeros - kernel) / stride) + 1;
  }
}

tf.serialization.registerClass(GroupedConv2D);

/**
 * Returns a layer that convolves [batch, height, width, in] in groups, to [batch, height, width, filters]: as
 * `tf.layers.conv2d` does, with `groups`. Throws, when it is applied, if the groups do not divide the channels.
 */
export function groupedConv2d(options: GroupedConvOptions): Layer {
  return new GroupedConv2D(options);
}
