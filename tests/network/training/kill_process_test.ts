// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { assert, assertEquals } from "@std/assert";
import { root } from "../../../lib/system/paths.ts";
import { checkpointPath, readCheckpoint } from "../../../lib/network/training/checkpoint.ts";
import { inFolder } from "../../support/in_folder.ts";
import { trainSmall } from "../../support/small_training.ts";

const script = `${root}/tests/support/small_training.ts`;

/**
 * Goes on with a training in another process, kills it some time after its first epoch, and returns the last epoch that
 * it told.
 */
async function trainAndKill(runs: string, milliseconds: number): Promise<number> {
  const args = ["run", "-A", script, JSON.stringify({ epochs: 1e6, id: "run", runs })];
  const child = new Deno.Command(Deno.execPath(), { args, cwd: root, stdout: "piped", stderr: "null" }).spawn();
  let [told, killing] = [0, false];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    told = Number(text.trim().split("\n").at(-1));
    if (!killing) setTimeout(() => child.kill("SIGKILL"), milliseconds);
    killing = true;
  }
  assertEquals((await child.status).signal, "SIGKILL");
  return told;
}

Deno.test("killed twenty times at random moments, a training loses nothing but the epoch under way", async () => {
  await inFolder(async (runs) => {
    const random = seedrandom("kills");
    let epochs = 0;
    for (let kill = 0; kill < 20; kill++) {
      const told = await trainAndKill(runs, 300 * random());
      const checkpoint = await readCheckpoint(checkpointPath("run", runs));
      const { history } = checkpoint!.about;
      assert(history.length >= told, `${history.length} epochs were kept of ${told}`);
      assert(told > epochs, `epoch ${told} was told after ${epochs} were kept`);
      epochs = history.length;
    }
    const resumed = await trainSmall({ epochs: epochs + 1, id: "run", runs });
    assertEquals(resumed, await trainSmall({ epochs: epochs + 1 }));
  });
});
