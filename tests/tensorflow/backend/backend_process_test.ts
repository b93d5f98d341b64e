import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { backend, device, tensorflowVersion } from "../../../lib/tensorflow/backend/backend.ts";
import { defaultEpochs, deviceLine } from "../../../lib/tensorflow/backend/device.ts";
import { cudaLibraries } from "../../../lib/tensorflow/backend/cuda.ts";
import { root } from "../../../lib/system/paths.ts";
import { runCommand } from "../../../lib/system/run_command.ts";

const tf = await backend();
const { kind } = await device();

Deno.test("the backend is TensorFlow itself and begins without a tensor", async () => {
  assertEquals([tf.getBackend(), await backend() === tf], ["tensorflow", true]);
  assertMatch(await tensorflowVersion(), /^2\.\d+\.\d+$/);
  assertEquals(tf.tidy(() => [...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]), [11]);
});

const module = JSON.stringify(`${root}/lib/tensorflow/backend/backend.ts`);
const script =
  `const { device } = await import(${module}); const it = await device(); console.log(JSON.stringify(it));`;
const withoutCuda = { CUDA_VISIBLE_DEVICES: "-1" };

/** Asks a new process for its device. */
async function deviceWith(env: Record<string, string>): Promise<{ code: number; output: string }> {
  return await runCommand(Deno.execPath(), ["eval", script], { cwd: root, env: { HAR_TF32: "", ...env } });
}

Deno.test("TensorFlow starts without a word", async () => {
  const { output } = await deviceWith({ HAR_DEVICE: "cpu" });
  assertEquals(JSON.parse(output), { kind: "cpu", name: "CPU", why: "asked for" });
  const { output: other } = await deviceWith({ HAR_DEVICE: "auto", ...withoutCuda });
  assertEquals(other.split("\n").length, 1, other);
});

Deno.test("without CUDA the CPU is taken, and it is said why", async () => {
  const { output } = await deviceWith({ HAR_DEVICE: "auto", ...withoutCuda });
  const { kind, why } = JSON.parse(output);
  assertEquals(kind, "cpu");
  assertMatch(why, /^no CUDA, since /);
});

Deno.test({
  name: "asking for CUDA without a GPU is an error that names what is missing",
  ignore: kind === "cuda",
  async fn() {
    const { code, output } = await deviceWith({ HAR_DEVICE: "cuda" });
    assertEquals(code, 1);
    assertMatch(output, /CUDA was asked for, but TensorFlow found no GPU: .*(driver|libcu).*deno task doctor/);
  },
});

Deno.test("a device that nobody knows is refused with those that there are", async () => {
  const { code, output } = await deviceWith({ HAR_DEVICE: "gpu" });
  assertEquals(code, 1);
  assertStringIncludes(output, "HAR_DEVICE must be one of auto, cuda, cpu, and is gpu.");
});

Deno.test("CUDA's libraries are told not to round to TF32, unless that is asked for", async () => {
  const asked =
    `await (await import(${module})).backend(); console.log(Deno.env.get("NVIDIA_TF32_OVERRIDE") ?? "unset");`;
  for (const [tf32, expected] of [["", "0"], ["1", "unset"]]) {
    const { output } = await runCommand(Deno.execPath(), ["eval", asked], {
      cwd: root,
      env: { HAR_DEVICE: "cpu", HAR_TF32: tf32 },
    });
    assertEquals(output, expected);
  }
});

Deno.test("XLA compiles a graph where it is asked for, and nowhere else, to the same number", async () => {
  const graph = JSON.stringify(`${root}/lib/tensorflow/graph/tensorflow_graph.ts`);
  const compiled = `
    const { Graph } = await import(${graph});
    const graph = new Graph();
    const x = graph.placeholder("float32", [2, 2]);
    let power = x;
    for (let i = 0; i < 6; i++) power = graph.output("Tanh", [graph.output("MatMul", [power, x])]);
    const value = { dtype: "float32", shape: [2, 2], values: Float32Array.of(0.1, 0.2, 0.3, 0.4) };
    const request = { feeds: [{ output: x, value }], fetches: [power] };
    const [bytes] = await graph.run(request);
    const names = (await graph.profile(request)).map(({ name }) => name);
    console.log(JSON.stringify({ first: new Float32Array(bytes)[0], clusters: names.some((name) => name.startsWith("cluster")) }));`;
  const answers = [];
  for (const xla of ["0", "1"]) {
    const { output } = await runCommand(Deno.execPath(), ["eval", compiled], {
      cwd: root,
      env: { HAR_DEVICE: "cpu", HAR_XLA: xla },
    });
    answers.push(JSON.parse(output.split("\n").at(-1)!));
  }
  assertEquals(answers.map(({ clusters }) => clusters), [false, true]);
  assertAlmostEquals(answers[1].first / answers[0].first, 1, 1e-5);
});

Deno.test("each of CUDA's libraries is found, then also by its name, or it is said why it cannot be loaded", () => {
  const libraries = cudaLibraries();
  assertEquals(libraries.length, 9);
  for (const { file, from, path, problem } of libraries) {
    assertMatch(from, /^nvidia-[a-z-]+-cu12$/);
    assertEquals(path === undefined, problem !== undefined, file);
    if (problem) assertStringIncludes(problem, file);
    // As TensorFlow opens it: by its name alone.
    else Deno.dlopen(file, {}).close();
  }
});

Deno.test("the line of a device says by what it is reached, why it, and whether products are rounded", () => {
  assertEquals(deviceLine({ kind: "cpu", name: "CPU" }), "Device: CPU");
  const gpu = { kind: "cuda" as const, name: "NVIDIA H100", why: "asked for", tf32: true };
  assertEquals(deviceLine(gpu), "Device: NVIDIA H100 by CUDA (asked for; products of matrices round to TF32)");
  assertEquals(
    deviceLine({ kind: "cpu", name: "CPU", why: "asked for", xla: true }),
    "Device: CPU (asked for; XLA compiles graphs)",
  );
  assertEquals([gpu, { kind: "cpu" as const, name: "CPU" }].map(defaultEpochs), [50, 6]);
});
