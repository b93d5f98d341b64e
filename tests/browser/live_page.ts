import { assert, assertAlmostEquals, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import type { Page } from "playwright-core";
import { readPhoneRecording } from "../../lib/data/phones/read_phone_recording.ts";
import { syntheticRecordings } from "../../lib/data/windows/synthetic_windows.ts";
import { readTimeline, type TimelinePart } from "../../lib/results/recordings/read_timeline.ts";
import { windowLogits } from "../../lib/results/recordings/window_logits.ts";
import { writeLivePage } from "../../lib/show/report/live_page.ts";
import { runExperiment } from "../../lib/results/runs/run_experiment.ts";
import { runNetwork } from "../../lib/results/runs/run_network.ts";
import { articleSettings, checkSettings } from "../../lib/settings/experiment_settings.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { inaccessible } from "../support/accessible.ts";
import { inFolder } from "../support/in_folder.ts";
import { watched } from "../support/watched_page.ts";
import { picture } from "../support/pictures.ts";

const settings = checkSettings({
  ...articleSettings,
  data: "synthetic",
  split: "subject",
  epochs: 2,
  trainingWindows: 256,
  batch: 32,
  width: 0.25,
});

/** Half a minute of six activities, as a phone's browser tells it: 60 times a second, not quite evenly. */
function motions() {
  const { recordings: [recording] } = syntheticRecordings({ subjects: 1, seconds: 5 });
  const [axes, turns] = [recording.acceleration, recording.rotation].map((sensor) => sensor.map((axis) => [...axis]));
  const at = (values: number[], seconds: number) => values[Math.min(values.length - 1, Math.round(seconds * 50))];
  return Array.from({ length: 60 * 29 }, (_, i) => {
    const seconds = (i + 0.3 * Math.sin(i)) / 60;
    const [x, y, z] = axes.map((axis) => 9.80665 * at(axis, seconds));
    const [alpha, beta, gamma] = turns.map((axis) => at(axis, seconds) * 180 / Math.PI);
    return {
      time: 1000 + 1000 * seconds,
      accelerationIncludingGravity: { x, y, z },
      rotationRate: { alpha, beta, gamma },
    };
  });
}

/** Clicks a button that downloads, and returns the text. */
async function download(page: Page, button: string): Promise<string> {
  return await page.evaluate(`(async () => {
    const make = URL.createObjectURL;
    let text;
    URL.createObjectURL = (blob) => (text = blob.text(), make(blob));
    document.querySelector("${button}").click();
    URL.createObjectURL = make;
    return await text;
  })()`);
}

const says = (page: Page, text: RegExp) =>
  page.getByRole("status").filter({ hasText: text }).waitFor({ timeout: 180_000 });

Deno.test({
  name: "the live page reads simulated motion with the numbers of predict, and loads nothing",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    inFolder(async (folder) => {
      const { id } = await runExperiment(settings, { runs: `${folder}/runs` });
      const { path } = await writeLivePage({ model: id, folder: `${folder}/runs`, data: "synthetic" });
      const chromium = await startChromium(folder, { gpu: true });
      try {
        const { page, problems, requests } = await watched(chromium.browser);
        await page.goto(`file://${path}`);
        await says(page, /Ready/);
        assertStringIncludes((await page.textContent("body"))!, `was not measured: deno task score --model ${id}.`);
        await page.click("#sensors");
        await page.evaluate((motions) => {
          for (const { time, ...motion } of motions) {
            const event = new DeviceMotionEvent("devicemotion", motion);
            Object.defineProperty(event, "timeStamp", { value: time });
            dispatchEvent(event);
          }
        }, motions());
        await says(page, /1740 samples/);
        assert(await page.textContent("#activity"));
        assertEquals(await page.locator("#ribbon svg").count() > 0, true);
        await page.click("#stop");
        await says(page, /Done: 2[89] seconds/);
        await picture(page, "live");
        assertEquals(await inaccessible(page), []);

        const file = `${folder}/recording.csv`;
        await Deno.writeTextFile(file, await download(page, "#csv"));
        await compareWith(file, id, JSON.parse(await download(page, "#json")).parts);

        await page.selectOption("#speed", "20");
        const zip = new ZipWriter(new Uint8ArrayWriter());
        await zip.add("recording.csv", new TextReader(await Deno.readTextFile(file)));
        await Deno.writeFile(`${folder}/export.zip`, await zip.close());
        await page.setInputFiles("#files", `${folder}/export.zip`);
        await says(page, /of 2[89] seconds, 20x/);
        await page.click("#stop");
        await says(page, /Done/);
        await compareWith(file, id, JSON.parse(await download(page, "#json")).parts);
        assertEquals(problems, []);
        assertEquals(requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
      } finally {
        await chromium.stop();
      }

      /** Compares what the page told with what `predict` tells of a file. */
      async function compareWith(file: string, id: string, theirs: TimelinePart[]): Promise<void> {
        const { run, model } = await runNetwork(id, { folder: `${folder}/runs` });
        const { parts: [recording] } = await readPhoneRecording([file]);
        const { markov, standardization, settings: { filters, temperature } } = run;
        const told = await windowLogits(model, recording, standardization, { step: markov!.step, filters });
        model.dispose();
        const ours = readTimeline(told, { reading: "smoothed", markov, temperature });
        assertEquals(theirs.length, ours.length);
        assertGreater(ours.length, 40);
        for (const [part, { probabilities }] of ours.entries()) {
          for (const [answer, probability] of probabilities.entries()) {
            assertAlmostEquals(theirs[part].probabilities[answer], probability, 1e-4);
          }
        }
      }
    }),
});
