import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { device } from "../../lib/tensorflow/backend/backend.ts";
import { Peer } from "../../lib/tools/bench/peer_process.ts";
import type { WebgpuProfile } from "../../lib/tools/bench/webgpu_peer.ts";

// Run by `deno task test` with HAR_DEVICE=webgpu.
Deno.test("the bench measures WebGPU in a process of its own, and profiles a step", async () => {
  const peer = await Peer.start("webgpu");
  assertEquals(peer.device, (await device()).name);
  const times = await peer.contestant("webgpu", { task: "infer", batch: 1 }).run(2);
  assertEquals(times.length, 2);
  assertGreater(times[1], 0);
  const { programs, milliseconds, ...counts } = await peer.ask<WebgpuProfile>({ task: "profile", batch: 2 });
  await peer.stop();
  const calls = (some: typeof programs) => some.reduce((sum, { calls }) => sum + calls, 0);
  assertGreater(calls(programs.filter(({ kernel }) => kernel === "MatMulPackedProgram")), 50);
  // 1495 where tfjs' Adam updates each weight by itself and each branch is normalised by itself.
  assertLess(calls(programs), 560);
  assertGreater(programs.reduce((sum, { milliseconds }) => sum + milliseconds, 0), 0);
  assertGreater(milliseconds, 0);
  // With 8 windows it was 204 passes, 724 copies and 181 buffers where each step sent what is the same in all of them.
  for (const [name, most] of Object.entries({ passes: 45, submits: 40, copies: 8, buffers: 8 })) {
    assertLess(counts[name as keyof typeof counts], most, name);
  }
});
