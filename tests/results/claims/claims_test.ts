import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { isNoLoss, isSeen, verdictInWords, verdictOf } from "../../../lib/results/claims/claim.ts";
import { bottleneckClaim, isLess, lighterClaim, memoryClaim } from "../../../lib/results/claims/cost_claims.ts";
import { diversityClaim, redundancyClaim } from "../../../lib/results/claims/feature_claims.ts";
import { regularizerClaim } from "../../../lib/results/claims/generalization_claims.ts";
import { shortcutClaim } from "../../../lib/results/claims/growth_claims.ts";
import { similarActivities, similarityClaim } from "../../../lib/results/claims/similarity_claim.ts";
import { claims } from "../../../lib/results/claims/claims.ts";
import type { SeedDifference } from "../../../lib/results/metrics/seed_difference.ts";
import { claimsTable, verdictNote } from "../../../lib/show/report/claim_notes.ts";
import { inFolder } from "../../support/in_folder.ts";
import { makeRuns } from "../../support/made_runs.ts";

/** Seeds differ by people, and a little more by chance. */
const bySeed = (seed: number) => 0.9 + 0.01 * (seed % 3) + 0.0002 * seed;

Deno.test("a claim holds with all of its parts, depends with some, and is open while a part that would decide is", () => {
  assertEquals([[true, true], [true, false], [false, false]].map(verdictOf), ["holds", "depends", "does not hold"]);
  const open = [[undefined], [true, undefined], [false, undefined], [true, false, undefined]];
  assertEquals(open.map(verdictOf), ["open", "open", "open", "depends"]);
});

Deno.test("a difference is what is claimed, is not, or is open, as far as its interval reaches, and says so", () => {
  const of = (low: number, high: number, verdict: SeedDifference["verdict"]): SeedDifference => ({
    ...{ count: 5, mean: (low + high) / 2, interval: [low, high] },
    verdict,
  });
  const differences = [
    of(0.002, 0.07, "higher"),
    of(-0.07, -0.002, "lower"),
    of(-0.009, 0.009, "the same"),
    of(-0.002, 0.07, "open"),
    of(-0.07, 0.002, "open"),
    of(-0.07, 0.07, "open"),
  ];
  assertEquals(differences.map((one) => isSeen("higher", one)), [true, false, false, undefined, false, undefined]);
  assertEquals(differences.map((one) => isSeen("lower", one)), [false, true, false, false, undefined, undefined]);
  assertEquals(differences.map(isNoLoss), [true, false, true, true, undefined, undefined]);
  assertEquals(isNoLoss(of(-0.015, 0.02, "open")), undefined);
  const measurements = [[1, 2], [2, 4], [2, 3]];
  assertEquals(measurements.map((some) => isLess(some, [2.5, 3])), [true, undefined, undefined]);
  assertEquals(isLess([4, 5], [2.5, 3]), false);
  assertEquals(isSeen("higher", of(0.001, 0.005, "the same"), 0), true);
  assertEquals(differences.slice(0, 4).map(verdictInWords), [
    "higher",
    "lower",
    "the same within 1 point",
    "open: between −0.20 and +7.00",
  ]);
});

/** Ten windows of each activity; of walking so many are taken for sitting. */
const walkingTakenForSitting = (wrong: number) =>
  Array.from({ length: 6 }, (_, truth) =>
    Array.from({ length: 6 }, (_, answer) => {
      const errors = truth === 0 ? wrong : 0;
      return answer === truth ? 10 - errors : answer === 3 ? errors : 0;
    }));

Deno.test("groups regularise if they narrow the gap, person by person", () =>
  inFolder(async (folder) => {
    // Four groups have a gap wider by three points, thirty-two one narrower by two; people differ by three errors.
    await makeRuns(folder, "groups", ({ seed, cardinality }) => ({
      accuracy: 0.9,
      training: 0.94 + (cardinality === 4 ? 0.03 : cardinality === 32 ? -0.02 : 0) + 0.0001 * seed * cardinality,
      people: [1, 2, 3].map((person) => ({ subject: 3 * seed + person, confusion: walkingTakenForSitting(person) })),
    }));
    const { verdict, numbers } = await regularizerClaim.measure({ folder });
    assertEquals(verdict, "depends");
    assertStringIncludes(numbers["gap with 4 groups against one, 9 people"], "+3.06 points (interval +3.0");
    assertStringIncludes(numbers["gap with 32 groups against one, 9 people"], "−1.38 points (interval −1.6");
    const lighter = await lighterClaim.measure({ folder });
    assertEquals(lighter.verdict, "does not hold");
    assertEquals(
      lighter.numbers["accuracy with 32 groups against one, 9 people"],
      "+0.00 points (interval +0.00 to +0.00)",
    );
  }));

