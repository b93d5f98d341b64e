import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import pl from "nodejs-polars";
import { splitOverview } from "../../../lib/show/notebook/split_overview.ts";
import { peoplePlot } from "../../../lib/show/plots/people_plot.ts";
import { activities } from "../../../lib/data/signals/activities.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { scores } from "../../../lib/results/metrics/scores.ts";
import { classScoresPlot } from "../../../lib/show/plots/class_scores_plot.ts";
import { confusionMatrixPlot } from "../../../lib/show/plots/confusion_matrix_plot.ts";
import { runCurves } from "../../../lib/show/plots/run_curves.ts";
import { transitionPlot } from "../../../lib/show/plots/transition_plot.ts";
import { trainingCurves } from "../../../lib/show/plots/training_curves.ts";
import { exampleRows, windowExamples } from "../../../lib/show/plots/window_examples.ts";

const counts = [
  [340, 2, 0, 0, 0, 0],
  [3, 300, 6, 0, 0, 0],
  [0, 2, 279, 0, 0, 0],
  [0, 0, 0, 340, 20, 0],
  [0, 0, 0, 12, 380, 0],
  [0, 0, 0, 0, 0, 392],
];
const history = [1, 2, 3].map((epoch) => ({
  epoch,
  loss: 0.3 / epoch,
  accuracy: 1 - 0.1 / epoch,
  validationLoss: 0.2 / epoch,
  validationAccuracy: 1 - 0.05 / epoch,
  seconds: 1,
}));
const frame = syntheticWindows({ subjects: 2, seconds: 6 });

/** Observable Plot warns of questionable options on the console; a figure of ours must give it no reason. */
const warnings: unknown[] = [];
console.warn = (...message) => warnings.push(message);

function texts(figure: Element): string[] {
  return [...figure.querySelectorAll("text")].map((text) => text.textContent ?? "");
}

/** Returns what the marks tell where the pointer rests. */
function titles(figure: Element): string[] {
  return [...figure.querySelectorAll("title")].map((title) => title.textContent ?? "");
}

Deno.test("people are drawn as one heat map with their windows, test people apart", () => {
  const figures = peoplePlot(frame);
  assertEquals(figures.querySelectorAll("svg").length, 1);
  const names = texts(figures).filter((text) => text.endsWith(" people"));
  assertEquals(names, ["training people", "test people"]);
  assertEquals(figures.querySelectorAll("rect").length, 12);
  const counts = Map.groupBy(frame.getColumn("activity").toArray(), (activity) => activity);
  assert(texts(figures).includes(String(counts.get(1)!.length / 2)));
  const unknown = frame.withColumns(pl.lit(null).cast(pl.Int32).alias("subject"));
  assertStringIncludes(peoplePlot(unknown).textContent!, "does not tell whose windows");
});

Deno.test("splits are laid side by side: windows, and those that leak", () => {
  const people = syntheticWindows({ subjects: 30, seconds: 6 });
  const figure = splitOverview(people);
  const cells = [...figure.querySelectorAll("td")].map((cell) => cell.textContent);
  const [random, subject] = ["at random", "by person"].map((name) => cells.indexOf(name));
  assert(Number(cells[random + 4]) > 0);
  assertEquals(cells[subject + 4], "0");
});

Deno.test("a confusion matrix shows fraction and count of each cell, true activities in rows", () => {
  const figure = confusionMatrixPlot(counts, activities);
  assertEquals(figure.querySelectorAll("rect").length, 36);
  for (const text of ["0.944", "340", "predicted activity", "true activity", ...activities]) {
    assert(texts(figure).includes(text), text);
  }
  const rects = [...figure.querySelectorAll("rect")].map((rect) => Number(rect.getAttribute("y")));
  assertEquals(rects[0], rects[5]);
  assert(rects[6] > rects[5]);
});

Deno.test("what comes next shows each probability, and none above nothing as nothing", () => {
  const texts = [
    ...transitionPlot([[0.94996, 0.05, 0.00004], [0, 1, 0], [0.5, 0.25, 0.25]], ["a", "b", "c"])
      .querySelectorAll("[aria-label=text] text"),
  ].map(({ textContent }) => textContent);
  assertEquals(texts, ["0.95", "0.05", "4e-5", "0", "1", "0", "0.5", "0.25", "0.25"]);
});

