import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { fromBase64 } from "./live_page.ts";

/** How long TensorFlow.js takes for a window on one of a browser's devices. */
export interface BrowserDevice {
  name: "webgpu" | "webgl" | "wasm";
  /** Median, ms. Left out if it does not work there. */
  milliseconds?: number;
  /** Why it does not. */
  problem?: string;
}

/** Times that a window is predicted to tell how long it takes, after two that do not count. */
const times = 7;

/** Gives TensorFlow.js' backend on WASM its programs, by their names in base64: a page that loads nothing has them inside. */
export function provideWasm(programs: Record<string, string>): void {
  const urls = Object.fromEntries(
    Object.entries(programs).map((
      [name, text],
    ) => [name, URL.createObjectURL(new Blob([fromBase64(text)], { type: "application/wasm" }))]),
  );
  // TensorFlow.js wants a place for each of its three programs, and never asks for that of several threads here.
  setWasmPaths({ "tfjs-backend-wasm-threaded-simd.wasm": "none", ...urls });
  // More threads need memory that is shared, which a page has only by headers of its server.
  setThreadsCount(1);
}

/**
 * Predicts a window some times on each device of the browser and chooses the fastest, which TensorFlow.js then uses.
 * `predict` makes a network anew on the device in use and returns a function that predicts a window. Throws one sentence if
 * none works.
 */
export async function chooseBrowserDevice(
  predict: () => Promise<{ run: () => Promise<unknown>; dispose: () => void }>,
): Promise<BrowserDevice[]> {
  const devices: BrowserDevice[] = [];
  for (const name of ["webgpu", "webgl", "wasm"] as const) {
    devices.push({ name, ...await measure(name, predict) });
  }
  const best = devices.filter(({ milliseconds }) => milliseconds !== undefined)
    .sort((a, b) => a.milliseconds! - b.milliseconds!)[0];
  if (!best) throw new Error("TensorFlow.js works on none of this browser's devices: try a newer browser.");
  await tf.setBackend(best.name);
  return [best, ...devices.filter((device) => device !== best)];
}

async function measure(
  name: BrowserDevice["name"],
  predict: Parameters<typeof chooseBrowserDevice>[0],
): Promise<Omit<BrowserDevice, "name">> {
  try {
    if (!await tf.setBackend(name)) return { problem: "the browser does not have it" };
    await tf.ready();
    if (name === "webgl" && !tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) {
      return { problem: "it computes with 16 bits here, which is not enough" };
    }
    const { run, dispose } = await predict();
    const taken: number[] = [];
    for (let time = 0; time < times + 2; time++) {
      const began = performance.now();
      await run();
      if (time >= 2) taken.push(performance.now() - began);
    }
    dispose();
    return { milliseconds: taken.sort((a, b) => a - b)[times >> 1] };
  } catch (error) {
    return { problem: String((error as Error).message ?? error).split("\n")[0] };
  }
}
