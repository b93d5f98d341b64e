import {
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { seedDifference, seedSummary } from "../../../lib/results/metrics/seed_difference.ts";
import { study } from "../../../lib/show/notebook/study.ts";
import { seedPoints, studyTable } from "../../../lib/show/notebook/study_results.ts";
import { seedsPlot } from "../../../lib/show/plots/seeds_plot.ts";
import { readRuns } from "../../../lib/results/runs/list_runs.ts";
import type { RunRecord } from "../../../lib/results/runs/run_record.ts";
import { articleSettings, checkSettings, type ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { gridSearch } from "../../../lib/results/studies/search_space.ts";
import { studyTrials } from "../../../lib/results/studies/study_trials.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();

/** A run that was tested after its last epoch, and says nothing else of its test. */
function run(settings: Partial<ExperimentSettings>, accuracy: number): RunRecord {
  const history = [{ testAccuracy: accuracy }];
  const checked = { ...articleSettings, split: "development", ...settings };
  return { settings: checked, parameters: 1000, history, test: {} } as unknown as RunRecord;
}

const runs = [
  run({ cardinality: 4, groupWidth: "equal-width", seed: 1 }, 0.9),
  run({ cardinality: 4, groupWidth: "equal-width", seed: 2 }, 0.8),
  run({ cardinality: 8, groupWidth: "equal-width", seed: 1 }, 0.93),
  run({ cardinality: 8, groupWidth: "equal-width", seed: 2 }, 0.81),
];

Deno.test("seedSummary gives mean and standard error", () => {
  const { mean, standardError, count } = seedSummary([1, 2, 3, 6]);
  assertEquals([mean, count], [3, 4]);
  assertAlmostEquals(standardError!, Math.sqrt(14 / 3) / 2);
  assertEquals(seedSummary([5]).standardError, undefined);
  assertThrows(() => seedSummary([]), Error, "nothing to take a mean of");
});

const third = [1, 2].map((seed) => run({ cardinality: 2, groupWidth: "equal-width", seed }, 0.7));

Deno.test("a study's networks are each compared with the mean of the others seed by seed", () => {
  const cellsOf = (own: RunRecord[]) =>
    [...studyTable(own, ["cardinality"]).querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].map(({ textContent }) => textContent)
    );
  // Two networks are one comparison: 3 points and 1, a standard error of 1, Student's t with one degree of freedom 12.706.
  assertEquals(cellsOf(runs), [
    ["4", "1,000", "2", "0.8500", "−2.00", "−14.71 to +10.71", "open: between −14.71 and +10.71"],
    ["8", "1,000", "2", "0.8700", "+2.00", "−10.71 to +14.71", "open: between −10.71 and +14.71"],
  ]);
  // Of three the last lies 21.5 and 10.5 points below the mean of the others: three intervals, t at 1 - 0.025 / 3 = 38.188.
  assertEquals(cellsOf([...runs, ...third])[2].slice(3, 6), ["0.7000", "−16.00", "−226.04 to +194.04"]);
  assertThrows(() => studyTable(runs.slice(0, 2), ["cardinality"]), Error, "1 of at least two networks");
  assertThrows(() => studyTable([], ["cardinality"]), Error, "0 of at least two networks");
  const alone = [...runs, ...third].filter(({ settings }) => settings.seed === 1);
  assertStringIncludes(studyTable(alone, ["cardinality"]).textContent!, "open: one seed");
});

Deno.test("what helps some people alone is seen over seeds, and over people it is not; a random split has no interval", () => {
  // In each of three trainings one of seven people gains three windows of ten.
  const made = [4, 8].flatMap((cardinality) =>
    [1, 2, 3].map((seed) => {
      const right = (person: number) => cardinality === 8 && person === 0 ? 8 : 5;
      const counts = (person: number) => [[right(person), 10 - right(person)], [0, 0]];
      const people = [0, 1, 2, 3, 4, 5, 6].map((one) => ({ subject: 7 * seed + one, confusion: counts(one) }));
      return { ...run({ cardinality, seed }, 0.5 + (cardinality === 8 ? 0.043 + 0.001 * seed : 0)), people };
    })
  );
  const words = (runs: RunRecord[]) => studyTable(runs, ["cardinality"]).querySelectorAll("tbody tr")[1].textContent!;
  // A run that keeps no people leaves seeds to compare by.
  assertStringIncludes(words(made.map((run, index) => index > 0 ? run : { ...run, people: undefined })), "higher");
  assertStringIncludes(words(made), "open: between −0.");
  for (const { settings } of made) Object.assign(settings, { split: "random" });
  assertStringIncludes(words(made), "–windows of a random split share samples: no interval");
});

Deno.test("a difference of seeds has Student's interval, and says whether it holds zero", () => {
  const map = (values: number[]) => new Map(values.map((value, i) => [i + 1, value]));
  const { mean, interval, verdict, count } = seedDifference(map([3, 4, 5, 9]), map([1, 2, 3, 4, 100]));
  // Differences 2, 2, 2, 5: mean 2.75, standard error 0.75, t with three degrees of freedom 3.1824.
  assertEquals([count, mean, verdict], [4, 2.75, "higher"]);
  assertAlmostEquals(interval![0], 2.75 - 0.75 * 3.182446, 1e-5);
  assertEquals(seedDifference(map([1, 2]), map([2, 4])).verdict, "open");
  // Four comparisons at once: Student's t with three degrees of freedom leaves 0.00625 on each side at 5.3919.
  const together = seedDifference(map([3, 4, 5, 9]), map([1, 2, 3, 4]), { comparisons: 4 });
  assertAlmostEquals(together.interval![0], 2.75 - 0.75 * 5.391949, 1e-5);
  assertEquals(together.verdict, "open");
  // Less than one point is as good as nothing, even where it is seen.
  const little = [[0.9, 0.904], [0.8, 0.806], [0.7, 0.705]];
  const [before, after] = [0, 1].map((place) => map(little.map((pair) => pair[place])));
  assertEquals(seedDifference(after, before).verdict, "the same");
  assertEquals(seedDifference(after, before, { margin: 0.001 }).verdict, "higher");
  assertEquals(seedDifference(map([1, 2, 3.1]), map([2, 3, 4])).verdict, "lower");
  assertEquals(seedDifference(map([1]), map([2])).interval, undefined);
  assertThrows(() => seedDifference(map([]), map([2])), Error, "No seed is in both");
});

Deno.test("a seeds' figure has a dot a run, a mean and a bar for each value", () => {
  const points = seedPoints(runs, "cardinality", { series: "groupWidth" });
  assertEquals(points[2], { x: 8, y: 0.93, series: "equal-width" });
  const figure = seedsPlot(points, { title: "T", x: "cardinality", y: "accuracy" });
  assertEquals(figure.querySelectorAll("circle").length, 4 + 2);
  assertStringIncludes(figure.textContent!, "one standard error");
  const rates = seedsPlot([0.0001, 0.01].map((x) => ({ x, y: 1 })), { title: "T", x: "", y: "", logarithmicX: true });
  assertStringIncludes(rates.textContent!, "0.0001", "a learning rate of 0.0001 is not 100µ");
});

Deno.test("a study's sizes change how much is trained, not what is compared", async () => {
  const [kept, small, full] = await Promise.all(
    ["kept", "small", "full"].map((size) => studyTrials("equal-width", { size, settings: { data: "synthetic" } })),
  );
  assertEquals(kept.length, full.length);
  for (const trial of kept) assertEquals([trial.epochs, trial.trainingWindows, trial.data], [12, 2048, null]);
  for (const trial of full) {
    const { epochs, testedEpochs, trainingWindows, data } = trial;
    assertEquals([epochs, testedEpochs, trainingWindows, data], [10, 4, undefined, "synthetic"]);
  }
  assertEquals(small.map(({ seed }) => seed), small.map(() => 1));
  assertEquals(new Set(small.map(({ cardinality }) => cardinality)), new Set([1, 2, 4, 8, 16, 32]));
  await assertRejects(
    () => studyTrials("equal-width", { size: "toString" }),
    Error,
    "there are kept, small, medium, full",
  );
  await assertRejects(() => studyTrials("no-such-study"), Error, "no-such-study.json cannot be read");
});

Deno.test("a study trains once, finds the runs the second time, and trains anew when told to", () =>
  inFolder(async (folder) => {
    const base = checkSettings({
      data: "synthetic",
      split: "subject",
      testPerson: 9,
      epochs: 1,
      trainingWindows: 32,
      batch: 16,
      width: 0.25,
    });
    const trials = gridSearch(base, { seed: [1, 2] });
    const before = tf.memory().numTensors;
    const first = await study(trials, { folder });
    assertEquals(tf.memory().numTensors, before);
    assertEquals(first.map(({ settings, history }) => [settings.seed, history.length]), [[1, 1], [2, 1]]);
    assertEquals((await study(trials, { folder })).map(({ id }) => id), first.map(({ id }) => id));
    const [again] = await study([trials[0]], { folder, again: true });
    assertNotEquals(again.id, first[0].id);
    assertEquals(again.test.loss, first[0].test.loss);
    assertEquals((await readRuns({ folder })).length, 3);
    // Runs on the stand-in are no results to keep.
    assertEquals(await study(trials, { folder, kept: true }), []);
    await assertRejects(() => study([{ ...base, batch: 0 }], { folder }), Error, "batch must be");
  }));
