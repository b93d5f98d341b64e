import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { groupWidths } from "./group_widths.ts";
import { MeanOverTime } from "./mean_over_time.ts";
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
 * @param options What is other than in the article, such as `{ cardinality: 8 }`.
 */
export function articleNetwork(options: ArticleNetworkOptions = {}): LayersModel {
  const { sensors = 9, classes = 6 } = options;
  const { cardinality, groupWidth, blocks, width, shortcuts, convolution, windowLength, seed } = {
    ...articleSettings,
    ...options,
  };
  const { channels = articleChannels.map((count) => 4 * Math.max(1, Math.round(count * width / 4))) } = options;
  const outputs = channels.flatMap((count) => new Array<number>(blocks / articleChannels.length).fill(count));
  const widths = groupWidth === "article" ? [] : groupWidths(groupWidth, cardinality, outputs);

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
