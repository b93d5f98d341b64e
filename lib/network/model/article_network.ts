import type { LayersModel, Shape, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { ResidualBlock } from "./residual_block.ts";

const tf = await backend();

/** Channels that the article's stages give. */
const articleChannels = [64, 128, 256, 512];

/** Settings of {@link articleNetwork}; the defaults are the article's. */
export interface ArticleNetworkOptions extends
  Partial<
    Pick<
      ExperimentSettings,
      keyof (typeof import("../../settings/setting_table.ts"))["networkSettings"] | "windowLength" | "seed"
    >
  > {
  /** Output channels of the stages. Default: 64, 128, 256, 512 times `width`. */
  channels?: number[];
  /** Channels of a branch in each block. Default: as `groupWidth` says. */
  widths?: number[];
  /** Sensor channels of a window. Default: 9. */
  sensors?: number;
  /** Number of activities. Default: 6. */
  classes?: number;
}

/**
 * Builds the network behind the article's printed results: blocks 1 -> 64 -> 128 -> 256 -> 512 channels with stride 2
 * in time, mean over time, dense. 1,007,686 trainable parameters with the default options.
 *
 * Takes windows [batch, time, sensor, 1], standardised, and returns logits [batch, class] (no softmax). Throws if the
 * cardinality does not divide a block's input channels.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cost } from "har";
 * assertEquals(cost(articleNetwork()).parameters, 1_007_686);
 * ```
 *
 * @param options Differences from the article, such as `{ cardinality: 8 }`.
 */
export function articleNetwork(options: ArticleNetworkOptions = {}): LayersModel {
  const { sensors = 9, classes = 6 } = options;
  const { cardinality, groupWidth, blocks, width, shortcuts, convolution, windowLength, seed } = {
    ...articleSettings,
    ...options,
  };
  const { channels = articleChannels.map((count) => 4 * Math.max(1, Math.round(count * width / 4))) } = options;
  const outputs = channels.flatMap((count) => new Array<number>(blocks / articleChannels.length).fill(count));
  const widths = options.widths ?? (groupWidth === "article" ? [] : groupWidths(groupWidth, cardinality, outputs));

  const input = tf.input({ shape: [windowLength, sensors, 1], name: "windows" });
  let x = input;
  for (const [index, out] of outputs.entries()) {
    const same = index > 0 && outputs[index - 1] === out;
    const block = new ResidualBlock({
      name: `block_${index + 1}`,
      channels: out,
      cardinality,
      groupWidth: widths[index],
      stride: same ? 1 : 2,
      shortcut: shortcuts === "none" ? "none" : same ? "identity" : "convolution",
      depthwise: convolution === "depthwise" && index > 0,
      seed: seed * 10 + index,
    });
    x = block.apply(x) as typeof x;
  }
  x = new MeanOverTime({ name: "mean_over_time" }).apply(x) as typeof x;
  x = tf.layers.flatten({ name: "flatten" }).apply(x) as typeof x;

  const bound = 1 / Math.sqrt(channels.at(-1)! * sensors);
  const uniform = (seed: number) => tf.initializers.randomUniform({ minval: -bound, maxval: bound, seed });
  const logits = tf.layers.dense({
    name: "logits",
    units: classes,
    kernelInitializer: uniform(seed * 10 + 8),
    biasInitializer: uniform(seed * 10 + 9),
  }).apply(x) as typeof x;
  return tf.model({ inputs: input, outputs: logits, name: "article_network" });
}

/**
 * Averages over the time axis: [batch, time, sensor, channel] to [batch, sensor, channel], for windows of any length
 * (article, section 3.3: adaptive average pooling to (1, sensors)).
 */
export class MeanOverTime extends tf.layers.Layer {
  static className = "MeanOverTime";

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch, , sensor, channel] = inputShape;
    return [batch, sensor, channel];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return meanOverTime(Array.isArray(inputs) ? inputs[0] : inputs);
  }
}

/** The mean, with a gradient that needs no ones of the input's size, which tfjs would make and send to a GPU each time. */
const meanOverTime = tf.customGrad((x) => {
  const steps = (x as Tensor).shape[1]!;
  const gradFunc = (dy: Tensor) => tf.tile(dy.div(steps).expandDims(1), [1, steps, 1, 1]);
  return { value: (x as Tensor).mean(1), gradFunc };
}) as (x: Tensor) => Tensor;

tf.serialization.registerClass(MeanOverTime);

/**
 * How wide the branches of a block are when their number, the cardinality, changes:
 *
 * - `"article"`: all branches together as wide as the block's input; if that has one channel, each as wide as the
 *   output (article, "The network behind the printed results");
 * - `"equal-parameters"`: so wide that the branches have as nearly as possible as many parameters as the article's four
 *   (the comparison of Xie et al. 2017, section 3.3);
 * - `"equal-width"`: each as wide as one of the article's four, so that more branches are more parameters.
 *
 * - `"output"`: each as wide as the block's output, so that nothing is reduced: no bottleneck.
 *
 * The first three are the same network at a cardinality of 4.
 */
export type GroupWidthRule = ExperimentSettings["groupWidth"];

const { cardinality: articleCardinality } = articleSettings;

/**
 * Returns the group width, channels inside a branch, of each block that has these output channels behind an input of
 * one.
 */
export function groupWidths(
  rule: Exclude<GroupWidthRule, "article">,
  cardinality: number,
  channels: number[],
): number[] {
  return channels.map((output, index) => {
    const input = index === 0 ? 1 : channels[index - 1];
    if (rule === "output") return output;
    const articles = input === 1 ? output : Math.max(1, Math.round(input / articleCardinality));
    if (rule === "equal-width") return articles;
    const fixed = branchParameters(input, 0, output);
    const each = branchParameters(input, 1, output) - fixed;
    const budget = articleCardinality * branchParameters(input, articles, output) / cardinality;
    return Math.max(1, Math.round((budget - fixed) / each));
  });
}

/** Parameters of a branch: convolution (3,1) with bias, normalisation, convolution 1x1 with bias, normalisation. */
function branchParameters(input: number, width: number, output: number): number {
  return 3 * input * width + 3 * width + width * output + 3 * output;
}
