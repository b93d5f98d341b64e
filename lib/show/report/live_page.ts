import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { labelledRecording } from "../../data/windows/labelled_recording.ts";
import { testSubjects } from "../../data/archives/published_people.ts";
import { syntheticRecordings } from "../../data/windows/synthetic_windows.ts";
import type { Recording } from "../../data/signals/recording.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import type { LiveExample, LivePageData } from "../pages/live_page.ts";
import { readingStep } from "../../results/recordings/window_logits.ts";
import { recordingsRecord } from "../../results/runs/kept_recordings.ts";
import { runNetwork } from "../../results/runs/run_network.ts";
import type { RecordingsRecord } from "../../results/runs/score_recordings.ts";
import { wayRows } from "../../results/runs/way_rows.ts";
import { runsFolder } from "../../network/training/training_files.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import { writeWhole } from "../../system/build_beside.ts";
import { escapeHtml } from "../plots/figure.ts";
import { table } from "../plots/html_table.ts";
import { bundleScript } from "./bundle_script.ts";
import { page } from "./html_page.ts";

const tf = await backend();
const script = fileURLToPath(new URL("../pages/live_script.ts", import.meta.url));
const browserModules = { "lib/tensorflow/backend/backend.ts": "lib/show/pages/browser_backend.ts" };
const programs = ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"];
/** Seconds of the example at most. */
const exampleSeconds = 180;

/** A live page that was written. */
export interface LivePage {
  path: string;
  /** A sentence that says whose recording can be replayed. */
  example: string;
}

/** Settings of {@link writeLivePage}. */
export interface LivePageOptions extends RunsOptions {
  /** Identifier of the run whose network reads. */
  model: string;
  /** The example: `hapt`, a path of HAPT, or `synthetic`. Default: HAPT if it is available, else made up. */
  data?: string;
}

const style = `
  #activity { font-size: 40px; font-weight: bold; min-height: 1.3em; }
  .now { display: flex; flex-wrap: wrap; gap: 16px 40px; align-items: center; }
  .bar { display: grid; grid-template-columns: minmax(130px, 190px) minmax(60px, 160px) 3em; gap: 8px; font-size: 14px; }
  .bar meter { width: 100%; }
  .tools { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 12px 0; }
  .tools button { font-size: 16px; padding: 8px 16px; }
`;

/** Nothing but what is in the page runs in it, and it may load and send nothing. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'",
  "style-src 'unsafe-inline'",
  "connect-src blob: data:",
  "img-src blob: data:",
].join("; ");

/**
 * Writes the live page of a run, live.html beside the folder of runs: one file with the network, TensorFlow.js and an
 * example, which reads a phone's sensors or a recording while it goes on and loads nothing. If the run was scored on
 * whole recordings, a table says how well it reads them. Throws one sentence if the run has no network.
 */
export async function writeLivePage(options: LivePageOptions): Promise<LivePage> {
  const { folder = runsFolder } = options;
  const { run, model } = await runNetwork(options.model, options);
  const { standardization, settings, markov, test } = run;
  const windowLength = model.inputs[0].shape[1]!;
  const data: LivePageData = {
    run: run.id,
    accuracy: test.accuracy,
    standardization,
    filters: settings.filters,
    windowLength,
    step: markov?.step ?? readingStep(windowLength),
    temperature: settings.temperature ?? 1,
    markov: markov ?? null,
    network: await networkOf(model),
    example: await example(options.data),
    wasm: Object.fromEntries(await Promise.all(programs.map(async (name) => [name, await program(name)]))),
  };
  model.dispose();
  const path = `${dirname(folder)}/live.html`;
  const scores = await recordingsRecord.read(run.id, options);
  const [body, code] = [bodyOf(data, scores), await bundleScript(script, { replace: browserModules })];
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  await writeWhole(
    path,
    page({
      title: "Live",
      date: new Date().toISOString(),
      device: run.device.name,
      command: `deno task live --model ${run.id}`,
      policy,
      body:
        `${body}\n<script type="application/json" id="data">${json}</script>\n<script type="module">${code}</script>`,
    }),
  );
  return { path, example: data.example.title };
}

