import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { ratioPlot } from "../../../lib/show/plots/ratio_plot.ts";
import { connectivityPlot } from "../../../lib/show/plots/connectivity_plot.ts";
import { kernelPlot } from "../../../lib/show/plots/kernel_plot.ts";
import { relativeCostPlot } from "../../../lib/show/plots/relative_cost_plot.ts";
import { ringPicture, showPicture } from "../../../lib/show/plots/picture.ts";
import type { SymbolicTensor } from "@tensorflow/tfjs-node-gpu";
import { GroupedConv2D } from "../../../lib/network/model/grouped_convolution_layer.ts";
import { formsPlot } from "../../../lib/show/plots/forms_plot.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { unitPlot } from "../../../lib/show/plots/unit_plot.ts";

const tf = await backend();

Deno.test("connectivity draws a line for each connection and says how many there are", () => {
  const figure = connectivityPlot({ inputs: 4, outputs: 8, groups: [1, 2] });
  assertEquals(figure.querySelectorAll("g[aria-label=link] path").length, 32 + 16);
  assertEquals(figure.querySelectorAll("g[aria-label=dot] circle").length, 2 * 12);
  assertStringIncludes(figure.outerHTML, "grouped, G = 2: 16 connections");
});

Deno.test("relative costs fall along the dashed line of 1/G where they do", () => {
  const rows = [{ groups: 1, cost: 80 }, { groups: 2, cost: 40 }, { groups: 4, cost: 20 }];
  const figure = relativeCostPlot(rows, { title: "Cost", series: { cost: "cost" } });
  const [cost, dashed] = [...figure.querySelectorAll("g[aria-label=line] path")]
    .map((path) => path.getAttribute("d")!.split(/[ML,]/).filter(Boolean).map(Number));
  assertEquals(dashed.length, 6);
  dashed.forEach((value, i) => assertAlmostEquals(value, cost[i], 1e-6));
});

Deno.test("a kernel's zeros are left out", () => {
  const figure = kernelPlot([[1, 0], [0, -2]], "Kernel");
  assertEquals(figure.querySelectorAll("g[aria-label=cell] rect").length, 2);
});

Deno.test("the basic unit names its convolutions and the size of a group", () => {
  const input = tf.input({ shape: [8, 8, 16] });
  const grouped = new GroupedConv2D({ filters: 16, kernelSize: 3, groups: 4 }).apply(input) as SymbolicTensor;
  const normalized = tf.layers.batchNormalization().apply(grouped) as SymbolicTensor;
  const sum = tf.layers.add().apply([normalized, input]) as SymbolicTensor;
  const unit = tf.model({ inputs: input, outputs: tf.layers.reLU().apply(sum) as SymbolicTensor });
  const text = unitPlot(unit).textContent ?? "";
  for (const part of ["conv 3x3, 16 -> 16, 4 groups of 4; BN", "sum with the input; ReLU", "shortcut"]) {
    assertStringIncludes(text, part);
  }
  unit.dispose();
});

Deno.test("the three forms of a block name the channels of their convolutions", () => {
  const text = formsPlot({ channels: 256, cardinality: 32, groupWidth: 4 }).textContent ?? "";
  for (const part of ["1x1, 4", "concatenate; 1x1, 256", "3x3, 128, 32 groups"]) assertStringIncludes(text, part);
});

Deno.test("a picture is shown as a PNG", async () => {
  const picture = ringPicture(8);
  assertEquals(picture.shape, [8, 8, 3]);
  assertStringIncludes((await showPicture(picture)).outerHTML, 'src="data:image/png;base64,iVBOR');
});

Deno.test("ratios lie on the line of 1/C_out + 1/k² where they are that", () => {
  const rows = [3, 5].map((kernelSize) => ({ input: 8, output: 16, kernelSize, ratio: 1 / 16 + 1 / kernelSize ** 2 }));
  const figure = ratioPlot(rows);
  const line = figure.querySelector("g[aria-label=line] path")!.getAttribute("d")!.split(/[ML,]/).filter(Boolean).map(
    Number,
  );
  const dots = [...figure.querySelectorAll("g[aria-label=dot] circle")];
  assertEquals(dots.length, 2);
  dots.forEach((dot, i) => assertAlmostEquals(Number(dot.getAttribute("cy")), line[2 * i + 1], 1e-2));
});
