import type { LayersModel, SymbolicTensor, Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { type NetworkFunction, networkName, sha256OfNetwork } from "../../../lib/network/model/build_network.ts";
import { findRun } from "../../../lib/results/runs/find_run.ts";
import { loadNetwork, testPredictions } from "../../../lib/results/runs/run_folder.ts";
import { accuracyOn } from "../../../lib/results/runs/shifted_accuracy.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { checkSettings, type ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { compare } from "../../../lib/show/notebook/compare.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();
const { layers } = tf;
type Layer = InstanceType<typeof layers.Layer>;

const source = { kind: "synthetic" as const, title: "made up", notes: [] };
const windows = { frame: syntheticWindows({ subjects: 2, seconds: 8 }), source };

const input = () => tf.input({ shape: [128, 9, 1] });
const on = (x: SymbolicTensor, ...chain: Layer[]) => chain.reduce((x, layer) => layer.apply(x) as SymbolicTensor, x);
const ending = (inputs: SymbolicTensor, x: SymbolicTensor) =>
  tf.model({ inputs, outputs: on(x, layers.dense({ units: 6 })) });
const strided = (filters: number) => layers.conv2d({ filters, kernelSize: [5, 1], strides: [8, 1], padding: "same" });

/** A layer as somebody writes it in a cell: a factor for each channel. */
class Scale extends layers.Layer {
  static className = "ScaleOfTheTest";
  #factor?: ReturnType<Layer["addWeight"]>;
  readonly start: number;
  constructor({ start = 1, ...rest }: { start?: number; name?: string } = {}) {
    super(rest);
    this.start = start;
  }
  override build(shape: number[]) {
    this.#factor = this.addWeight(
      "factor",
      [shape.at(-1)!],
      "float32",
      tf.initializers.constant({ value: this.start }),
    );
  }
  override call(inputs: Tensor | Tensor[]) {
    return tf.tidy(() => (Array.isArray(inputs) ? inputs[0] : inputs).mul(this.#factor!.read()));
  }
  override getConfig() {
    return { ...super.getConfig(), start: this.start };
  }
}

/** A layer that decides by values. */
class Peeking extends layers.Layer {
  static className = "PeekingOfTheTest";
  override call(inputs: Tensor | Tensor[]) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => x.mul(1 + 0 * x.max().dataSync()[0]));
  }
}

const networks: Record<string, NetworkFunction> = {
  "residual, with normalisation and dropout"() {
    const start = input();
    const x = on(start, strided(4), layers.batchNormalization(), layers.reLU());
    const y = on(x, layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }), layers.dropout({ rate: 0.3 }));
    const sum = layers.add().apply([x, y]) as SymbolicTensor;
    return ending(start, on(sum, layers.globalAveragePooling2d({ dataFormat: "channelsLast" })));
  },
  "inception-like, two heads joined"() {
    const start = input();
    const heads = [1, 3].map((kernelSize) =>
      on(start, layers.conv2d({ filters: 2, kernelSize, strides: 8, padding: "same", activation: "elu" }))
    );
    const pooled = on(
      start,
      layers.maxPooling2d({ poolSize: 8, padding: "same" }),
      layers.gaussianNoise({ stddev: 0.1 }),
    );
    return ending(start, on(layers.concatenate().apply([...heads, pooled]) as SymbolicTensor, layers.flatten()));
  },
  "GRU in two directions"() {
    const gru = layers.bidirectional({ layer: layers.gru({ units: 3 }) as never, mergeMode: "concat" });
    const start = input();
    return ending(start, on(start, strided(2), layers.reshape({ targetShape: [16, 18] }), gru));
  },
  "a layer of one's own": () =>
    tf.sequential({
      layers: [
        layers.flatten({ inputShape: [128, 9, 1] }),
        new Scale({ start: 0.5 }),
        layers.dense({ units: 6 }),
      ],
    }),
};

const settings = { data: "synthetic", epochs: 2, batch: 16, learningRate: 0.01 };

for (const [name, network] of Object.entries(networks)) {
  Deno.test(`a network of one's own is trained, recorded, found, compared and read back: ${name}`, () =>
    inFolder(async (runs) => {
      const before = tf.memory().numTensors;
      const checked = checkSettings({ ...settings, network: networkName(network) });
      const run = await runExperiment(checked, { network, windows, runs });
      assertEquals([run.settings.network, run.execution?.kind], [name, "graph"]);
      const repeated = await runExperiment(checked, { network, windows, runs });
      assertEquals(repeated.history.map(({ loss }) => loss), run.history.map(({ loss }) => loss));
      const networkSha256 = await sha256OfNetwork(checked, network);
      assertEquals(
        (await findRun(checked, source, { folder: runs, networkSha256, withNetwork: true }))?.id,
        repeated.id,
      );
      assertEquals(await findRun(checked, source, { folder: runs }), undefined);

      const { model } = await loadNetwork(run.id, { folder: runs });
      const rows = Int32Array.from((await testPredictions(run.id, { folder: runs }))!, ({ row }) => row);
      assertEquals((await accuracyOn(model, windows.frame, rows, run.standardization)).accuracy, run.test.accuracy);
      model.dispose();
      assertMatch((await compare([run.id, repeated.id], { folder: runs })).outerHTML, /accuracy/);
      assertEquals(tf.memory().numTensors, before);
    }));
}

