import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";

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
