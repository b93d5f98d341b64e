import type {
  Layer,
  LayersModel,
  SymbolicTensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
  Variable,
} from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { articleSettings, type CheckedSettings, checkSettings } from "../../settings/experiment_settings.ts";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { signalTensor, type Standardization } from "../../data/windows/window_tensors.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import { type FeatureSimilarity, partSimilarity } from "../metrics/feature_similarity.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { layersOf } from "../../network/model/check_network.ts";
import { withSeededRandom } from "../../tensorflow/backend/random_tensors.ts";
import { browserNetwork, unknownToBrowsers } from "../../network/model/browser_network.ts";
import { type WeightStorage, weightStorages } from "../../network/model/quantize_weights.ts";
import { GroupedConv2D } from "../../network/model/grouped_convolution_layer.ts";
import { saveNetwork } from "../../network/model/save_network.ts";
import { ResidualBlock } from "../../network/model/residual_block.ts";
import { batchLoss } from "../../network/training/loss.ts";
import { variables } from "../../network/training/steps.ts";
import { BesideRecord } from "./beside_record.ts";
import type { RunsOptions } from "./list_runs.ts";
import { loadNetwork } from "./run_folder.ts";
import type { RunRecord } from "./run_record.ts";
import { accuracyOn, rowTensors, shiftedAccuracy, type WindowsAccuracy } from "./shifted_accuracy.ts";
import { windowsOf } from "./windows_of.ts";

const tf = await backend();

/** Measurements of a run's network beyond its test. */
export interface Examination {
  /** The run's identifier. */
  run: string;
  /**
   * How alike four equal parts of a block's features are, for each block of the article's network or each convolution in
   * groups: as trained, and with the initial weights.
   */
  similarity: { trained: FeatureSimilarity[]; untrained: FeatureSimilarity[] };
  /** Norm of the loss's gradient in each block, or layer, for one batch of training windows. */
  gradientNorms: { trained: number[]; untrained: number[] };
  /** Accuracy on the test people's windows of other lengths, in samples; left out if the archive has one length alone. */
  lengths?: (WindowsAccuracy & { windowLength: number })[];
  /** Accuracy on the test windows when they begin some samples later; left out if the archive has windows already cut. */
  shifts?: (WindowsAccuracy & { samples: number })[];
  /** Bytes of the exported weights, and the accuracy on the test windows of the network that is read back from them. */
  stored: { weights: WeightStorage; bytes: number; accuracy: number }[];
}

/** Keeps what was found in a run's network. */
export const examinations: BesideRecord<Examination> = new BesideRecord("examination", "deno task examine");

/** Parts that are compared: the article's four branches, or as many parts of another network's channels. */
const parts = 4;
/** Test windows whose features are compared, and training windows whose gradient is taken. */
const batchSize = 128;
/** Lengths of windows that a network is tested on. */
const lengths = [64, 96, 128, 192, 256];

/**
 * Examines the network of a run: similarity of features, gradients, windows of other lengths and at other times, and
 * fewer bytes for its weights. Throws one sentence if the run did not keep its network, or its archive is not here.
 * `onProgress` is called before each part.
 */
export async function examineRun(
  id: string,
  options: RunsOptions & { onProgress?: (done: number, total: number, part: string) => void } = {},
): Promise<Examination> {
  const { onProgress = () => {}, ...folder } = options;
  const { run, model } = await loadNetwork(id, folder);
  const { settings, standardization } = run;
  const untrained = await untrainedLike(model, settings);
  try {
    const whole = await windowsOf(settings);
    const { source } = whole;
    if (source.sha256 !== run.data.sha256) {
      throw new Error(`The run ${id} was trained on other data than ${source.title}: give it its archive.`);
    }
    const split = splitWindows(whole.frame, settings.split, settings);
    onProgress(0, 4, "features and gradients");
    const [test, train] = [split.test, split.train].map((rows) => evenly(rows, batchSize));
    const tested = rowTensors(whole.frame, test, standardization);
    const trained = rowTensors(whole.frame, train, standardization);
    const similarity = {
      trained: await similarities(model, tested.windows),
      untrained: await similarities(untrained, tested.windows),
    };
    const norms = {
      trained: await gradientNorms(model, trained.windows, trained.labels),
      untrained: await gradientNorms(untrained, trained.windows, trained.labels),
    };
    tf.dispose([tested.windows, tested.labels, trained.windows, trained.labels]);
    onProgress(1, 4, "windows of other lengths");
    const raw = whole.segments !== undefined;
    const pooled = run.networkSha256 === undefined && settings.split !== "random";
    const byLength = raw && pooled ? await otherLengths(model, run) : undefined;
    onProgress(2, 4, "windows at other times");
    const byShift = raw ? await shiftedAccuracy(model, run) : undefined;
    onProgress(3, 4, "stored weights");
    const stored = await storedNetworks(model, whole.frame, split.test, standardization);
    onProgress(4, 4, "done");
    return { run: id, similarity, gradientNorms: norms, lengths: byLength, shifts: byShift, stored };
  } finally {
    model.dispose();
    untrained.dispose();
  }
}

/** Returns a network of the same layers with the weights that it began with. */
async function untrainedLike(model: LayersModel, settings: CheckedSettings): Promise<LayersModel> {
  if (settings.network === articleSettings.network) {
    return articleNetwork({ ...settings, classes: model.outputs[0].shape[1]! });
  }
  const modelTopology = JSON.parse(JSON.stringify(model.toJSON(null, false)));
  return await withSeededRandom(`network ${settings.seed}`, () => tf.models.modelFromJSON({ modelTopology }));
}

