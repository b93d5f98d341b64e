/** Output channels of the article's four blocks. */
const outputs = [64, 128, 256, 512];
/** A convolution of another number of channels wastes the arithmetic of a CPU: with 42 instead of 48 it takes longer. */
const unit = 16;
/** How far the number of parameters may be from the article's, as a part of it. */
const tolerance = 0.01;

/**
 * Returns how wide the middle of each of the four ResNeXt blocks is, so that the network has as many parameters as the
 * article's within 1%, whatever its number of groups: more groups, wider middle (Xie et al. 2017, section 3.3). Of all
 * widths in multiples of 16 and of the groups it takes those that are nearest to one part of the blocks' outputs.
 *
 * Throws one sentence if there are none.
 */
export function middleWidths(groups: number): number[] {
  let best = { widths: [] as number[], unevenness: Infinity };
  let step = unit;
  while (step % groups !== 0) step += unit;
  for (let part = 0.1; part < 4; part += 0.01) {
    for (let choice = 0; choice < 2 ** outputs.length; choice++) {
      const widths = outputs.map((output, i) =>
        step * Math.max(1, (choice >> i) % 2 === 0 ? Math.floor(output * part / step) : Math.ceil(output * part / step))
      );
      if (Math.abs(parameters(widths, groups) / articleParameters - 1) > tolerance) continue;
      const unevenness = Math.max(...widths.map((width, i) => Math.abs(width / (outputs[i] * part) - 1)));
      if (unevenness < best.unevenness) best = { widths, unevenness };
    }
  }
  if (best.widths.length > 0) return best.widths;
  throw new Error(`No ResNeXt of ${groups} groups has as many parameters as the article's network: take fewer groups.`);
}

const articleParameters = 1_007_686;

/** Parameters of blocks of conv 1x1, grouped conv (3,1), conv 1x1 and a 1x1 shortcut, each normalised; then dense. */
function parameters(widths: number[], groups: number): number {
  return outputs.reduce((sum, output, i) => {
    const [input, width] = [outputs[i - 1] ?? 1, widths[i]];
    return sum + input * width + 3 * width * width / groups + 4 * width + (width + input) * output + 4 * output;
  }, 9 * 512 * 6 + 6);
}