function bodyOf({ run, accuracy, example }: LivePageData, scores?: RecordingsRecord): string {
  return `<style>${style}</style>
<p>The network of ${escapeHtml(run)} (test accuracy ${
    accuracy.toFixed(4)
  }) reads what a phone's sensors measure, in this page:
it loads nothing, and nothing leaves this device.</p>
<p class="note">TensorFlow.js: <span id="device">trying what is fastest here …</span></p>
<div class="tools">
<button type="button" id="sensors" disabled>Read this phone's sensors</button>
<button type="button" id="example" disabled>Replay the example</button>
<label>or a recording, dropped here too <input type="file" id="files" multiple disabled></label>
<button type="button" id="stop" disabled>Stop</button>
</div>
<div class="tools">
<label>Speed of a replay <select id="speed">${
    [1, 2, 5, 10, 20].map((speed) => `<option value="${speed}"${speed === 5 ? " selected" : ""}>${speed}x</option>`)
      .join("")
  }</select></label>
</div>
<p id="status" role="status">Loading the network …</p>
<p class="note">Example: ${
    escapeHtml(example.title)
  } Wear the phone at the waist with its x axis up, as in the experiment.</p>
<section id="live" aria-label="Now" hidden>
<div class="now"><div><div id="activity" aria-live="polite"></div><div id="latency" class="note"></div></div>
<div id="probabilities"></div><div id="gravity"></div></div>
<p id="hint" class="note"></p>
<div id="ribbon"></div>
</section>
<section id="result" aria-label="The whole recording"></section>
<section aria-label="How well it reads">${
    scores
      ? table(wayRows([scores]), {
        caption: `How well it reads whole recordings (people new to it: ${scores.people.length})`,
      }).outerHTML
      : `<p class="note">How well it reads whole recordings was not measured: deno task score --model ${
        escapeHtml(run)
      }.</p>`
  }</section>
<p id="downloads" hidden><button type="button" id="csv">Recording as CSV</button>
<button type="button" id="json">Activities as JSON</button></p>`;
}

async function networkOf(model: LayersModel): Promise<LivePageData["network"]> {
  let network: LivePageData["network"] | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    const { modelTopology, weightSpecs, weightData } = artifacts;
    const weights = new Uint8Array(tf.io.concatenateArrayBuffers([weightData as ArrayBuffer].flat())).toBase64();
    network = { modelTopology, weightSpecs: weightSpecs!, weights };
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" as const } });
  }));
  return network!;
}

async function program(name: string): Promise<string> {
  const place = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
  return (await Deno.readFile(new URL(name, place))).toBase64();
}

/** Returns three minutes of a test person's recording, or of a made-up one where HAPT is not available or not wanted. */
async function example(data?: string): Promise<LiveExample> {
  const [subject] = testSubjects;
  let why = "as was asked for";
  if (data !== "synthetic") {
    const path = data === "hapt" ? undefined : data;
    const labelled = await labelledRecording({ kind: "hapt", path }, subject).catch((error: Error) => error);
    if (!(labelled instanceof Error)) {
      // UCI gives it under CC BY 4.0.
      const title =
        `Person ${subject} of HAPT, one of the nine official test people (Reyes-Ortiz et al., UCI data set ` +
        "341, CC BY 4.0).";
      return { title, samples: samplesOf(labelled.recording) };
    }
    why = `since ${labelled.message.replace(/\.$/, "")}`;
  }
  const { recordings: [recording] } = syntheticRecordings({ subjects: 1 });
  return { title: `A made-up recording, no person's, ${why}.`, samples: samplesOf(recording) };
}

function samplesOf({ acceleration, rotation }: Pick<Recording, "acceleration" | "rotation">): string {
  const axes = [...acceleration, ...rotation].map((axis) => axis.subarray(0, exampleSeconds * sampleRate));
  const numbers = Float32Array.from(axes.flatMap((axis) => [...axis]));
  return new Uint8Array(numbers.buffer).toBase64();
}
