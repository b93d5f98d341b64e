import type { Tensor3D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/** Rows that one part of a long sum of products adds up, at least. */
const rowsOfProduct = 512;
/** Rows that one part of a long sum adds up, at least. */
const rowsOfSum = 32;
/** Numbers that all parts' results may have together. */
const mostNumbers = 2 ** 24;

/**
 * Returns a'b of matrices [group, row, in] and [group, row, out], a product for each group: [group, in, out].
 *
 * The sum over the rows, of which there are many, is taken in equal parts side by side and then over the parts. A GPU
 * would else add up all rows in the few workgroups that a small result has. The order is the same every time.
 */
export function productsOverRows(a: Tensor3D, b: Tensor3D): Tensor3D {
  const [groups, rows, width] = a.shape;
  const out = b.shape[2];
  const parts = partsOf(rows, groups * width * out, rowsOfProduct);
  if (parts === 1) return tf.matMul(a, b, true);
  const cut = (x: Tensor3D) => x.reshape<Tensor3D>([groups * parts, rows / parts, x.shape[2]]);
  const ofParts = tf.matMul(cut(a), cut(b), true).reshape<Tensor3D>([groups, parts, width * out]);
  return tf.matMul(tf.ones([1, 1, parts]), ofParts).reshape([groups, width, out]);
}

/**
 * Returns the sums over the rows of [group, row, column]: [group, 1, column]. Parts are summed, then their sums
 * likewise, so that rounding does not grow with the number of rows.
 */
export function sumsOverRows(x: Tensor3D): Tensor3D {
  const [groups, rows, columns] = x.shape;
  const parts = partsOf(rows, groups * columns, rowsOfSum);
  const cut = x.reshape<Tensor3D>([groups * parts, rows / parts, columns]);
  const ofParts: Tensor3D = tf.matMul(tf.ones([1, 1, rows / parts]), cut);
  return parts === 1 ? ofParts : sumsOverRows(ofParts.reshape([groups, parts, columns]));
}

/** Returns into how many equal parts of at least so many rows to cut, if the result of a part has so many numbers. */
function partsOf(rows: number, numbers: number, rowsOfPart: number): number {
  for (let parts = Math.floor(Math.min(rows / rowsOfPart, mostNumbers / numbers)); parts > 1; parts--) {
    if (rows % parts === 0) return parts;
  }
  return 1;
}