Deno.test("training curves have axis labels and a line for training and validation in each figure", () => {
  const figure = trainingCurves(history);
  assertEquals(figure.querySelectorAll("svg").length >= 2, true);
  const labels = texts(figure).join("|");
  for (const text of ["epoch", "accuracy", "cross-entropy (nats)"]) assertStringIncludes(labels, text);
  const lines = [...figure.querySelectorAll("path")].filter((path) => /^M.*L/.test(path.getAttribute("d") ?? ""));
  assertEquals(lines.length >= 4, true);
});

Deno.test("where nobody validates, the curves are of training alone", () => {
  const figure = trainingCurves(
    history.map(({ epoch, loss, accuracy, seconds }) => ({ epoch, loss, accuracy, seconds })),
  );
  assertEquals(figure.textContent!.includes("validation"), false);
  const lines = [...figure.querySelectorAll("g[aria-label=line] path")];
  assertEquals(lines.length, 2);
});

Deno.test("curves of runs show what all of them have, each run with a colour of its own", () => {
  const unvalidated = history.map(({ epoch, loss, accuracy }) => ({ epoch, loss, accuracy }));
  for (const [second, shown] of [[history, "Validation accuracy"], [unvalidated, "Training accuracy"]] as const) {
    const figure = runCurves([{ name: "run-1", history }, { name: "run-2", history: second }]);
    assertStringIncludes(figure.textContent!, shown);
    const strokes = [...figure.querySelectorAll("g[aria-label=line] path")].map((path) => path.getAttribute("stroke"));
    assertEquals([strokes.length, new Set(strokes).size], [4, 2]);
  }
});

Deno.test("class scores are dots at their values, and the comparison is a tick at its own", () => {
  const { classes } = scores(counts);
  const figure = classScoresPlot(classes, activities, {
    comparison: { label: "article", recall: [1, 1, 0.9, 1, 1, 1] },
    height: 222,
  });
  const dots = [...figure.querySelectorAll("g[aria-label=dot] circle")];
  assertEquals(dots.length, 18);
  const heights = dots.map((dot) => Number(dot.getAttribute("cy")));
  assertAlmostEquals(Math.min(...heights), heights[15], 1e-6, "precision of laying is 1");
  assertStringIncludes(figure.outerHTML, "line: recall, article");
  assertEquals(figure.querySelector("svg[role=img]")!.getAttribute("height"), "222", "options of Plot pass through");
});

Deno.test("window examples draw three axes of three sensors for six activities, with units", () => {
  const figure = windowExamples(frame, exampleRows(frame));
  const lines = [...figure.querySelectorAll("path")].filter((path) => (path.getAttribute("d") ?? "").length > 1000);
  assertEquals(lines.length, 3 * 3 * 6);
  for (const text of ["rad/s", "time (s)", "laying"]) assertStringIncludes(texts(figure).join("|"), text);
  const [row] = exampleRows(frame);
  const means = ["x", "y", "z"].map((axis) => {
    const samples = (frame.getColumn(`body_acc_${axis}`).getIndex(row) as number[]).slice(8, 16);
    return `${axis}: ${(samples.reduce((sum, value) => sum + value) / 8).toFixed(2)} g`;
  });
  assertEquals(titles(figure)[1], ["0.16 to 0.32 s, mean", ...means].join("\n"));
});

Deno.test("a figure shows itself in a notebook and takes the colours of the page", () => {
  const figure = trainingCurves(history) as Element & Record<symbol, () => Record<string, string>>;
  const shown = figure[Symbol.for("Jupyter.display")]();
  assertStringIncludes(shown["text/html"], "<svg");
  assertStringIncludes(shown["text/html"], "currentColor");
  assertEquals(/[^-]background: white/.test(shown["text/html"]), false);
  assertEquals(shown["text/plain"], "Accuracy over epochs");
  assertEquals(figure.querySelectorAll("h1, h2, h3").length, 0, "a figure's title is no chapter of the page");
});

Deno.test("no figure made Observable Plot warn, not even after one epoch", () => {
  trainingCurves(history.slice(0, 1), { epochs: 8 });
  trainingCurves([]);
  assertEquals(warnings, []);
});
