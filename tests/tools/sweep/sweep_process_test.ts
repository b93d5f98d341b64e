import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { unfinishedRuns } from "../../../lib/results/runs/begin_run.ts";
import { articleSettings } from "../../../lib/settings/experiment_settings.ts";
import { gridSearch } from "../../../lib/results/studies/search_space.ts";
import { sweep, type SweepPlan } from "../../../lib/tools/sweep/sweep.ts";
import { inFolder } from "../../support/in_folder.ts";
import { canSeeProcesses, childrenOf } from "../../support/child_processes.ts";

const base = { ...articleSettings, data: "synthetic", trainingWindows: 64, batch: 32, epochs: 4 };

Deno.test("a sweep continues where a trial crashes, names one that cannot be, and finds everything the second time", {
  ignore: !canSeeProcesses,
}, () =>
  inFolder(async (folder) => {
    const trials = gridSearch(base, { cardinality: [3, 1], seed: [1] });
    let killed = 0;
    const outcomes = await sweep([...trials, trials[1]], {
      folder,
      processes: 1,
      async onProgress(index, line) {
        if (index !== 1 || !line.includes("after epoch") || killed > 0) return;
        const [child] = await childrenOf(Deno.pid);
        killed = child;
        Deno.kill(child, "SIGKILL");
      },
    });
    assertGreater(killed, 0);
    assertStringIncludes(outcomes[0].error!, "64 input channels cannot be divided among 3 branches");
    assertEquals(outcomes[1].run!.history.map(({ epoch }) => epoch), [1, 2, 3, 4]);
    assertEquals(outcomes[2], outcomes[1]);
    // What was killed was gone on with: else it would still lie here.
    assertEquals(await unfinishedRuns({ folder }), []);

    const plans: SweepPlan[] = [];
    const again = await sweep([trials[1]], { folder, onPlan: (plan) => plans.push(plan) });
    assertEquals(plans, [{ found: 1, run: 0, equal: 0 }]);
    assertEquals(again[0].run!.id, outcomes[1].run!.id);
  }));

Deno.test("a sweep that is stopped keeps what it has, and continues with the rest", () =>
  inFolder(async (folder) => {
    const trials = gridSearch(base, { cardinality: [1], seed: [1, 2] });
    const abort = new AbortController();
    const stopped = await sweep(trials, {
      folder,
      processes: 1,
      signal: abort.signal,
      onProgress: (_, line) => line.includes("after epoch") && abort.abort(),
    });
    assertEquals(stopped[0].run!.stopped, true);
    assertEquals([stopped[1].run, stopped[1].error], [undefined, undefined]);
    const whole = await sweep(trials, { folder, processes: 2 });
    assertEquals(whole.map(({ run }) => [run!.stopped, run!.history.length]), [[false, 4], [false, 4]]);
    assertEquals(whole[0].run!.id, stopped[0].run!.id);
    assertEquals(await unfinishedRuns({ folder }), []);
  }));
