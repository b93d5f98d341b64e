import { assert, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import {
  fasterDevice,
  keepStepTimes,
  lastOfBoth,
  networkName,
  readStepTimes,
  timesClause,
} from "../../../lib/tensorflow/backend/device_times.ts";
import { timeDevices } from "../../../lib/tools/setup/time_devices.ts";
import { inFolder } from "../../support/in_folder.ts";

const network = networkName();
const time = (device: string, milliseconds: number | null, of = network) => ({ device, network: of, milliseconds });

Deno.test("the times of devices are kept by device and network, the ones asked for last first", () =>
  inFolder(async (folder) => {
    const file = `${folder}/times.json`;
    await keepStepTimes([time("CPU", 10, "small"), time("A", 50, "small")], file);
    await keepStepTimes([time("CPU", 500, "large"), time("A", 60, "large")], file);
    await keepStepTimes([time("CPU", 700, "huge")], file);
    const both = async (adapter: string) => lastOfBoth(await readStepTimes(file), adapter);
    assertEquals(await both("A"), { cpu: time("CPU", 500, "large"), gpu: time("A", 60, "large") });
    assertEquals(await both("B"), undefined);
    await keepStepTimes([time("CPU", 12, "small"), time("A", 50, "small")], file);
    assertEquals(await both("A"), { cpu: time("CPU", 12, "small"), gpu: time("A", 50, "small") });
    assertEquals((await readStepTimes(file)).length, 5);
    await Deno.writeTextFile(file, '[{"adapter": "A"}]');
    await assertRejects(() => readStepTimes(file), Error, "delete it, and they are measured again");
  }));

Deno.test("the device with the shorter step is the faster one; one that did not end in time is not", () => {
  const [cpu, gpu] = [time("CPU", 540.4), time("Intel Arc", 61)];
  assertEquals(fasterDevice({ cpu, gpu }), "webgpu");
  assertEquals(fasterDevice({ cpu: time("CPU", 40), gpu }), "cpu");
  assertEquals(fasterDevice({ cpu, gpu: time("Intel Arc", null) }), "cpu");
  assertEquals(fasterDevice({ cpu: time("CPU", null), gpu }), "webgpu");
  assertEquals(timesClause([cpu, gpu]), `a training step takes 540 ms on the CPU and 61 ms on Intel Arc (${network})`);
  assertStringIncludes(timesClause([cpu, time("Intel Arc", null)]), "too long to be waited for on Intel Arc");
  assertEquals(timesClause([cpu]), `a training step takes 540 ms on the CPU (${network})`);
});

Deno.test("a step is measured on both devices once, and what fails or takes too long is said", () =>
  inFolder(async (folder) => {
    const file = `${folder}/times.json`;
    const said: string[] = [];
    const options = { devices: ["CPU", "a GPU"], file, seconds: 60, say: (text: string) => said.push(text) };
    const settings = { batch: 2, windowLength: 16 };
    // Without a driver of Vulkan's the second device is missing, as it would be on a machine that lost it.
    const driver = { VK_DRIVER_FILES: "/nonexistent.json", VK_ICD_FILENAMES: "/nonexistent.json" };
    for (const [name, value] of Object.entries(driver)) Deno.env.set(name, value);
    try {
      const times = await timeDevices(settings, options);
      assertGreater(times[0].milliseconds!, 0);
      assertEquals(times[1].milliseconds, null);
      assertEquals(said.length, 3);
      assertStringIncludes(said[0], "Measuring a few training steps on the CPU and on a GPU");
      assertStringIncludes(said[1], "The device webgpu does not train: WebGPU was asked for");
      assertStringIncludes(said[2], "Device: the CPU, since a training step takes");
      assertEquals(await timeDevices(settings, options), times);
      assertEquals(said.length, 3);
      const hurried = await timeDevices({ ...settings, batch: 3 }, { ...options, seconds: 0.1 });
      assertEquals(hurried.map(({ milliseconds }) => milliseconds), [null, null]);
      assert((await readStepTimes(file))[0].network.endsWith("16 samples, batch 3"));
    } finally {
      for (const name of Object.keys(driver)) Deno.env.delete(name);
    }
  }));

Deno.test("one device alone is timed on the article's network, whatever is to be trained", () =>
  inFolder(async (folder) => {
    const said: string[] = [];
    const options = { devices: ["CPU"], file: `${folder}/times.json`, say: (text: string) => said.push(text) };
    const [only] = await timeDevices({ batch: 2, windowLength: 16 }, { ...options, seconds: 0.1 });
    assertEquals(only, time("CPU", null));
    assertEquals(await timeDevices({}, options), [only]);
    assertEquals(said, [
      "Measuring a few training steps on the CPU, 0.1 seconds at most.",
      `Measured: ${timesClause([only])}.`,
    ]);
  }));
