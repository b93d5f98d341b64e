import type { LayersModel, Tensor, Tensor2D, Variable } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import "./article_network.ts";
import "./grouped_convolution_layer.ts";

const tf = await backend();

type Layer = LayersModel["layers"][number];
type LayerClass = Parameters<typeof tf.serialization.registerClass>[0];

/** The classes under whose names saved layers are read. */
const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
  classNameMap: Record<string, [LayerClass, unknown]>;
};
/** The layers that every process knows: those of tfjs and of this library, which the imports above have registered. */
const known = new Set(Object.values(classNameMap).map(([kind]) => kind));

/** Tells whether a layer is neither of tfjs nor of this library. */
export function isOwnLayer({ constructor }: Layer): boolean {
  return !known.has(constructor as unknown as LayerClass);
}

/** Returns the layers of a network, with those of networks in it. */
export function layersOf(model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) => layer instanceof tf.LayersModel ? layersOf(layer) : [layer]);
}

/** What a network must take and give. */
export interface NetworkShape {
  /** What errors call it. */
  name: string;
  /** Samples of a window. */
  time: number;
  sensors: number;
  answers: number;
}

/**
 * Throws one sentence if a network cannot be trained, saved or read back: if it has not one input [batch, time, sensor,
 * 1] and one output [batch, answer], returns probabilities instead of logits, has nothing to train, or has a layer that
 * another process could not read. Layers of one's own are registered by their `className`.
 */
export async function checkNetwork(model: LayersModel, shape: NetworkShape): Promise<void> {
  const { name, time, sensors, answers } = shape;
  const refuse = (why: string): never => {
    throw new Error(`The network "${name}" cannot be trained: ${why}.`);
  };
  if (!(model instanceof tf.LayersModel)) {
    return refuse("its function must return a model of TensorFlow.js, such as tf.sequential or tf.model gives");
  }
  if (model.inputs.length !== 1) return refuse(`it has ${model.inputs.length} inputs, and the windows are one`);
  if (model.outputs.length !== 1) {
    return refuse(`it has ${model.outputs.length} outputs instead of one with the logits`);
  }
  const [input, output] = [model.inputs[0].shape.slice(1), model.outputs[0].shape.slice(1)];
  if (!sameShape(input, [time, sensors, 1])) {
    return refuse(
      `it takes [${input}], and a window is [${[time, sensors, 1]}]: begin with that, and reshape behind it`,
    );
  }
  if (!sameShape(output, [answers])) {
    return refuse(
      `it returns [${output}] for a window, and there are ${answers} answers: end with a dense layer of so many`,
    );
  }
  if (model.trainableWeights.length === 0) return refuse("it has no weights that could change");
  const windows = tf.randomNormal([4, time, sensors, 1], 0, 1, "float32", 1);
  let copy: LayersModel | undefined;
  try {
    const logits = tf.tidy(() => model.apply(windows, { training: false }) as Tensor2D);
    const rows = await logits.array();
    logits.dispose();
    if (rows.flat().some((value) => !Number.isFinite(value))) return refuse("it returns numbers that are not finite");
    if (rows.every((row) => row.every((p) => p >= 0) && Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-4)) {
      return refuse("it returns probabilities, and logits are wanted: leave out the softmax at its end");
    }
    requireGradients(model, windows, refuse);
    for (const layer of layersOf(model).filter(isOwnLayer)) registerLayer(layer, refuse);
    copy = await readBack(model, refuse);
    const again = tf.tidy(() => copy!.apply(windows, { training: false }) as Tensor2D);
    const same = again.shape.join() === logits.shape.join() &&
      (await again.data()).every((value, i) => Math.abs(value - rows.flat()[i]) <= 1e-3 * (1 + Math.abs(value)));
    again.dispose();
    if (!same) {
      return refuse("read back it predicts otherwise: getConfig of its own layers must return all their settings");
    }
  } finally {
    tf.dispose(windows);
    copy?.dispose();
  }
}

function requireGradients(model: LayersModel, windows: Tensor, refuse: (why: string) => never): void {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  // In training mode, which moves averages: all weights are put back.
  const weights = model.getWeights().map((weight) => weight.clone());
  try {
    tf.tidy(() => {
      tf.variableGrads(() => (model.apply(windows, { training: true }) as Tensor).sum(), variables);
    });
  } catch (error) {
    refuse(`its gradients cannot be computed (${(error as Error).message.split("\n")[0].replace(/\.$/, "")})`);
  } finally {
    model.setWeights(weights);
    tf.dispose(weights);
  }
}

function registerLayer({ name, constructor }: Layer, refuse: (why: string) => never): void {
  const kind = constructor as unknown as LayerClass;
  if (!Object.hasOwn(kind, "className")) refuse(`its layer ${name} cannot be saved: give its class a static className`);
  if (known.has(classNameMap[kind.className]?.[0])) {
    refuse(`its layer ${name} has the className ${kind.className}, which another layer has already`);
  }
  tf.serialization.registerClass(kind);
}

async function readBack(model: LayersModel, refuse: (why: string) => never): Promise<LayersModel> {
  try {
    const copy = await tf.models.modelFromJSON(
      JSON.parse(JSON.stringify({ modelTopology: model.toJSON(null, false) })),
    );
    copy.setWeights(model.getWeights());
    return copy;
  } catch (error) {
    return refuse(`it cannot be saved and read back (${(error as Error).message.split("\n")[0].replace(/\.$/, "")})`);
  }
}

function sameShape(shape: (number | null)[], wanted: number[]): boolean {
  return shape.length === wanted.length && shape.every((length, axis) => length === null || length === wanted[axis]);
}
