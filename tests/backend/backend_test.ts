import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { backend, device, tensorflowVersion } from "../../lib/backend/backend.ts";
import { root } from "../../lib/setup/paths.ts";
import { run } from "../../lib/setup/run.ts";

const tf = await backend();
const { kind } = await device();

Deno.test("the backend is TensorFlow itself and begins without a tensor", async () => {
  assertEquals(tf.getBackend(), "tensorflow");
  assertMatch(await tensorflowVersion(), /^2\.\d+\.\d+$/);
  assertEquals(tf.tidy(() => [...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]), [11]);
});

Deno.test("a second call gives the same object", async () => {
  assertEquals(await backend() === tf, true);
});

const script = `await (await import("${root}/lib/backend/backend.ts")).backend(); console.log("ready");`;

Deno.test("TensorFlow starts without a word", async () => {
  const { output } = await run(Deno.execPath(), ["eval", script], { cwd: root, env: { HAR_DEVICE: "cpu" } });
  assertEquals(output, "ready");
});

Deno.test({
  name: "asking for CUDA without a GPU is an error that names what is missing",
  ignore: kind === "cuda",
  async fn() {
    const { code, output } = await run(Deno.execPath(), ["eval", script], { cwd: root, env: { HAR_DEVICE: "cuda" } });
    assertEquals(code, 1);
    assertStringIncludes(output, "CUDA was asked for, but TensorFlow found no GPU: lib");
  },
});
