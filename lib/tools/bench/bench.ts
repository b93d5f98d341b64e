import { device, tensorflowVersion } from "../../tensorflow/backend/backend.ts";
import { type Device, deviceLine } from "../../tensorflow/backend/device.ts";
import { missingBfloat16, type Precision } from "../../tensorflow/backend/precision.ts";
import { machine } from "../../system/machine.ts";
import { progress } from "../../system/progress.ts";
import { root } from "../../system/paths.ts";
import { writeWhole } from "../../system/files.ts";
import { textTable } from "../../system/text_table.ts";
import { gitCommit } from "../../results/runs/software_versions.ts";
import { type BenchResult, ours } from "./bench_result.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { buildNetwork } from "../../network/model/build_network.ts";
import { middleWidths } from "../../network/model/middle_widths.ts";
import { checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { layeredNetworks } from "./layered_networks.ts";
import { inferenceContestant, trainingContestant } from "./contestants.ts";
import { type Contestant, type Measured, measureInTurn, type MeasureOptions } from "./measure_in_turn.ts";
import { installPeers, Peer, type PeerName, type PeerOptions } from "./peer_process.ts";
import { measureTrainingMemory } from "./training_memory.ts";

/** What can be measured. */
export type BenchName = "train" | "infer" | "layers" | "resnext";

/** Contestants that are measured in turn: ours, and others with which it is compared. */
interface Race {
  /** Key of the result in bench.json. */
  key: string;
  title: string;
  peers: PeerName[];
  /** What the peers are to do. */
  request: Record<string, unknown>;
  contestant: Contestant;
  options: MeasureOptions;
  dispose(): void;
}

export interface BenchOptions {
  what: BenchName[];
  /** Whether other frameworks are measured too, each also in its fastest form, in turn with ours. Default: false. */
  peers?: boolean;
  /** A Python that has the other frameworks. Default: they are installed into data/setup. */
  peersPython?: string;
  /** How often each has its turn. Default: 5. */
  rounds?: number;
  /** Folder of bench.json. Default: reports. */
  to?: string;
}

/**
 * Measures, prints tables, and writes reports/bench.json. Returns the result. Throws one sentence if peers cannot be
 * installed.
 */
export async function bench(options: BenchOptions): Promise<BenchResult> {
  const { what, peers = false, peersPython: python, rounds = 5, to = `${root}/reports` } = options;
  if (peers && !python) await installPeers();
  const here = await device();
  const result: BenchResult = {
    date: new Date().toISOString(),
    command: [
      `deno task bench ${what.join(" ")}`,
      ...(peers ? ["--peers"] : []),
      ...(python ? [`--peers-python ${python}`] : []),
      ...(here.tf32 ? ["--tf32"] : []),
      ...(here.xla ? ["--xla"] : []),
    ].join(" "),
    machine: machine(),
    device: here.name,
    versions: { tensorflow: await tensorflowVersion(), deno: Deno.version.deno },
    gitCommit: await gitCommit(),
    races: [],
    trainingMemory: [],
  };
  console.log(`${result.machine.cores} cores of ${result.machine.processor}. ${deviceLine(here)}`);
  const onCuda = here.kind === "cuda";
  for (const prepare of races(what, { onCuda, xla: here.xla === true, roundings: roundings(here) })) {
    const race = await prepare();
    await run(race, result, { peers: peers ? race.peers : [], rounds, python, device: onCuda ? "cuda" : "cpu" });
  }
  const measured = [...what.includes("train") ? [article] : [], ...what.includes("resnext") ? inGroups : []];
  for (const network of onCuda ? [] : measured) {
    await addTrainingMemory(network, result, peers ? ["pytorch", "pytorch_channels_last"] : [], { python });
  }
  await Deno.mkdir(to, { recursive: true });
  await writeWhole(`${to}/bench.json`, JSON.stringify(result, null, 2) + "\n");
  console.log(`Written: ${to}/bench.json`);
  return result;
}

/** To what the inputs of convolutions and products are rounded: by a graph's precision, or by CUDA for the whole process. */
type Rounding = Precision | "tf32";

/** Returns the roundings that are measured on this device, and says which are not. */
function roundings(here: Device): Rounding[] {
  if (here.tf32) return ["tf32"];
  const missing = missingBfloat16(here);
  if (missing) console.log(`Races in bfloat16 are left out: ${missing}.`);
  return missing ? ["float32"] : ["float32", "bfloat16"];
}

/** Returns the frameworks beside which a training step and a prediction are measured; on a GPU cuDNN chooses by trial. */
function peersOf(rounding: Rounding, onCuda: boolean): Record<"train" | "infer", PeerName[]> {
  const suffix = rounding === "float32" ? "" : `_${rounding}` as const;
  const forms = ["pytorch", "pytorch_channels_last", "pytorch_compile"] as const;
  const pytorch = forms.map((form): PeerName => `${form}${suffix}`);
  if (onCuda) {
    const all: PeerName[] = [...pytorch, `pytorch_compile_graphs${suffix}`];
    return { train: all, infer: all };
  }
  if (rounding === "bfloat16") {
    return { train: [...pytorch, "keras_bfloat16"], infer: [...pytorch, "openvino_bfloat16"] };
  }
  return { train: [...pytorch, "keras"], infer: [...pytorch, "keras", "onnxruntime", "openvino"] };
}

function races(
  what: BenchName[],
  on: { onCuda: boolean; xla: boolean; roundings: Rounding[] },
): (() => Promise<Race>)[] {
  const named = (key: string, rounding: Rounding) =>
    [key, ...(on.onCuda ? ["cuda"] : []), ...(on.xla ? ["xla"] : []), ...(rounding === "float32" ? [] : [rounding])]
      .join("_");
  const precisionOf = (rounding: Rounding) => rounding === "tf32" ? "float32" : rounding;
  const all = () => true;
  const training = (network: NetworkOfRace, rounding: Rounding) => async (): Promise<Race> => ({
    key: named(`${network.key}train_step`, rounding),
    title: `a training step${network.title}, batch 128, ${rounding}`,
    request: { task: "train_step", batch: 128, ...network.request },
    peers: peersOf(rounding, on.onCuda).train.filter(network.has ?? all),
    options: { repeats: 2, warmUp: 1 },
    ...await trainingContestant({ precision: precisionOf(rounding), model: await modelOf(network) }),
  });
  const prediction = (network: NetworkOfRace, batch: number, rounding: Rounding) => async (): Promise<Race> => ({
    key: named(`${network.key}infer_${batch === 1 ? "one" : `batch${batch}`}`, rounding),
    title: `a prediction of ${batch === 1 ? "one window" : `${batch} windows`}${network.title}, ${rounding}`,
    request: { task: "infer", batch, ...network.request },
    peers: peersOf(rounding, on.onCuda).infer.filter(network.has ?? all),
    options: batch === 1 ? { repeats: 50, warmUp: 20 } : { repeats: 3, warmUp: 2 },
    ...inferenceContestant(batch, { precision: precisionOf(rounding), model: await modelOf(network) }),
  });
  const trainings = (networks: NetworkOfRace[]) =>
    networks.flatMap((network) => on.roundings.map((rounding) => training(network, rounding)));
  const predictions = (networks: NetworkOfRace[]) =>
    networks.flatMap((network) =>
      [1, 128].flatMap((batch) => on.roundings.map((rounding) => prediction(network, batch, rounding)))
    );
  const chosen: Record<BenchName, () => (() => Promise<Race>)[]> = {
    train: () => trainings([article]),
    infer: () => predictions([article]),
    layers: () => inLayers.map((network) => training(network, "float32")),
    resnext: () => [...trainings(inGroups), ...predictions(inGroups)],
  };
  return what.flatMap((name) => chosen[name]());
}

/** A network that races, and how the peers are asked for theirs. */
interface NetworkOfRace {
  /** What stands before the race's key and in its title. */
  key: string;
  title: string;
  /** What builds it: settings, or a function. */
  settings: Partial<ExperimentSettings>;
  build?: () => LayersModel;
  request: Record<string, unknown>;
  /** Tells which of the peers have it. Default: all. */
  has?: (peer: PeerName) => boolean;
}

const article: NetworkOfRace = { key: "", title: "", settings: {}, request: {} };

const inLayers = (["article", "convolutions", "conv_lstm"] as const).map((network): NetworkOfRace => ({
  key: `${network}_in_layers_`,
  title: ` of ${network} in tf.layers`,
  settings: {},
  build: layeredNetworks[network],
  request: { network },
  has: (peer) => peer === "keras",
}));

/** A ResNeXt without groups, with 4 and with 32. Keras takes no part: it has no gradient of groups on a CPU. */
const inGroups = [1, 4, 32].map((groups): NetworkOfRace => ({
  key: `resnext_${groups}_`,
  title: ` of a ResNeXt, ${groups} groups`,
  settings: { network: "resnext", cardinality: groups },
  request: { groups, widths: middleWidths(groups) },
  has: (peer) => !peer.startsWith("keras"),
}));

async function modelOf({ build, settings }: NetworkOfRace): Promise<LayersModel> {
  return build?.() ?? (await buildNetwork(checkSettings(settings))).model;
}

/** Measures a race, prints it, and adds it to the result. */
async function run(
  race: Race,
  result: BenchResult,
  { peers, rounds, ...where }: { peers: PeerName[]; rounds: number } & PeerOptions,
) {
  const { key, title } = race;
  const started = await Promise.all(peers.map((name) => Peer.start(name, where)));
  const others = started.filter(({ missing }) => missing === undefined);
  for (const { name, missing } of started) if (missing !== undefined) console.log(`${name} is left out: ${missing}.`);
  const bar = progress(title, "turns");
  try {
    const contestants = [race.contestant, ...others.map((peer) => peer.contestant(peer.name, race.request))];
    const measured = await measureInTurn(contestants, { ...race.options, rounds, onTurn: bar.update });
    bar.stop();
    result.races.push({ key, title, peers: others.map(({ name }) => name), measured });
    for (const peer of others) result.versions[peer.name] = peer.version;
    console.log(`\n${title}\n${raceTable(measured)}`);
  } finally {
    bar.stop();
    race.dispose();
    for (const peer of started) await peer.stop();
  }
}

function raceTable(measured: Measured[]): string {
  const { median } = measured.find(({ name }) => name === ours)!;
  return textTable(measured.map((one) => ({
    "": one.name,
    "median, ms": one.median.toFixed(2),
    "least": one.least.toFixed(2),
    "largest": one.largest.toFixed(2),
    times: String(one.milliseconds.length),
    [`${ours} / it`]: one.name === ours ? "" : (median / one.median).toFixed(3),
  })));
}

async function addTrainingMemory(
  { key, title, settings, request }: NetworkOfRace,
  result: BenchResult,
  peers: PeerName[],
  where: PeerOptions,
): Promise<void> {
  const network = { key: `${key}train_memory`, request, network: settings };
  const memory = await measureTrainingMemory(network, peers, where);
  result.trainingMemory.push(...memory);
  const rows = memory.map(({ name, bytes }) => ({
    [`peak memory of a training${title}`]: name,
    MB: (bytes / 1e6).toFixed(0),
    [`${ours} / it`]: name === ours ? "" : (memory[0].bytes / bytes).toFixed(3),
  }));
  console.log(`\n${textTable(rows)}`);
}
