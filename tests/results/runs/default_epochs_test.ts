import { assertEquals, assertStringIncludes } from "@std/assert";
import { networkName } from "../../../lib/tensorflow/backend/device_times.ts";
import { defaultEpochsOf } from "../../../lib/results/runs/default_epochs.ts";

const cpu = { kind: "cpu", name: "CPU" } as const;
const gpu = { kind: "webgpu", name: "Intel Arc" } as const;
const timed = (milliseconds: number | null, device = "CPU") => [{ device, network: networkName(), milliseconds }];
const epochs = async (...of: Parameters<typeof defaultEpochsOf>) => (await defaultEpochsOf(...of)).epochs;

Deno.test("the article's epochs are the default where both splits take ten minutes at most with them", async () => {
  // An epoch of both splits is 112.9 steps, hence 50 of them 565 s at 100 ms a step, and 621 s at 110.
  assertEquals(await epochs(cpu, timed(100)), 50);
  assertEquals(await epochs(cpu, timed(106)), 50);
  assertEquals(await epochs(cpu, timed(110)), Math.floor(240 / (112.9 * 0.11)));
  assertEquals(await epochs(cpu, timed(330)), 6);
  assertEquals(await epochs(cpu, timed(5000)), 5);
  assertEquals(await epochs(cpu, timed(null)), 5);
  assertEquals(await epochs(gpu, timed(61, "Intel Arc")), 50);
  assertEquals(await epochs({ kind: "cuda", name: "H100" }, []), 50);
  assertStringIncludes(
    (await defaultEpochsOf(cpu, timed(330))).why,
    "the article's 50 on both splits take about 32 min",
  );
});

Deno.test("what was not timed gets 50 epochs on a GPU and 5 elsewhere, and another network's time does not count", async () => {
  assertEquals(await epochs(cpu, timed(100, "Intel Arc")), 5);
  assertEquals(await epochs(gpu, timed(900)), 50);
  assertEquals(await epochs({ ...gpu, software: true }, []), 5);
  assertEquals(await epochs(cpu, [{ ...timed(100)[0], network: networkName({ batch: 32 }) }]), 5);
});
