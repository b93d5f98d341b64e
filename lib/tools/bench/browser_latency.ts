import type { Page } from "playwright-core";
import { articleNetwork } from "../../network/model/article_network.ts";
import { browserNetwork } from "../../network/model/browser_network.ts";
import { saveNetwork } from "../../network/model/save_network.ts";
import type { BrowserLatency } from "../../results/studies/measured.ts";
import { startChromium } from "../../system/chromium.ts";
import { root } from "../../system/paths.ts";

/** A GPU that is a program on the CPU says nothing of a phone's, so its backends are left out. */
const backends: Record<BrowserLatency["backend"], string> = {
  wasm: "one thread of the CPU",
  cpu: "JavaScript, one thread",
};

const packages = `${root}/node_modules/.deno`;
const distribution = (name: string) => `${packages}/@tensorflow+${name}@4.22.0/node_modules/@tensorflow/${name}/dist`;
const scripts: Record<string, string> = {
  "tf.min.js": `${distribution("tfjs")}/tf.min.js`,
  "tf-backend-wasm.min.js": `${distribution("tfjs-backend-wasm")}/tf-backend-wasm.min.js`,
};

/** Where the page is; nothing is asked of the network. */
const address = "http://latency.localhost/";

/** What the page does for a backend: at most 100 predictions, or ten seconds of them, after five that do not count. */
const measureInPage = `async (backend) => {
  tf.wasm.setThreadsCount(1);
  if (!await tf.setBackend(backend)) return { missing: "TensorFlow.js cannot use it here" };
  await tf.ready();
  const model = await tf.loadLayersModel("model.json");
  const window = tf.randomNormal([1, 128, 9], 0, 1, "float32", 1);
  const times = [];
  const began = performance.now();
  for (let i = 0; i < 105 && performance.now() - began < 10000; i++) {
    const from = performance.now();
    const answer = model.predict(window);
    await answer.data();
    answer.dispose();
    times.push(performance.now() - from);
  }
  const counted = times.slice(5).sort((a, b) => a - b);
  if (counted.length === 0) return { missing: "five predictions took more than ten seconds" };
  return { milliseconds: counted[Math.floor(counted.length / 2)], times: counted.length };
}`;

/**
 * Measures in Chromium how long the exported network takes for one window, on one thread of the CPU. Throws one
 * sentence if there is no Chromium. `onProgress` is called before each backend.
 */
export async function measureBrowserLatency(
  onProgress: (done: number, total: number, backend: string) => void = () => {},
): Promise<{ browser: string; results: BrowserLatency[] }> {
  const folder = await Deno.makeTempDir();
  const model = articleNetwork();
  const network = browserNetwork(model, { mean: Array(9).fill(0), deviation: Array(9).fill(1) });
  await saveNetwork(network, `${folder}/model`);
  network.dispose();
  model.dispose();
  const { browser, stop } = await startChromium(folder).catch(async (error) => {
    await Deno.remove(folder, { recursive: true });
    throw error;
  });
  try {
    const results: BrowserLatency[] = [];
    const all = Object.entries(backends) as [BrowserLatency["backend"], string][];
    for (const [index, [backend, device]] of all.entries()) {
      onProgress(index, all.length, backend);
      const page = await browser.contexts()[0].newPage();
      await serve(page, `${folder}/model`);
      await page.goto(address);
      const measured: object = await page.evaluate(`(${measureInPage})(${JSON.stringify(backend)})`);
      results.push({ backend, device, ...measured });
      await page.close();
    }
    onProgress(all.length, all.length, "done");
    return { browser: `Chromium ${browser.version()}`, results };
  } finally {
    await stop();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Answers what a page at {@link address} asks for: itself with TensorFlow.js, and the network. */
async function serve(page: Page, model: string): Promise<void> {
  const tags = Object.keys(scripts).map((script) => `<script src="${script}"></script>`).join("");
  await page.route(`${address}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: `<!doctype html>${tags}` });
    const wasm = name.endsWith(".wasm") && `${distribution("tfjs-backend-wasm")}/${name}`;
    return route.fulfill({ path: scripts[name] ?? (wasm || `${model}/${name}`) });
  });
}
