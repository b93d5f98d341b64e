import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { withSeededRandom } from "../../tensorflow/backend/random_tensors.ts";
import type { CheckedSettings, ExperimentSettings } from "../../settings/experiment_settings.ts";
import { answerCount } from "../../data/signals/activities.ts";
import { signals } from "../../data/signals/signals.ts";
import { namesIn, notFound } from "../../system/files.ts";
import { root } from "../../system/paths.ts";
import { articleNetwork } from "./article_network.ts";
import { checkNetwork } from "./check_network.ts";
import { networkSha256 } from "./network_sha256.ts";

const tf = await backend();

/** What a network is built for: the settings of its experiment, and how many sensors and answers it has. */
export interface NetworkSettings extends Readonly<ExperimentSettings> {
  /** Sensor channels of a window. */
  sensors: number;
  /** Numbers that it returns for a window. */
  answers: number;
}

/**
 * Builds a network: from settings to a model that takes standardised windows [batch, time, sensor, 1] and returns logits
 * [batch, answer] (no softmax). Weights whose initialisers have no seed are drawn from the settings' seed.
 */
export type NetworkFunction = (settings: NetworkSettings) => LayersModel | Promise<LayersModel>;

/** A network that was built and checked. */
export interface BuiltNetwork {
  /** The caller disposes it. */
  model: LayersModel;
  /** What tells it from other networks, see {@link networkSha256}; undefined for the article's, which settings describe. */
  sha256?: string;
}

/** Name of the network that settings alone describe. */
const article = "article";

/**
 * Builds the network of an experiment and checks it, so that it fails before its training or not at all: `network`
 * builds it, or whatever the setting `network` names. Throws one sentence if there is no such network, if it cannot be
 * built, and what `checkNetwork` throws.
 */
export async function buildNetwork(
  settings: CheckedSettings,
  network?: NetworkFunction,
): Promise<BuiltNetwork> {
  const { network: name, seed } = settings;
  const [sensors, answers] = [signals.length, answerCount(settings.transitions)];
  if (!network && name === article) return { model: articleNetwork({ ...settings, sensors, classes: answers }) };
  const build = network ?? await networkModule(name);
  let model: LayersModel;
  try {
    model = await withSeededRandom(`network ${seed}`, () => build({ ...settings, sensors, answers }));
  } catch (error) {
    const { message } = error as Error;
    // What tfjs says of a layer whose class has no className.
    const why = /undefined \(reading 'replace'\)/.test(message)
      ? "give the class of its layer a static className"
      : message;
    throw new Error(`The network "${name}" could not be built: ${why.replace(/\.$/, "")}.`);
  }
  try {
    await checkNetwork(model, { name, time: settings.windowLength, sensors, answers });
    return { model, sha256: await networkSha256(model) };
  } catch (error) {
    if (model instanceof tf.LayersModel) model.dispose();
    throw error;
  }
}

/**
 * Returns what tells the network of an experiment from others, see {@link networkSha256}; undefined for the article's. It
 * builds and checks the network, and throws what {@link buildNetwork} throws.
 */
export async function sha256OfNetwork(
  settings: CheckedSettings,
  network?: NetworkFunction,
): Promise<string | undefined> {
  if (!network && settings.network === article) return undefined;
  const { model, sha256 } = await buildNetwork(settings, network);
  model.dispose();
  return sha256;
}

/** Returns a name for a network that a cell wrote: its function's, if that has one. */
export function networkName({ name }: NetworkFunction): string {
  if (name === article) throw new Error(`The name "${article}" is the article's network: call the function otherwise.`);
  return name === "" || name === "network" ? "unnamed" : name;
}

/**
 * Reads the network of a name, such as `plain` for notebooks/networks/plain.ts, or of a module's path: the module's
 * default export. A path begins at the project's folder. Throws one sentence that names those that there are if there is none.
 */
async function networkModule(name: string): Promise<NetworkFunction> {
  const folder = `${root}/notebooks/networks`;
  const path = /[/\\.]/.test(name) ? resolve(root, name) : `${folder}/${name}.ts`;
  const changed = await Deno.stat(path).catch(notFound(undefined));
  if (!changed) {
    const names = (await namesIn(folder)).map((file) => basename(file, ".ts")).sort();
    throw new Error(
      `There is no network "${name}": there are ${[article, ...names].join(", ")}, and the path of a module.`,
    );
  }
  // A module that was changed since it was imported has another address, so that it is read anew.
  const module = await import(`${pathToFileURL(path)}?${changed.mtime?.getTime()}`);
  if (typeof module.default === "function") return module.default;
  throw new Error(`${path} is no network: its default export must be a function from settings to a model.`);
}
