import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { cutWindows } from "../../../lib/data/signals/cut_windows.ts";
import type { Recording } from "../../../lib/data/signals/recording.ts";
import { syntheticRecordings } from "../../../lib/data/windows/synthetic_windows.ts";
import { signalTensor, standardize } from "../../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { timelinePlot } from "../../../lib/show/plots/timeline_plot.ts";
import {
  joinParts,
  readTimeline,
  type TimelinePart,
  timelineRows,
} from "../../../lib/results/recordings/read_timeline.ts";
import { windowLogits } from "../../../lib/results/recordings/window_logits.ts";

const tf = await backend();
const standardization = { mean: Array(9).fill(0), deviation: Array(9).fill(1) };
const { recordings: [recording] } = syntheticRecordings({ subjects: 1, seconds: 2 });

function firstSamples(count: number): Recording {
  const cut = (axes: Recording["acceleration"]) =>
    axes.map((axis) => axis.slice(0, count)) as Recording["acceleration"];
  return { ...recording, acceleration: cut(recording.acceleration), rotation: cut(recording.rotation) };
}

Deno.test("each part of a timeline is the mean of the windows that cover it", async () => {
  const model = articleNetwork({ channels: [4, 8], cardinality: 2 });
  const before = tf.memory().numTensors;
  // 320 samples: windows at 0, 64, 128 and 192; parts of 64 samples up to 320.
  const parts = readTimeline(await windowLogits(model, firstSamples(330), standardization));
  assertEquals(tf.memory().numTensors, before);
  assertEquals(parts.map(({ from, to }) => [from, to]), [[0, 1.28], [1.28, 2.56], [2.56, 3.84], [3.84, 5.12], [
    5.12,
    6.4,
  ]]);
  const windows = await tf.tidy(() => {
    const frame = cutWindows([firstSamples(330)], [{ experiment: 1, activity: 1, first: 0, last: 329 }]);
    const logits = model.predict(standardize(signalTensor(frame), standardization)) as ReturnType<typeof tf.tensor2d>;
    return logits.softmax();
  }).array() as number[][];
  const expected = [[0], [0, 1], [1, 2], [2, 3], [3]].map((rows) =>
    rows.reduce((sum, row) => sum + windows[row][2], 0) / rows.length
  );
  for (const [i, part] of parts.entries()) assertAlmostEquals(part.probabilities[2], expected[i], 1e-5);
  await assertRejects(() => windowLogits(model, firstSamples(100), standardization), Error, "has 100 samples");
  await assertRejects(() => windowLogits(model, recording, standardization, { step: 0 }), Error, "step must be");
  model.dispose();
});

Deno.test("neighbours of the same activity are joined, and their probabilities averaged by time", () => {
  const part = (from: number, to: number, walking: number): TimelinePart => {
    const activity = walking > 0.5 ? "walking" : "laying";
    const probabilities = [walking, 0, 0, 0, 0, 1 - walking];
    return { from, to, activity, probability: Math.max(walking, 1 - walking), probabilities };
  };
  const parts = [part(0, 1, 0.6), part(1, 4, 0.8), part(4, 70.04, 0.1)];
  const joined = joinParts(parts);
  assertEquals(joined.map(({ from, to, activity }) => [from, to, activity]), [[0, 4, "walking"], [4, 70.04, "laying"]]);
  assertAlmostEquals(joined[0].probability, 0.75);
  assertEquals(timelineRows(parts)[1], {
    from: "0:04.0",
    to: "1:10.0",
    seconds: "66.0",
    activity: "laying",
    probability: "0.900",
  });
  const figure = timelinePlot(parts, { truth: [{ from: 0, to: 4, activity: "walking" }] });
  const texts = [...figure.querySelectorAll("text")].map(({ textContent }) => textContent);
  for (const text of ["labelled", "predicted", "probability", "seconds →"]) {
    assertEquals(texts.includes(text), true, text);
  }
  const drawn = (figure: Element) =>
    figure.querySelectorAll("rect").length - figure.querySelectorAll("[class*=swatch] rect").length;
  // One labelled stretch, two predicted ones, and two bands for each of three parts: the others are empty.
  assertEquals(drawn(figure), 1 + 2 + 6);
  // Parts whose probabilities differ by less than can be seen share their two bands.
  assertEquals(drawn(timelinePlot([part(0, 1, 0.9), part(1, 4, 0.901), part(4, 5, 0.899)])), 1 + 2);
});
