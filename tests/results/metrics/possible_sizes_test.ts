import { assertEquals } from "@std/assert";
import { possibleSizes } from "../../../lib/results/metrics/article_results.ts";
import { possibleSizesPlot } from "../../../lib/show/plots/possible_sizes_plot.ts";

Deno.test("possibleSizes finds 277 of 281, 353 of 357 and 366 of 382, and not the official test set", () => {
  const sizes = (value: number) => possibleSizes(value, 600);
  assertEquals(sizes(0.9858).find(({ size }) => size === 281), { size: 281, errors: 4 });
  assertEquals(sizes(0.9888).find(({ size }) => size === 357), { size: 357, errors: 4 });
  assertEquals(sizes(0.9581).find(({ size }) => size === 382), { size: 382, errors: 16 });
  for (const [value, official] of [[0.9858, 420], [0.9888, 491], [0.9581, 532]]) {
    assertEquals(sizes(value).filter(({ size }) => size === official), []);
  }
});

Deno.test("possibleSizes agrees with trying every count", () => {
  const all = [];
  for (let size = 1; size <= 120; size++) {
    for (let hits = size; hits >= 0; hits--) {
      if ((hits / size).toFixed(2) === "0.93") all.push({ size, errors: size - hits });
    }
  }
  const order = (a: { size: number; errors: number }, b: typeof a) => a.size - b.size || a.errors - b.errors;
  assertEquals(possibleSizes(0.93, 120, 2).sort(order), all.sort(order));
});

Deno.test("the plot has a tick for each possible size and a dot for each set", () => {
  const figure = possibleSizesPlot([{ name: "a", value: 0.5, sets: { one: 4, two: 5 } }]);
  assertEquals(figure.querySelectorAll("g[aria-label=dot] circle").length, 2);
  assertEquals(figure.querySelectorAll("g[aria-label=tick] line").length, possibleSizes(0.5, 6).length);
});