/** Returns some rows at equal distances, all if there are fewer. */
function evenly(rows: Int32Array, count: number): Int32Array {
  if (rows.length <= count) return rows;
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor(i * rows.length / count)]);
}

async function similarities(model: LayersModel, windows: Tensor4D): Promise<FeatureSimilarity[]> {
  const found: FeatureSimilarity[] = [];
  for (const all of tf.tidy(() => [...blockFeatures(model, windows), ...groupFeatures(model, windows)])) {
    const channels = all.shape[3];
    // A width that four does not divide loses its last channels.
    const kept = channels - channels % parts;
    const features = tf.tidy(() => tf.slice(all.reshape<Tensor2D>([-1, channels]), [0, 0], [-1, kept]));
    found.push(await partSimilarity(features, parts));
    tf.dispose([all, features]);
  }
  return found;
}

/** Returns what the branches of each block of the article's network give behind their first ReLU. */
function blockFeatures(model: LayersModel, windows: Tensor4D): Tensor4D[] {
  let x = windows;
  return model.layers.filter((layer) => layer instanceof ResidualBlock).map((block) => {
    const features = block.features(x);
    x = block.apply(x, { training: false }) as Tensor4D;
    return features;
  });
}

/** Returns what each convolution in groups gives, behind the normalisation and the ReLU that follow it. */
function groupFeatures(model: LayersModel, windows: Tensor4D): Tensor4D[] {
  const grouped = model.layers.filter((layer) => layer instanceof GroupedConv2D && layer.filters >= parts);
  if (grouped.length === 0) return [];
  const activation = (layer: Layer): Layer => {
    const next = layer.outboundNodes[0]?.outboundLayer;
    return next && ["BatchNormalization", "ReLU"].includes(next.getClassName()) ? activation(next) : layer;
  };
  const outputs = grouped.map((layer) => activation(layer).output as SymbolicTensor);
  return [tf.model({ inputs: model.inputs, outputs }).apply(windows, { training: false })].flat() as Tensor4D[];
}

/** Tests on the same people's windows of other lengths: the mean over time takes any number of steps. */
async function otherLengths(model: LayersModel, { settings, standardization }: RunRecord) {
  const results: Examination["lengths"] = [];
  for (const windowLength of lengths) {
    const { frame } = await windowsOf(checkSettings({ ...settings, windowLength, windowStep: undefined }));
    const { split, validationSubjects, testPerson, seed } = settings;
    const { test } = splitWindows(frame, split, { validationSubjects, testPerson, seed });
    const network = articleNetwork({ ...settings, windowLength, classes: model.outputs[0].shape[1]! });
    network.setWeights(model.getWeights());
    results.push({ windowLength, ...await accuracyOn(network, frame, test, standardization) });
    network.dispose();
  }
  return results;
}

/** Tests the network that a browser would read, with its weights stored in each way. */
async function storedNetworks(model: LayersModel, frame: DataFrame, test: Int32Array, scale: Standardization) {
  const results: Examination["stored"] = [];
  if (unknownToBrowsers(model)) return results;
  const network = browserNetwork(model, scale);
  const folder = await Deno.makeTempDir();
  const windows = tf.tidy(() => tf.gather(signalTensor(frame), test));
  const activities = frame.getColumn("activity").toArray() as number[];
  try {
    for (const weights of weightStorages) {
      await saveNetwork(network, `${folder}/${weights}`, { weights });
      const { size } = await Deno.stat(`${folder}/${weights}/weights.bin`);
      const loaded = await tf.loadLayersModel(`file://${folder}/${weights}/model.json`);
      const predicted = tf.tidy(() => (loaded.predict(windows, { batchSize: batchSize }) as Tensor2D).argMax(1));
      const right = (await predicted.data()).filter((answer, i) => answer === activities[test[i]] - 1).length;
      results.push({ weights, bytes: size, accuracy: right / test.length });
      predicted.dispose();
      loaded.dispose();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
    network.dispose();
    windows.dispose();
  }
  return results;
}

/**
 * Returns how large the gradient of the loss is in each residual block, from the first to the last, or in each layer of a
 * network that has none: the Euclidean norm over its weights, for a batch of windows [batch, time, sensor, 1] and their activities [batch], counted from 0.
 * The network stays as it is.
 */
export async function gradientNorms(model: LayersModel, windows: Tensor4D, activities: Tensor1D): Promise<number[]> {
  const statistics = variables(model.nonTrainableWeights);
  const before = statistics.map((statistic) => statistic.clone());
  const article = model.layers.filter((layer) => layer instanceof ResidualBlock);
  const blocks = article.length > 0 ? article : layersOf(model).filter((layer) => layer.trainableWeights.length > 0);
  const norms = tf.tidy(() => {
    const { grads } = tf.variableGrads(
      () => batchLoss(model, [windows, activities]).loss,
      variables(model.trainableWeights),
    );
    const square = ({ name }: Variable) => grads[name]?.square().sum() ?? tf.scalar(0);
    return tf.stack(blocks.map((block) => tf.addN(variables(block.trainableWeights).map(square)).sqrt()));
  });
  for (const [index, statistic] of statistics.entries()) statistic.assign(before[index]);
  const values = [...await norms.data()];
  tf.dispose([norms, ...before]);
  return values;
}
