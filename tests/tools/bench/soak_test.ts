import { assertEquals } from "@std/assert";
import { grown, type SoakSample } from "../../../lib/tools/bench/soak.ts";

/** Nine rounds, each a little over a minute. */
function rounds(change: (round: number) => Partial<SoakSample>): SoakSample[] {
  return Array.from({ length: 9 }, (_, round) => ({
    minutes: round,
    resident: 1e9,
    openFiles: 30,
    tensors: 10,
    leftFiles: 0,
    ...change(round),
  }));
}

Deno.test("what grows after the first third is told, and what settles before is not", () => {
  assertEquals(grown(rounds(() => ({}))), []);
  assertEquals(
    grown(rounds((round) => ({ resident: 1e9 + 1e8 * Math.min(round, 3), tensors: Math.min(round, 2) }))),
    [],
  );
  assertEquals(grown(rounds((round) => ({ resident: 1e9 + 1e8 * round }))), ["Memory grew from 1400 to 1700 MB."]);
  assertEquals(grown(rounds((round) => ({ openFiles: 30 + round, leftFiles: Math.floor(round / 8) }))), [
    "The number of open files grew from 35 to 38.",
    "The number of left files grew from 0 to 1.",
  ]);
});
