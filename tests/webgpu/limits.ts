import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { backend } from "../../lib/tensorflow/backend/backend.ts";

// Run by `deno task test` with HAR_DEVICE=webgpu.
const tf = await backend();

Deno.test("a tensor that the GPU does not take is refused with its size, and the next ones are computed", async () => {
  const before = tf.memory().numTensors;
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  const row = tf.ones([4096, 1]);
  assertThrows(
    () => tf.tidy(() => tf.tile(row, [1, most / 4 / 4096 + 1])),
    Error,
    `A tensor of ${Math.round(most / 1e6)} MB is more than this GPU takes`,
  );
  const sum = tf.tidy(() => row.add(1).sum());
  assertEquals([...await sum.data()], [8192]);
  tf.dispose([row, sum]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("what WebGPU reports on the side ends the next reading, and only that one", async () => {
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const x = tf.ones([4096]);
  device.createBuffer({ size: 4, usage: 0 });
  const [first, second] = tf.tidy(() => [x.add(1), x.add(2)]);
  await assertRejects(() => first.data(), Error, "WebGPU could not compute this: Invalid usage flags");
  assertEquals((await second.data())[4095], 3);
  tf.dispose([x, first, second]);
});
