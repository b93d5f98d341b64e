import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { syntheticWindows } from "../../lib/data/windows/synthetic_windows.ts";
import { signalTensor, standardize } from "../../lib/data/windows/window_tensors.ts";
import { runExperiment } from "../../lib/results/runs/run_experiment.ts";
import { exportCommand } from "../../lib/tools/commands/export_command.ts";
import { loadNetwork } from "../../lib/results/runs/run_folder.ts";
import { articleSettings, checkSettings } from "../../lib/settings/experiment_settings.ts";
import { root } from "../../lib/system/paths.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { inFolder } from "../support/in_folder.ts";

const tf = await backend();
const library = `${root}/node_modules/.deno/@tensorflow+tfjs@4.22.0/node_modules/@tensorflow/tfjs/dist/tf.min.js`;
const settings = checkSettings({
  ...articleSettings,
  data: "synthetic",
  epochs: 2,
  trainingWindows: 256,
  batch: 32,
  width: 0.25,
});

/** Serves TensorFlow.js and an exported network. */
function serve(folder: string) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") {
      return new Response("<script src=tf.min.js></script>", { headers: { "content-type": "text/html" } });
    }
    const file = pathname === "/tf.min.js" ? library : `${folder}${pathname}`;
    return new Response(await Deno.readFile(file).catch(() => null), { status: 200 });
  });
}

Deno.test({
  name: "a browser with TensorFlow.js alone predicts what the network predicts here",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    inFolder(async (folder) => {
      const { id } = await runExperiment(settings, { runs: folder });
      const server = serve(await exportCommand({ model: id, folder }));
      const { run, model } = await loadNetwork(id, { folder });
      const frame = syntheticWindows({ subjects: 1, seconds: 4 });
      const [windows, ours] = tf.tidy(() => {
        const signals = signalTensor(frame);
        const logits = model.predict(standardize(signals, run.standardization)) as Tensor2D;
        return [signals.arraySync(), logits.softmax().arraySync() as number[][]];
      });
      model.dispose();

      const chromium = await startChromium(folder);
      try {
        const page = await chromium.browser.contexts()[0].newPage();
        await page.goto(`http://127.0.0.1:${server.addr.port}/`);
        const theirs: number[][] = await page.evaluate(`(async () => {
          await tf.setBackend("cpu");
          const model = await tf.loadLayersModel("model.json");
          return model.predict(tf.tensor3d(${JSON.stringify(windows)})).array();
        })()`);
        assertEquals(theirs.length, frame.height);
        for (const [i, row] of theirs.entries()) {
          for (const [c, probability] of row.entries()) assertAlmostEquals(probability, ours[i][c], 1e-4);
        }
      } finally {
        await chromium.stop();
        await server.shutdown();
      }
    }),
});
