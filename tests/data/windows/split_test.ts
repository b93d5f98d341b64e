import pl from "nodejs-polars";
import { testSubjects } from "../../../lib/data/archives/published_counts.ts";
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  developmentSplit,
  possibleSplits,
  randomSplit,
  type Split,
  splitWindows,
  subjectSplit,
} from "../../../lib/data/windows/split_windows.ts";

/** 600 windows: 30 people, six activities of different size. */
const frame = pl.DataFrame({
  subject: Array.from({ length: 600 }, (_, i) => i % 30 + 1),
  activity: Array.from({ length: 600 }, (_, i) => i < 200 ? 1 : i < 300 ? 2 : 3 + i % 4),
});
const subjects = frame.getColumn("subject").toArray() as number[];
const labels = frame.getColumn("activity").toArray() as number[];

const people = (rows: Iterable<number>) => [...new Set([...rows].map((row) => subjects[row]))].sort((a, b) => a - b);

function assertCovers(split: Split): void {
  const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
  assertEquals(all, [...Array(600).keys()]);
}

Deno.test("randomSplit covers every window once, in the same proportions of each activity", () => {
  const split = randomSplit(frame);
  assertCovers(split);
  const count = (rows: Int32Array, activity: number) => [...rows].filter((row) => labels[row] === activity).length;
  assertEquals([count(split.test, 1), count(split.validation, 1), count(split.train, 1)], [40, 16, 144]);
  assertEquals([count(split.test, 2), count(split.validation, 2), count(split.train, 2)], [20, 8, 72]);
});

Deno.test("randomSplit depends on the seed alone", () => {
  assertEquals(randomSplit(frame, { seed: 3 }), randomSplit(frame, { seed: 3 }));
  assertNotEquals(randomSplit(frame, { seed: 3 }).test, randomSplit(frame, { seed: 4 }).test);
});

Deno.test("subjectSplit leaves nobody in two parts and tests on the official people", () => {
  const split = subjectSplit(frame);
  assertCovers(split);
  assertEquals(people(split.test), testSubjects);
  assertEquals(people(split.validation).length, 3);
  assertEquals(people(split.train).length, 18);
  assertEquals(people(split.validation).filter((subject) => people(split.train).includes(subject)), []);
});

Deno.test("with nobody to validate on, all training people train", () => {
  const split = splitWindows(frame, "subject", { validationSubjects: 0 });
  assertCovers(split);
  assertEquals([people(split.train).length, split.validation.length, people(split.test)], [21, 0, testSubjects]);
});

Deno.test("trainingPeople keeps all windows of some training people, others with another seed, and tests on the same", () => {
  const [all, some, other] = [{}, { trainingPeople: 5 }, { trainingPeople: 5, seed: 4 }].map((options) =>
    splitWindows(frame, "development", { validationSubjects: 0, ...options })
  );
  assertEquals([people(some.train).length, some.train.length, some.test], [5, 100, all.test]);
  assertEquals(people(some.train).every((person) => people(all.train).includes(person)), true);
  // Seed 4 tests on the third of seed 1.
  assertEquals(other.test, all.test);
  assertNotEquals(people(other.train), people(some.train));
  assertThrows(
    () => splitWindows(frame, "development", { validationSubjects: 0, trainingPeople: 15 }),
    Error,
    "trainingPeople is 15, and there are only 14 to train on.",
  );
});

Deno.test("developmentSplit never has the test people, and three seeds test everybody else once", () => {
  const splits = [1, 2, 3].map((seed) => developmentSplit(frame, { seed }));
  for (const { train, validation, test } of splits) {
    const parts = [people(train), people(validation), people(test)];
    assertEquals(parts.map(({ length }) => length), [11, 3, 7]);
    assertEquals(new Set(parts.flat()).size, 21);
    assertEquals(parts.flat().filter((subject) => testSubjects.includes(subject)), []);
  }
  assertEquals(people(splits.flatMap(({ test }) => [...test])).length, 21);
  const again = splitWindows(frame, "development", { seed: 4, validationSubjects: 0 });
  assertEquals([people(again.test), people(again.train).length], [people(splits[0].test), 14]);
});

Deno.test("subjectSplit says why it cannot split windows of unknown people", () => {
  const unknown = frame.withColumns(pl.lit(null).cast(pl.Int32).alias("subject"));
  assertEquals([possibleSplits(frame), possibleSplits(unknown)], [["random", "subject"], ["random"]]);
  assertThrows(
    () => subjectSplit(unknown),
    Error,
    "cannot be split by subject, since their archive has no subject files",
  );
});
