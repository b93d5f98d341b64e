import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { convolutionRatios } from "../../../lib/results/metrics/convolution_ratios.ts";
import { barsPlot } from "../../../lib/show/plots/bars_plot.ts";
import { ratioPlot } from "../../../lib/show/plots/ratio_plot.ts";
import { connectivityPlot } from "../../../lib/show/plots/connectivity_plot.ts";
import { kernelPlot } from "../../../lib/show/plots/kernel_plot.ts";
import { relativeCostPlot } from "../../../lib/show/plots/relative_cost_plot.ts";
import { ringPicture, showPicture } from "../../../lib/show/plots/picture.ts";
import { unitPlot } from "../../../lib/show/plots/unit_plot.ts";

Deno.test("connectivity draws a line for each connection and says how many there are", () => {
  const figure = connectivityPlot({ inputs: 4, outputs: 8, groups: [1, 2] });
  assertEquals(figure.querySelectorAll("g[aria-label=link] path").length, 32 + 16);
  assertEquals(figure.querySelectorAll("g[aria-label=dot] circle").length, 2 * 12);
  assertStringIncludes(figure.outerHTML, "grouped, G = 2: 16 connections");
});

Deno.test("relative costs fall along the dashed line of 1/G where they do", () => {
  const rows = [{ groups: 1, cost: 80 }, { groups: 2, cost: 40 }, { groups: 4, cost: 20 }];
  const figure = relativeCostPlot(rows, { title: "Cost", series: { cost: "cost" } });
  const [dashed, cost] = [...figure.querySelectorAll("g[aria-label=line] path")]
    .map((path) => path.getAttribute("d")!.split(/[ML,]/).filter(Boolean).map(Number));
  assertEquals(dashed.length, 6);
  dashed.forEach((value, i) => assertAlmostEquals(value, cost[i], 1e-6));
});

Deno.test("a kernel's zeros are left out", () => {
  const figure = kernelPlot([[1, 0], [0, -2]], "Kernel");
  assertEquals(figure.querySelectorAll("g[aria-label=cell] rect").length, 2);
});

Deno.test("the basic unit names its convolutions and the size of a group", () => {
  const text = unitPlot({ channels: 256, width: 128, groups: 32 }).textContent ?? "";
  for (const part of ["conv 1x1, 256 -> 128", "conv 3x3, 128 -> 128, 32 groups of 4", "shortcut"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("a picture is shown as a PNG", async () => {
  const picture = ringPicture(8);
  assertEquals(picture.shape, [8, 8, 3]);
  assertStringIncludes((await showPicture(picture)).outerHTML, 'src="data:image/png;base64,iVBOR');
});

Deno.test("the counted ratios lie on the line of 1/C_out + 1/k²", () => {
  const rows = [3, 5].map((kernelSize) => convolutionRatios({ input: 8, output: 16, kernelSize }));
  const figure = ratioPlot(rows);
  const line = figure.querySelector("g[aria-label=line] path")!.getAttribute("d")!.split(/[ML,]/).filter(Boolean).map(
    Number,
  );
  const dots = [...figure.querySelectorAll("g[aria-label=dot] circle")];
  assertEquals(dots.length, 2);
  dots.forEach((dot, i) => assertAlmostEquals(Number(dot.getAttribute("cy")), line[2 * i + 1], 1e-2));
});

Deno.test("bars carry their numbers, and the mark is named", () => {
  const bars = [{ name: "a", value: 1234 }, { name: "b", value: 10 }];
  const figure = barsPlot(bars, { title: "Bars", label: "count", mark: { value: 1000, label: "printed" } });
  assertEquals(figure.querySelectorAll("g[aria-label=bar] rect").length, 2);
  for (const text of ["1,234", "dashed: printed"]) assertStringIncludes(figure.textContent ?? "", text);
});
