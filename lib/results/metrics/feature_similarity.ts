import type { Tensor, Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();

/** How alike two sets of features are, from 0, unrelated, to 1. */
export interface FeatureSimilarity {
  /**
   * Linear centred kernel alignment (Kornblith et al. 2019, arXiv 1905.00414): 1 if one set is the other, turned and
   * scaled.
   */
  alignment: number;
  /** Mean of the absolute correlations between each feature of one set and each of the other. */
  correlation: number;
}

/**
 * Compares two sets of features on the same examples, [example, feature] each. Features that never change correlate with
 * nothing.
 */
export async function featureSimilarity(x: Tensor2D, y: Tensor2D): Promise<FeatureSimilarity> {
  const [alignment, correlation] = tf.tidy(() => {
    const [a, b] = [x, y].map((features) => features.sub<Tensor2D>(features.mean(0)));
    const squares = (p: Tensor2D, q: Tensor2D) => tf.matMul(p, q, true).square().sum();
    const between = tf.matMul(a, b, true);
    const deviations = [a, b].map((features) => features.square().sum(0).sqrt());
    const scales = tf.outerProduct(deviations[0].reshape([-1]), deviations[1].reshape([-1]));
    return [
      between.square().sum().div(squares(a, a).mul(squares(b, b)).sqrt()),
      tf.divNoNan(between.abs(), scales).mean(),
    ];
  });
  const values = await Promise.all([alignment, correlation].map(async (value: Tensor) => (await value.data())[0]));
  tf.dispose([alignment, correlation]);
  return { alignment: values[0], correlation: values[1] };
}

/**
 * Compares each part of features with each other one and returns the mean over all pairs: `features` is
 * [example, feature], cut into `parts` of equal width. Throws one sentence if that does not go.
 */
export async function partSimilarity(features: Tensor2D, parts: number): Promise<FeatureSimilarity> {
  const [, width] = features.shape;
  if (parts < 2 || width % parts !== 0) throw new Error(`${width} features cannot be cut into ${parts} equal parts.`);
  const cut = tf.split(features, parts, 1) as Tensor2D[];
  const pairs: FeatureSimilarity[] = [];
  for (const [index, part] of cut.entries()) {
    for (const other of cut.slice(index + 1)) pairs.push(await featureSimilarity(part, other));
  }
  tf.dispose(cut);
  const mean = (name: keyof FeatureSimilarity) => pairs.reduce((sum, pair) => sum + pair[name], 0) / pairs.length;
  return { alignment: mean("alignment"), correlation: mean("correlation") };
}