Deno.test("a network that looks at values is trained op by op, and its progress says so from the first step", () =>
  inFolder(async (runs) => {
    const network: NetworkFunction = () =>
      tf.sequential({
        layers: [layers.flatten({ inputShape: [128, 9, 1] }), new Peeking({}), layers.dense({ units: 6 })],
      });
    const reasons: (string | undefined)[] = [];
    const onProgress = ({ reason, secondsLeft }: { reason?: string; secondsLeft?: number }) =>
      secondsLeft !== undefined && reasons.push(reason);
    const checked = checkSettings({ ...settings, network: "peeking", epochs: 1 });
    const run = await runExperiment(checked, { network, windows, runs, onProgress });
    assertMatch(reasons[0]!, /reads a value in the middle of a step/);
    assertEquals([run.execution?.kind, run.flops], ["op by op", null]);
  }));

const flat = () => layers.flatten({ inputShape: [128, 9, 1] });
const refused: [string, NetworkFunction, string][] = [
  [
    "another input",
    () => tf.sequential({ layers: [layers.dense({ inputShape: [9], units: 6 })] }),
    "a window is [128,9,1]",
  ],
  ["no inputShape", () => tf.sequential({ layers: [layers.dense({ units: 6 })] }), "must get an `inputShape`"],
  ["five answers", () => tf.sequential({ layers: [flat(), layers.dense({ units: 5 })] }), "there are 6 answers"],
  [
    "probabilities",
    () => tf.sequential({ layers: [flat(), layers.dense({ units: 6, activation: "softmax" })] }),
    "leave out the softmax",
  ],
  ["two inputs", () => {
    const inputs = [input(), input()];
    return tf.model({
      inputs,
      outputs: on(layers.add().apply(inputs) as SymbolicTensor, flat(), layers.dense({ units: 6 })),
    });
  }, "it has 2 inputs"],
  ["no model", () => layers.dense({ units: 6 }) as unknown as LayersModel, "must return a model"],
  ["an error", () => {
    throw new Error("out of ideas");
  }, 'The network "an error" could not be built: out of ideas'],
  ["no className", () => {
    class Nameless extends layers.Layer {}
    return tf.sequential({ layers: [flat(), new Nameless({}), layers.dense({ units: 6 })] });
  }, "a static className"],
  ["lost settings", () => {
    class Forgetful extends Scale {
      static override className = "ForgetfulOfTheTest";
      override call(inputs: Tensor | Tensor[]) {
        return tf.tidy(() => (super.call(inputs) as Tensor).mul(this.start));
      }
      override getConfig() {
        return { name: this.name, start: 1 };
      }
    }
    return tf.sequential({ layers: [flat(), new Forgetful({ start: 3 }), layers.dense({ units: 6 })] });
  }, "getConfig"],
];

for (const [name, network, why] of refused) {
  Deno.test(`a network is refused before its training, in one sentence: ${name}`, () =>
    inFolder(async (runs) => {
      const before = tf.memory().numTensors;
      const run = () => runExperiment(checkSettings({ ...settings, network: name }), { network, windows, runs });
      await assertRejects(run, Error, why);
      assertEquals((await run().catch(({ message }) => message)).split("\n").length, 1);
      assertEquals([...Deno.readDirSync(runs)], []);
      if (name !== "no className" && name !== "two inputs") assertEquals(tf.memory().numTensors, before);
    }));
}

Deno.test("networks are told apart by layers, settings and code, and not by names and seeds", async () => {
  const of = (units: number, name?: string, seed?: number) => () =>
    tf.sequential({
      layers: [
        layers.flatten({ inputShape: [128, 9, 1], name }),
        layers.dense({ units, kernelInitializer: tf.initializers.heNormal({ seed }) }),
        layers.dense({ units: 6 }),
      ],
    });
  const checked = (other: Partial<ExperimentSettings> = {}) =>
    checkSettings({ ...settings, network: "mine", ...other });
  const first = await sha256OfNetwork(checked(), of(4));
  assertEquals(await sha256OfNetwork(checked({ seed: 2 }), of(4, "other", 3)), first);
  assertNotEquals(await sha256OfNetwork(checked(), of(5)), first);
  assertEquals(await sha256OfNetwork(checkSettings({}), undefined), undefined);
});

Deno.test("the networks of the project can be trained, plain with the article's parameters within a percent", async () => {
  const { buildNetwork } = await import("../../../lib/network/model/build_network.ts");
  const { costIfCounted } = await import("../../../lib/network/model/cost.ts");
  const counts: Record<string, number> = {};
  for await (const { name } of Deno.readDir(new URL("../../../notebooks/networks", import.meta.url))) {
    const network = name.replace(".ts", "");
    const { model } = await buildNetwork(checkSettings({ network }));
    counts[network] = costIfCounted(model).parameters;
    model.dispose();
  }
  assertEquals(counts, {
    "conv-lstm": 423_750,
    listed: 986_886,
    mlp: 362_502,
    plain: 1_007_418,
    resnext: 1_013_638,
  });
});
