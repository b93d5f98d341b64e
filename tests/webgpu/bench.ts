import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { device } from "../../lib/tensorflow/backend/backend.ts";
import { Peer } from "../../lib/tools/bench/peer_process.ts";

// Run by `deno task test` with HAR_DEVICE=webgpu.
Deno.test("the bench measures WebGPU in a process of its own, and counts the programs of a step", async () => {
  const peer = await Peer.start("webgpu");
  assertEquals(peer.device, (await device()).name);
  const times = await peer.contestant("webgpu", { task: "infer", batch: 1 }).run(2);
  assertEquals(times.length, 2);
  assertGreater(times[1], 0);
  const { programs } = await peer.ask<{ programs: Record<string, number> }>({ task: "programs", batch: 2 });
  await peer.stop();
  const total = Object.values(programs).reduce((sum, calls) => sum + calls, 0);
  assertGreater(programs.MatMulPackedProgram, 50);
  // 1495 where tfjs' Adam updates each weight by itself and each branch is normalised by itself.
  assertLess(total, 600);
});
