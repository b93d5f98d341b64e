import { articleNetwork } from "../../network/model/article_network.ts";
import { browserNetwork } from "../../network/model/browser_network.ts";
import { saveNetwork } from "../../network/model/save_network.ts";
import type { BrowserLatency } from "../../results/studies/measured.ts";
import { startChromium } from "../../system/chromium.ts";
import { root } from "../../system/paths.ts";

const backends: BrowserLatency["backend"][] = ["wasm", "webgl", "webgpu", "cpu"];

const packages = `${root}/node_modules/.deno`;
const distribution = (name: string) => `${packages}/@tensorflow+${name}@4.22.0/node_modules/@tensorflow/${name}/dist`;
const scripts: Record<string, string> = {
  "tf.min.js": `${distribution("tfjs")}/tf.min.js`,
  "tf-backend-wasm.min.js": `${distribution("tfjs-backend-wasm")}/tf-backend-wasm.min.js`,
  "tf-backend-webgpu.min.js": `${distribution("tfjs-backend-webgpu")}/tf-backend-webgpu.min.js`,
};

/** What the page does for a backend: at most 100 predictions, or ten seconds of them, after five that do not count. */
const measureInPage = `async (backend) => {
  const info = {
    wasm: () => tf.wasm.setThreadsCount(1) ?? "one thread of the CPU",
    cpu: () => "JavaScript, one thread",
    webgl: () => {
      const gl = document.createElement("canvas").getContext("webgl2");
      const names = gl?.getExtension("WEBGL_debug_renderer_info");
      return gl ? gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER) : "none";
    },
    webgpu: async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      if (!adapter) return "none";
      const { vendor, architecture, description } = adapter.info;
      return [description, vendor, architecture].filter(Boolean).join(", ") || "an adapter without a name";
    },
  };
  const device = await info[backend]();
  if (device === "none") return { backend, device, missing: "the browser has no such adapter" };
  try {
    if (!await tf.setBackend(backend)) return { backend, device, missing: "TensorFlow.js cannot use it here" };
    await tf.ready();
    const model = await tf.loadLayersModel("model.json");
    const window = tf.randomNormal([1, 128, 9], 0, 1, "float32", 1);
    const times = [];
    const began = performance.now();
    for (let i = 0; i < 105 && performance.now() - began < 10000; i++) {
      const from = performance.now();
      const told = model.predict(window);
      await told.data();
      told.dispose();
      times.push(performance.now() - from);
    }
    const counted = times.slice(5).sort((a, b) => a - b);
    if (counted.length === 0) return { backend, device, missing: "five predictions took more than ten seconds" };
    return { backend, device, milliseconds: counted[Math.floor(counted.length / 2)], times: counted.length };
  } catch (error) {
    return { backend, device, missing: String(error.message ?? error).split("\\n")[0] };
  }
}`;

/**
 * Measures in Chromium how long the exported network takes for one window, on each backend of TensorFlow.js. Throws one
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
  const { browser, stop } = await startChromium(folder, { gpu: true }).catch(async (error) => {
    await Deno.remove(folder, { recursive: true });
    throw error;
  });
  const server = serve(`${folder}/model`);
  try {
    const results: BrowserLatency[] = [];
    for (const [index, backend] of backends.entries()) {
      onProgress(index, backends.length, backend);
      const page = await browser.contexts()[0].newPage();
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      results.push(await page.evaluate(`(${measureInPage})(${JSON.stringify(backend)})`));
      await page.close();
    }
    onProgress(backends.length, backends.length, "done");
    return { browser: `Chromium ${browser.version()}`, results };
  } finally {
    await stop();
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Serves a page with TensorFlow.js and the network. */
function serve(model: string) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const name = new URL(request.url).pathname.slice(1);
    if (name === "") {
      const tags = Object.keys(scripts).map((script) => `<script src="${script}"></script>`).join("");
      return new Response(`<!doctype html><title>Latency</title>${tags}`, { headers: { "content-type": "text/html" } });
    }
    const path = scripts[name] ??
      (name.endsWith(".wasm") ? `${distribution("tfjs-backend-wasm")}/${name}` : `${model}/${name}`);
    const body = await Deno.readFile(path).catch(() => undefined);
    if (!body) return new Response("not found", { status: 404 });
    const types = { js: "text/javascript", wasm: "application/wasm", json: "application/json" };
    const type = types[name.split(".").at(-1) as keyof typeof types] ?? "application/octet-stream";
    return new Response(body, { headers: { "content-type": type } });
  });
}
