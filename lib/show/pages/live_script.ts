/**
 * What runs in the browser on the live page: a phone's sensors or a recording, read by a network while they go on.
 * `lib/show/report/live_page.ts` puts it into the page.
 */
import * as tf from "@tensorflow/tfjs";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { answersOf } from "../../data/signals/activities.ts";
import { isRecording, type PhoneFile, phoneRecording } from "../../data/phones/phone_recording.ts";
import { angleToExperiment, gravityDirection } from "../../data/signals/orientation.ts";
import type { Recording } from "../../data/signals/recording.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { escapeHtml } from "../plots/figure.ts";
import { table } from "../plots/html_table.ts";
import { timelinePlot } from "../plots/timeline_plot.ts";
import { type TimelinePart, timelineRows } from "../../results/recordings/read_timeline.ts";
import { type BrowserDevice, chooseBrowserDevice, provideWasm } from "./browser_devices.ts";
import { download } from "./download.ts";
import { exampleAxes, fromBase64, type LivePageData } from "./live_page.ts";
import { type LiveMoment, LiveReader, liveSeconds } from "./live_reader.ts";
import { MotionRecorder } from "./motion_recorder.ts";
import { BlobReader, configure, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import "../../network/model/article_network.ts";

type Sensors = Pick<Recording, "acceleration" | "rotation">;

const part = <Type extends HTMLElement>(id: string) => document.getElementById(id) as Type;
const data: LivePageData = JSON.parse(part("data").textContent!);
/** Apple's browsers ask for permission by this function, and have the other signs. */
const apple = globalThis.DeviceMotionEvent as unknown as { requestPermission?: () => Promise<string> } | undefined;

async function loadNetwork(): Promise<LayersModel> {
  const { weights, weightSpecs, modelTopology } = data.network;
  const artifacts = { modelTopology, weightSpecs, weightData: fromBase64(weights).buffer };
  return await tf.loadLayersModel(
    tf.io.fromMemory(artifacts as Parameters<typeof tf.io.fromMemory>[0]),
  ) as unknown as LayersModel;
}

async function predictor() {
  const model = await loadNetwork();
  const reader = new LiveReader(model, data);
  const window = new Float32Array(data.windowLength * 9);
  return {
    run: () => reader.predict(window),
    dispose() {
      reader.dispose();
      model.dispose();
    },
  };
}

provideWasm(data.wasm);
showDevices(await chooseBrowserDevice(predictor));
const reader = new LiveReader(await loadNetwork(), data);

/** What goes on: how it is ended. */
let stop: (() => Promise<void>) | undefined;
/** What was told of the last whole recording. */
let told: TimelinePart[] = [];
let recorder: MotionRecorder | undefined;

function say(text: string): void {
  part("status").textContent = text;
}

function showDevices([best, ...others]: BrowserDevice[]): void {
  const names = { webgpu: "WebGPU", webgl: "WebGL", wasm: "WASM" };
  const rest = others.map(({ name, milliseconds, problem }) =>
    `${names[name]}: ${problem ?? `${milliseconds!.toFixed(1)} ms`}`
  );
  part("device").textContent = `${names[best.name]}, the fastest here: ${best.milliseconds!.toFixed(1)} ms a window (${
    rest.join("; ")
  }).`;
}

function showMoment({ parts, milliseconds }: LiveMoment): void {
  const now = parts.at(-1)!;
  part("activity").textContent = now.activity;
  part("latency").textContent = `${milliseconds.toFixed(1)} ms for this window`;
  const answers = answersOf(now.probabilities.length);
  part("probabilities").innerHTML = now.probabilities.map((probability, answer) =>
    `<div class="bar"><span>${escapeHtml(answers[answer])}</span><meter min="0" max="1" value="${
      probability.toFixed(3)
    }"></meter><span>${probability.toFixed(2)}</span></div>`
  ).join("");
  part("ribbon").replaceChildren(
    timelinePlot(parts, { title: "The last two minutes", name: "now" }),
  );
}

function showGravity(recording: Sensors): void {
  const tail = recording.acceleration.map((axis) => axis.slice(-sampleRate)) as Sensors["acceleration"];
  const direction = gravityDirection(tail);
  const angle = angleToExperiment(direction);
  const [x, y] = direction;
  part("gravity").innerHTML = `<svg viewBox="-50 -50 100 100" width="90" height="90" role="img" aria-label="gravity">
    <circle r="46" fill="none" stroke="currentColor" stroke-opacity="0.4" />
    <line x2="0" y2="-44" stroke="currentColor" stroke-dasharray="3 4" stroke-opacity="0.6" />
    <line x2="${(-44 * y).toFixed(1)}" y2="${
    (-44 * x).toFixed(1)
  }" stroke="#4269d0" stroke-width="5" stroke-linecap="round" />
  </svg>`;
  part("hint").textContent = angle < 30
    ? `Worn as the network knows it: up is ${angle.toFixed(0)}° from the phone's x.`
    : `Up is ${angle.toFixed(0)}° from the phone's x. The network knows a phone that is worn at the waist with x up: ` +
      "on its long side, its right edge up.";
}

function showWhole(parts: TimelinePart[], notes: string[]): void {
  told = parts;
  part("result").replaceChildren(
    ...notes.map((note) => Object.assign(document.createElement("p"), { textContent: note })),
    timelinePlot(parts, { title: "The whole recording" }),
    table(timelineRows(parts)),
  );
  part("downloads").hidden = false;
  part("csv").hidden = recorder === undefined;
}

async function readWhole(parts: (Sensors & { from: number })[], notes: string[]): Promise<void> {
  say("Reading the whole recording …");
  const all: TimelinePart[] = [];
  for (const { from, ...sensors } of parts) {
    const read = await reader.whole(sensors);
    all.push(...read.map((one) => ({ ...one, from: from + one.from, to: from + one.to })));
  }
  showWhole(all, notes);
  say(`Done: ${all.at(-1)!.to.toFixed(0)} seconds.`);
}

/** Returns the samples of a recording from one to before another. */
function cut({ acceleration, rotation }: Sensors, from: number, end: number): Sensors {
  const inside = (axes: Sensors["acceleration"]) =>
    axes.map((axis) => axis.slice(from, end)) as Sensors["acceleration"];
  return { acceleration: inside(acceleration), rotation: inside(rotation) };
}

function begin(): void {
  part("live").hidden = false;
  part("result").replaceChildren();
  part("downloads").hidden = true;
  part<HTMLButtonElement>("stop").disabled = false;
  reader.restart();
}

/** Ends what goes on, and waits for it. */
async function end(): Promise<void> {
  const ending = stop;
  stop = undefined;
  part<HTMLButtonElement>("stop").disabled = true;
  await ending?.();
}

async function sensors(): Promise<void> {
  await end();
  if (apple?.requestPermission && await apple.requestPermission() !== "granted") {
    return say("The browser was not allowed to read the sensors: allow motion and orientation in its settings.");
  }
  recorder = new MotionRecorder(apple?.requestPermission ? "apple" : "android");
  const own = recorder;
  begin();
  say("Waiting for the sensors …");
  const take = (event: DeviceMotionEvent) => own.add(event);
  addEventListener("devicemotion", take);
  const lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  let windows = 0;
  let busy: Promise<void> | undefined;
  const tick = async () => {
    if (own.length === 0) {
      return say(own.incomplete > 0 ? "This device has no gyroscope." : "No sensor says anything yet.");
    }
    try {
      const { parts } = own.recording(liveSeconds);
      const newest = parts.at(-1)!;
      const samples = Math.floor(own.seconds * sampleRate);
      showGravity(newest);
      // Windows lie one step apart, however late the timer is; those in a gap are left out.
      for (; windows * data.step + data.windowLength <= samples; windows++) {
        const behind = samples - windows * data.step - data.windowLength;
        const end = newest.acceleration[0].length - behind;
        if (end < data.windowLength) continue;
        showMoment(await reader.add(cut(newest, 0, end)));
      }
      say(`${own.length} samples.`);
    } catch (error) {
      say((error as Error).message);
    }
  };
  const timer = setInterval(() => busy ??= tick().finally(() => busy = undefined), 1000 * data.step / sampleRate);
  stop = async () => {
    clearInterval(timer);
    removeEventListener("devicemotion", take);
    await busy;
    await lock?.release();
    const { parts, notes } = own.recording();
    await readWhole(parts, notes);
  };
}

async function replay(recordings: (Sensors & { from: number })[], notes: string[]): Promise<void> {
  await end();
  recorder = undefined;
  begin();
  const [recording] = recordings;
  const samples = recording.acceleration[0].length;
  let goesOn = true;
  const done = (async () => {
    for (let at = data.windowLength; at <= samples && goesOn; at += data.step) {
      const began = performance.now();
      const from = Math.max(0, at - liveSeconds * sampleRate);
      const cut = (axes: Sensors["acceleration"]) =>
        axes.map((axis) => axis.slice(from, at)) as Sensors["acceleration"];
      const some = { acceleration: cut(recording.acceleration), rotation: cut(recording.rotation) };
      showGravity(some);
      showMoment(await reader.add(some));
      const speed = Number(part<HTMLSelectElement>("speed").value);
      say(`${(at / sampleRate).toFixed(0)} of ${(samples / sampleRate).toFixed(0)} seconds, ${speed}x.`);
      const wait = 1000 * data.step / sampleRate / speed - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    }
    await readWhole(recordings, notes);
    part<HTMLButtonElement>("stop").disabled = true;
  })().catch((error) => say(error.message));
  stop = async () => {
    goesOn = false;
    await done;
  };
}

async function files(list: FileList): Promise<void> {
  const { parts, notes } = phoneRecording(await droppedFiles(list), { pair: true });
  await replay(parts, notes);
}

/** Runs what a button does, and says what went wrong. */
const doing = (act: () => Promise<unknown>) => () => void act().catch((error) => say(error.message));

part("sensors").addEventListener("click", doing(sensors));
part("example").addEventListener(
  "click",
  doing(() => replay([{ from: 0, ...exampleAxes(data.example) }], [data.example.title])),
);
part("stop").addEventListener("click", doing(end));
part("files").addEventListener("change", (event) => doing(() => files((event.target as HTMLInputElement).files!))());
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  doing(() => files(event.dataTransfer!.files))();
});
part("csv").addEventListener("click", () => download("recording.csv", recorder!.csv(), "text/csv"));
part("json").addEventListener("click", () => {
  const text = JSON.stringify({ run: data.run, parts: told }, null, 2) + "\n";
  download("activities.json", text, "application/json");
});
for (const button of document.querySelectorAll<HTMLButtonElement>("main button, main input")) button.disabled = false;
part<HTMLButtonElement>("stop").disabled = true;
say("Ready.");

configure({ useWebWorkers: false });

/** Most bytes of a file in a zip: an hour at 400 Hz has a fifth of it. */
const mostBytes = 2 ** 29;

/**
 * Returns the files of a recording that somebody chose or dropped, those inside of zips too, by their names in order.
 * Throws one sentence if there are none.
 */
async function droppedFiles(chosen: Iterable<File>): Promise<PhoneFile[]> {
  const files: PhoneFile[] = [];
  for (const file of chosen) {
    if (!/\.zip$/i.test(file.name)) {
      files.push({ place: file.name, text: new Uint8Array(await file.arrayBuffer()) });
      continue;
    }
    const zip = new ZipReader(new BlobReader(file));
    for (const entry of await zip.getEntries()) {
      if (entry.directory || !isRecording(entry.filename)) continue;
      if (entry.uncompressedSize > mostBytes) throw new Error(`${entry.filename} in ${file.name} is too large.`);
      files.push({ place: `${file.name}/${entry.filename}`, text: await entry.getData(new Uint8ArrayWriter()) });
    }
    await zip.close();
  }
  if (files.length === 0) throw new Error("There is no CSV file: choose what the phone's app exported.");
  return files.sort((a, b) => a.place.localeCompare(b.place));
}