Deno.test("shortcuts are needed if without them gradients vanish and deep networks train less well", async () => {
  for (
    const [grows, lower, verdict, because] of [
      [2, 0, "does not hold", 'without shortcuts":"3.3e+4'],
      [0.5, 0.2, "holds", 'without shortcuts":"0.000031'],
      [2, 0.2, "depends", 'people held back, 16 blocks":"+3.00 points'],
    ] as const
  ) {
    await inFolder(async (folder) => {
      await makeRuns(folder, "shortcuts", ({ seed, blocks, shortcuts }) => {
        const without = shortcuts === "none";
        // What four blocks do does not count.
        return {
          accuracy: bySeed(seed) - (without ? 0.03 : 0),
          training: bySeed(seed) - (without ? (blocks > 4 ? lower : 0.5) : 0),
          examination: {
            gradientNorms: {
              trained: new Array(blocks).fill(1),
              untrained: Array.from({ length: blocks }, (_, block) => without ? grows ** (blocks - block) : 1),
            },
          },
        };
      });
      const claim = await shortcutClaim.measure({ folder });
      assertEquals(claim.verdict, verdict, JSON.stringify(claim.numbers));
      assertStringIncludes(JSON.stringify(claim.numbers), because);
      assertStringIncludes(JSON.stringify(claim.numbers), 'with them":"1.0');
    });
  }
});

Deno.test("groups are less redundant if both measures are lower than in one group, and training lowers them more", async () => {
  type Parts = { alignment: number; correlation: number; learned: number };
  const made = ({ alignment, correlation, learned }: Parts) => ({ seed }: { seed: number }) => {
    const after = { alignment: alignment + 0.001 * seed, correlation: correlation + 0.001 * (seed % 2) };
    const before = { alignment: after.alignment - learned, correlation: after.correlation - learned };
    // What the first block says does not count.
    const blocks = (others: typeof after) => [{ alignment: seed, correlation: seed }, others, others, others];
    return { accuracy: 0.9, examination: { similarity: { trained: blocks(after), untrained: blocks(before) } } };
  };
  const one = { alignment: 0.5, correlation: 0.1, learned: 0.1 };
  for (
    const [four, verdict, words] of [
      [{ alignment: 0.3, correlation: 0.05, learned: 0.07 }, "holds", ["−0.200", "−0.050", "−0.030"]],
      [{ alignment: 0.3, correlation: 0.05, learned: 0.1 }, "open", ["−0.200", "−0.050", "0.000"]],
      [{ alignment: 0.3, correlation: 0.2, learned: 0.07 }, "depends", ["−0.200", "+0.100", "−0.030"]],
    ] as const
  ) {
    await inFolder(async (folder) => {
      await makeRuns(folder, "groups", (settings) => made(settings.cardinality === 1 ? one : four)(settings));
      await makeRuns(folder, "equal-width", made(four));
      await makeRuns(folder, "separable", made({ alignment: 0.2, correlation: 0.1, learned: 0 }));
      const redundancy = await redundancyClaim.measure({ folder });
      assertEquals(redundancy.verdict, verdict, JSON.stringify(redundancy.numbers));
      for (const word of words) assertStringIncludes(JSON.stringify(redundancy.numbers), word);
      const diversity = await diversityClaim.measure({ folder });
      assertEquals(diversity.verdict, four.correlation > 0.1 ? "does not hold" : "depends");
      assertStringIncludes(JSON.stringify(diversity.numbers), "−0.100");
    });
  }
});

Deno.test("similar activities are told apart better if people's recall is higher and fewer are taken for the other", () =>
  inFolder(async (folder) => {
    // Ten windows of each activity; of sitting and standing so many are taken for the other, person by person.
    const counts = (wrong: number) =>
      Array.from({ length: 6 }, (_, truth) =>
        Array.from({ length: 6 }, (_, answer) => {
          const other = ({ 3: 4, 4: 3 } as Record<number, number>)[truth];
          return answer === truth ? (other ? 10 - wrong : 10) : answer === other ? wrong : 0;
        }));
    await makeRuns(folder, "conventional", ({ network, seed }) => ({
      accuracy: 0.9,
      people: [1, 2, 3].map((subject) => ({
        subject,
        // Each seed adds a window, which the mean over the seeds takes in.
        confusion: counts((network === "plain" ? 3 : 1) + (seed % 2) + (subject === 3 ? 1 : 0)),
      })),
    }));
    const [recall, confused, others] = await similarActivities({ folder });
    assertAlmostEquals(recall.article, 1 - (1.5 + 1 / 3) / 10);
    assertAlmostEquals(confused.conventional, (3.5 + 1 / 3) / 10);
    assertEquals([recall.difference.verdict, confused.difference.verdict, others.article], ["higher", "lower", 1]);
    assertEquals((await similarityClaim.measure({ folder })).verdict, "holds");
  }));

Deno.test("a claim whose study was not trained names the command that trains it", () =>
  inFolder(async (folder) => {
    await assertRejects(
      () => bottleneckClaim.measure({ folder }),
      Error,
      "Of the 20 runs of the study bottleneck 0 are here: run deno task sweep notebooks/sweeps/bottleneck.json.",
    );
  }));

Deno.test("memory is claimed by the measurement that is kept; a verdict has a sign, and one without runs a command", () =>
  inFolder(async (folder) => {
    assertEquals((await memoryClaim.measure()).verdict, "does not hold");
    assertStringIncludes((await verdictNote(1)).textContent!, "✗ does not hold.");
    assertStringIncludes((await verdictNote(5)).textContent!, "? open, of branches.");
    assertEquals(claims.map(({ number }) => number), claims.map((_, index) => index + 1));
    const rows = [...(await claimsTable({ folder })).querySelectorAll("tbody tr")];
    const verdicts = rows.map((row) => row.querySelectorAll("td")[3].textContent);
    assertEquals(verdicts, ["✗ does not hold", ...new Array(12).fill("– not measured here")]);
    assertStringIncludes(rows[6].textContent!, "deno task sweep notebooks/sweeps/bottleneck.json");
  }));
