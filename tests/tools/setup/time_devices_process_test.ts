import { assert, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import {
  fasterDevice,
  keepDeviceTimes,
  readDeviceTimes,
  timesClause,
} from "../../../lib/tensorflow/backend/device_times.ts";
import { timeDevices } from "../../../lib/tools/setup/time_devices.ts";

const network = "cardinality 4, group width article, 128 samples, batch 128";

Deno.test("the times of devices are kept by adapter and network, the ones asked for last first", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/times.json`;
  const times = (adapter: string, network: string, cpu: number) => ({ adapter, network, cpu, webgpu: 50 });
  await keepDeviceTimes(times("A", "small", 10), file);
  await keepDeviceTimes(times("B", "small", 20), file);
  await keepDeviceTimes(times("A", "large", 500), file);
  assertEquals((await readDeviceTimes("A", file)).map(({ network }) => network), ["large", "small"]);
  await keepDeviceTimes(times("A", "small", 12), file);
  assertEquals((await readDeviceTimes("A", file)).map(({ cpu }) => cpu), [12, 500]);
  assertEquals(await readDeviceTimes("C", file), []);
  await Deno.writeTextFile(file, '[{"adapter": "A"}]');
  await assertRejects(() => readDeviceTimes("A", file), Error, "delete it, and they are measured again");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the device with the shorter step is the faster one; one that did not end in time is not", () => {
  const times = { adapter: "Intel Arc", network, cpu: 540.4, webgpu: 61 };
  assertEquals(fasterDevice(times), "webgpu");
  assertEquals(fasterDevice({ ...times, cpu: 40 }), "cpu");
  assertEquals(fasterDevice({ ...times, webgpu: null }), "cpu");
  assertEquals(fasterDevice({ ...times, cpu: null }), "webgpu");
  assertEquals(timesClause(times), `a training step takes 540 ms on the CPU and 61 ms on Intel Arc (${network})`);
  assertStringIncludes(timesClause({ ...times, webgpu: null }), "too long to be waited for on Intel Arc");
});

Deno.test("a step is measured on both devices once, and what fails or takes too long is said", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/times.json`;
  const said: string[] = [];
  const options = { adapter: "a GPU", file, seconds: 60, say: (text: string) => said.push(text) };
  const settings = { batch: 2, windowLength: 16 };
  // Without a driver of Vulkan's the second device is missing, as it would be on a machine that lost it.
  const driver = { VK_DRIVER_FILES: "/nonexistent.json", VK_ICD_FILENAMES: "/nonexistent.json" };
  for (const [name, value] of Object.entries(driver)) Deno.env.set(name, value);
  try {
    const times = await timeDevices(settings, options);
    assertGreater(times!.cpu!, 0);
    assertEquals(times!.webgpu, null);
    assertEquals(said.length, 3);
    assertStringIncludes(said[0], "Measuring a few training steps on the CPU and on a GPU");
    assertStringIncludes(said[1], "The device webgpu does not train: WebGPU was asked for");
    assertStringIncludes(said[2], "Device: the CPU, since a training step takes");
    assertEquals(await timeDevices(settings, options), times);
    assertEquals(said.length, 3);
    const hurried = await timeDevices({ ...settings, batch: 3 }, { ...options, seconds: 0.1 });
    assertEquals([hurried!.cpu, hurried!.webgpu], [null, null]);
    assert((await readDeviceTimes("a GPU", file))[0].network.endsWith("16 samples, batch 3"));
  } finally {
    for (const name of Object.keys(driver)) Deno.env.delete(name);
    await Deno.remove(folder, { recursive: true });
  }
});
