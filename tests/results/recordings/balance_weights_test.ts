import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { BalanceWeights } from "../../../lib/results/recordings/balance_weights.ts";

const [walk, sit, both] = [[1, 0], [0, 1], [0.5, 0.5]];
const many = (row: number[], count: number) => Array.from({ length: count }, () => row);

Deno.test("an answer that is as frequent as in training counts once; a rarer one counts more, within bounds", () => {
  assertEquals(new BalanceWeights([0.5, 0.5]).add([walk, sit, both]), [1, 1, 1]);
  // 48 of 64 windows walk. With 16 known ones, 56 of 80 and 24 of 80.
  const weights = new BalanceWeights([0.5, 0.5]).add([...many(walk, 48), ...many(sit, 16)]);
  assertAlmostEquals(weights[0], 0.5 / (56 / 80), 1e-12);
  assertAlmostEquals(weights[48], 0.5 / (24 / 80), 1e-12);
  assertEquals(new BalanceWeights([0.01, 0.99]).add([sit, walk, ...many(walk, 5000)]).slice(0, 2).map(Math.round), [
    5,
    0,
  ]);
});

Deno.test("a stream's windows count by what was seen so far", () => {
  const balance = new BalanceWeights([0.5, 0.5]);
  const weights = many(walk, 30).map((row) => balance.add([row])[0]);
  for (const [i, weight] of weights.slice(1).entries()) assertLess(weight, weights[i]);
  assertGreater(balance.add([sit])[0], 1);
});
