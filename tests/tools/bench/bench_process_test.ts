import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { Writer } from "protobufjs/minimal.js";
import { bench } from "../../../lib/tools/bench/bench.ts";
import type { BenchResult } from "../../../lib/tools/bench/bench_result.ts";
import { benchCommand } from "../../../lib/tools/commands/bench_command.ts";
import { type Contestant, measureInTurn } from "../../../lib/tools/bench/measure_in_turn.ts";
import { gpuTime } from "../../../lib/tools/bench/step_profile.ts";
import { Peer } from "../../../lib/tools/bench/peer_process.ts";
import { readRunMetadata } from "../../../lib/tensorflow/graph/protobuf_messages.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();

Deno.test("contestants have their turns one after the other; the first round and the warm-up do not count", async () => {
  const order: string[] = [];
  const contestant = (name: string, first: number): Contestant => {
    let next = first;
    return {
      name,
      run(repeats) {
        order.push(name);
        return Promise.resolve(Array.from({ length: repeats }, () => next++));
      },
    };
  };
  const [a, b] = await measureInTurn([contestant("a", 0), contestant("b", 100)], { rounds: 2, repeats: 2, warmUp: 1 });
  assertEquals(order, ["a", "b", "a", "b", "a", "b"]);
  assertEquals(a, { name: "a", median: 6, least: 4, largest: 8, milliseconds: [4, 5, 7, 8] });
  assertEquals(b.median, 106);
});

Deno.test("of TensorFlow's times, those of a GPU's streams are summed by operation, and its pauses are counted", () => {
  const metadata = new Writer();
  const stats = metadata.uint32(1 << 3 | 2).fork();
  const lane = (device: string, times: [name: string, start: number, microseconds: number][]) => {
    const message = stats.uint32(1 << 3 | 2).fork().uint32(1 << 3 | 2).string(device);
    for (const [name, start, end] of times) {
      message.uint32(2 << 3 | 2).fork()
        .uint32(1 << 3 | 2).string(name).uint32(2 << 3).int64(start).uint32(5 << 3).int64(end).ldelim();
    }
    message.ldelim();
  };
  lane("/job:localhost/replica:0/task:0/device:GPU:0", [["MatMul_1", 0, 9000]]);
  const all: Parameters<typeof lane>[1] = [["MatMul_1:MatMul", 1000, 400], ["Relu_2:Relu", 1700, 100]];
  lane("/device:GPU:0/stream:all", [...all, ["MatMul_3:MatMul", 1750, 250]]);
  lane("/device:GPU:0/stream:13:Kernel", [["MatMul_1:MatMul", 1000, 400]]);
  stats.ldelim();
  const times = readRunMetadata(metadata.finish());
  assertEquals(times.length, 5);
  assertEquals(gpuTime(times), {
    kernels: [
      { kernel: "MatMul", calls: 2, milliseconds: 0.65 },
      { kernel: "Relu", calls: 1, milliseconds: 0.1 },
    ],
    milliseconds: 1,
    idleMilliseconds: 0.3,
  });
  assertEquals(gpuTime(times.slice(0, 1)), undefined);
});

Deno.test("a Python that is given takes its turns as every peer, and is told what to compute on", () =>
  inFolder(async (folder) => {
    const python = `${folder}/python`;
    await Deno.writeTextFile(
      python,
      `#!/bin/sh
echo "{\\"version\\": \\"$2 on $HAR_PEER_DEVICE, TF32 \${NVIDIA_TF32_OVERRIDE-as it likes}\\"}"
while read -r line; do echo '{"milliseconds": [1, 2, 3]}'; done
`,
      { mode: 0o755 },
    );
    const peer = await Peer.start("pytorch_compile_graphs_tf32", { python, device: "cuda" });
    assertEquals(peer.version, "pytorch_compile_graphs_tf32 on cuda, TF32 as it likes");
    assertEquals(await peer.contestant("it", { task: "infer", batch: 1 }).run(3), [1, 2, 3]);
    await peer.stop();
  }));

Deno.test("measuring the prediction writes the times", () =>
  inFolder(async (folder) => {
    const before = tf.memory().numTensors;
    const result = await bench({ what: ["infer"], rounds: 1, to: folder });
    assertEquals(tf.memory().numTensors, before);
    const written: BenchResult = JSON.parse(await Deno.readTextFile(`${folder}/bench.json`));
    const keys = written.races.map(({ key }) => key).filter((key) => !key.endsWith("_bfloat16"));
    assertEquals(keys, ["infer_one", "infer_batch128"]);
    assertEquals(written.command, "deno task bench infer");
    const [graph] = written.races[0].measured;
    assertEquals([graph.name, graph.milliseconds.length], ["graph", 50]);
    assertAlmostEquals(graph.median, result.races[0].measured[0].median, 1e-9);
  }));

Deno.test("what cannot be measured is refused", async () => {
  await assertRejects(() => benchCommand(["speed"]), Error, '"speed" cannot be measured: give train, infer');
});
