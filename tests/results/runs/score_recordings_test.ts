import { assertAlmostEquals, assertEquals, assertGreater, assertRejects } from "@std/assert";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import {
  exampleTimeline,
  missedTable,
  recordingsPeoplePlot,
  recordingsPeopleTable,
  recordingsTable,
} from "../../../lib/show/notebook/recording_results.ts";
import { keptRecordings, recordingsRecord } from "../../../lib/results/runs/kept_recordings.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { scoreRecordings, ways } from "../../../lib/results/runs/score_recordings.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();

Deno.test("a run's network reads the recordings of its test people in every way, and the scores are kept", () =>
  inFolder(async (place) => {
    const folder = `${place}/runs`;
    const settings = checkSettings({
      data: "synthetic",
      split: "subject",
      validationSubjects: 0,
      keep: "last",
      testPerson: 9,
      width: 0.25,
      batch: 32,
      trainingWindows: 256,
      epochs: 4,
      learningRate: 0.002,
    });
    const run = await runExperiment(settings, { runs: folder });
    for (const row of run.markov!.transition) assertAlmostEquals(row.reduce((a, b) => a + b), 1, 1e-9);
    assertEquals([run.markov!.step, run.markov!.start.length], [32, 6]);

    const before = tf.memory().numTensors;
    const record = await scoreRecordings(run.id, { folder });
    assertEquals(tf.memory().numTensors, before);
    assertEquals(record.people, [9]);
    assertEquals(record.ways.map(({ name }) => name), ways.map(({ name }) => name));
    for (const { name, windows, scores, people } of record.ways) {
      const samples = scores.confusion.flat().reduce((a, b) => a + b);
      assertAlmostEquals(samples / 50, record.labelledSeconds, 1e-9, name);
      assertEquals(people, [{ subject: 9, accuracy: scores.accuracy }]);
      // A sixth would be chance; the synthetic people differ little.
      assertGreater(windows, 0.3, name);
    }
    for (const { randomOrders, name } of record.ways) {
      assertGreater(randomOrders, 0.3, name);
    }
    const [single, smoothed] = record.ways;
    assertEquals(single.scores.inserted >= smoothed.scores.inserted, true);
    // Half a window, half a step and four windows of waiting.
    assertEquals(record.liveDelay, (128 / 2 + 32 / 2 + 4 * 32) / 50);

    await recordingsRecord.write(record, { folder });
    const scored = await keptRecordings(run.settings, { folder });
    assertEquals(scored.map(({ run: { id } }) => id), [run.id]);
    const another = { ...run.settings, testPerson: 3 };
    assertEquals((await keptRecordings(another, { folder, vary: ["testPerson"] })).length, 1);
    assertAlmostEquals(scored[0].recordings.ways[0].windows, single.windows, 1e-5);
    const others = { ...run.settings, cardinality: 8 };
    await assertRejects(() => keptRecordings(others, { folder }), Error, "No run with these settings was scored");

    assertEquals(recordingsTable(scored).querySelectorAll("tbody tr").length, ways.length);
    const ribbons = exampleTimeline(scored[0], ["single windows", "smoothed", "live"]).textContent!;
    for (const name of ["labelled", "single windows", "smoothed", "live", "probability"]) {
      assertEquals(ribbons.includes(name), true, name);
    }
    const [person] = single.people;
    const other = structuredClone(scored[0]);
    other.recordings.ways[0].people = [{ subject: 3, accuracy: 0.7 }];
    person.accuracy = 0.96;
    scored[0].recordings.ways[0].people = [person];
    const rows = recordingsPeopleTable([scored[0], other], ["single windows"]).querySelectorAll("tbody td");
    assertEquals([...rows].map(({ textContent }) => textContent), [
      "single windows",
      "2",
      "0.8300",
      "0.7000 (person 3)",
      "1",
    ]);
    assertEquals(
      recordingsPeoplePlot([scored[0], other], ["single windows", "live"]).querySelectorAll("circle").length,
      4,
    );
    assertEquals(missedTable(scored, "single windows").querySelectorAll("tbody tr").length, single.missed.length);
  }));

Deno.test("a run that is split at random has no test people whose recordings could be read", () =>
  inFolder(async (folder) => {
    const run = await runExperiment(checkSettings({ data: "synthetic", trainingWindows: 64, epochs: 1, width: 0.25 }), {
      runs: folder,
    });
    await assertRejects(
      () => scoreRecordings(run.id, { folder }),
      Error,
      "is split at random, so it has no test people",
    );
  }));
