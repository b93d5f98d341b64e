import { assert, assertEquals, assertGreater, assertMatch, assertNotEquals } from "@std/assert";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { unfinishedRuns } from "../../../lib/results/runs/begin_run.ts";
import { readRuns } from "../../../lib/results/runs/list_runs.ts";
import { isUnderWay } from "../../../lib/network/training/checkpoint.ts";
import { namesIn } from "../../../lib/system/files.ts";
import { inFolder } from "../../support/in_folder.ts";
import { type NotebookKernel, withKernel } from "../../support/notebook_kernel.ts";

/** Moments of a training cell at which Stop is pressed. */
const stops = 20;

const setup = `
import * as har from "har";
const tf = await har.backend();
const settings = har.checkSettings({
  ...har.articleSettings, data: "synthetic", trainingWindows: 128, batch: 32, epochs: 2, width: 0.25,
});
const windows = await har.windowsOf(settings);
`;

/** What a training cell says of its run. */
interface Said {
  id: string;
  stopped: boolean;
  epochs: number;
  tensors: number;
  accuracy: number;
}

/** The code of a cell that trains in a folder. */
function trainingCell(runs: string, id?: string): string {
  return `{
  const run = await har.runLive(settings, windows, ${JSON.stringify({ again: true, runs, id })});
  const { id, stopped = false, history, test } = run;
  const { numTensors: tensors } = tf.memory();
  console.log("said " + JSON.stringify({ id, stopped, epochs: history.length, tensors, accuracy: test.accuracy }));
}`;
}

/** Runs a training cell that must not fail, and returns what it says. */
async function trainIn(
  kernel: NotebookKernel,
  runs: string,
  { id, interruptAfter }: { id?: string; interruptAfter?: number } = {},
): Promise<Said> {
  const { status, text } = await kernel.execute(trainingCell(runs, id), { interruptAfter });
  assertEquals(status, "ok", text);
  return JSON.parse(text.match(/^said (.*)$/m)![1]);
}

/** Runs a test with kernels in which the settings and windows are loaded, and a folder for their runs. */
async function withNotebooks(count: number, test: (kernels: NotebookKernel[], runs: string) => Promise<void>) {
  const open = async (kernels: NotebookKernel[]): Promise<void> => {
    if (kernels.length === count) return await inFolder((folder) => test(kernels, folder));
    await withKernel(async (kernel) => {
      await load(kernel);
      await open([...kernels, kernel]);
    });
  };
  await open([]);
}

async function load(kernel: NotebookKernel): Promise<void> {
  const { status, text } = await kernel.execute(setup);
  assertEquals(status, "ok", text);
}

/** Asserts that a folder holds records of these runs alone, and nothing half-written. */
async function assertWhole(folder: string, runs: Said[]): Promise<void> {
  const ids = new Set(runs.map(({ id }) => id));
  assertEquals((await readRuns({ folder })).map(({ id }) => id).sort(), [...ids].sort());
  for (const name of await namesIn(folder)) assert(!name.endsWith(".partial"), name);
}

Deno.test(`Stop at ${stops} moments of a training cell: the kernel lives, each run is whole and can be continued`, () =>
  withNotebooks(1, async ([kernel], folder) => {
    const first = await trainIn(kernel, folder);
    const begin = performance.now();
    const whole = await trainIn(kernel, folder);
    const duration = performance.now() - begin;
    assertEquals([whole.stopped, whole.epochs, whole.accuracy], [false, 2, first.accuracy]);
    const random = seedrandom("stops");
    const runs: Said[] = [];
    for (let stop = 0; stop < stops; stop++) {
      runs.push(await trainIn(kernel, folder, { interruptAfter: random() * duration }));
      assertEquals(runs.at(-1)!.tensors, whole.tensors);
    }
    const stopped = runs.filter(({ stopped }) => stopped);
    assertGreater(stopped.length, stops / 4);
    assertEquals((await unfinishedRuns({ folder })).sort(), stopped.map(({ id }) => id).sort());
    const { id } = stopped.at(-1)!;
    const resumed = await trainIn(kernel, folder, { id });
    assertEquals(resumed, { ...whole, id });
    await assertWhole(folder, [first, whole, ...runs]);
    console.log(`${stopped.length} of ${stops} trainings were stopped, ${stops - stopped.length} had ended.`);
  }));

Deno.test("a kernel that is restarted in the middle of a training continues the run", () =>
  withNotebooks(1, async ([kernel], folder) => {
    const whole = await trainIn(kernel, folder);
    await kernel.execute(trainingCell(folder), { restartWhenIn: folder });
    await load(kernel);
    const [id] = await unfinishedRuns({ folder });
    assertEquals(await isUnderWay(id, folder), false);
    assertEquals(await trainIn(kernel, folder, { id }), { ...whole, id });
    await assertWhole(folder, [whole, { ...whole, id }]);
  }));

Deno.test("two notebooks train in one folder at once, and only one of them continues the same run", () =>
  withNotebooks(2, async (kernels, folder) => {
    const runs = await Promise.all(kernels.map((kernel) => trainIn(kernel, folder)));
    const [first, second] = runs;
    assertNotEquals(first.id, second.id);
    assertEquals({ ...second, id: first.id }, first);
    const { id } = await trainIn(kernels[0], folder, { interruptAfter: 100 });
    const answers = await Promise.all(kernels.map((kernel) => kernel.execute(trainingCell(folder, id))));
    const [{ text }, ...others] = answers.toSorted((a, b) => a.status.localeCompare(b.status));
    assertEquals(others.map(({ status }) => status), ["ok"]);
    assertMatch(text, new RegExp(`The training ${id} is under way already: wait for its end, or stop it\\.`));
    await assertWhole(folder, [...runs, { ...first, id }]);
  }));
