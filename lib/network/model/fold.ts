import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { ResidualBlock } from "./residual_block.ts";

const tf = await backend();
type Layer = LayersModel["layers"][number];

/**
 * Returns a network that predicts what another one predicts, with less work: in each residual block the batch
 * normalisations are folded into the kernels and the branches are merged. It has weights of its own and cannot be
 * trained. The caller disposes it.
 *
 * Takes a network that is a chain of layers, as `articleNetwork` builds it. Throws if a layer takes anything but the
 * output of the one before it.
 */
export function fold(model: LayersModel): LayersModel {
  const broken = breakOfChain(model);
  if (broken !== undefined) {
    const [before, layer] = model.layers.slice(broken - 1);
    throw new Error(
      `${model.name} is not a chain of layers, so it cannot be folded: ${layer.name} does not take just what ${before.name} gives.`,
    );
  }
  const input = tf.input({ shape: model.inputs[0].shape.slice(1), name: model.inputs[0].name.split("/")[0] });
  let x: SymbolicTensor = input;
  for (const layer of model.layers.slice(1)) {
    const folded = layer instanceof ResidualBlock ? layer.folded() : undefined;
    const copy = folded?.layer ?? clone(layer);
    x = copy.apply(x) as SymbolicTensor;
    copy.setWeights(folded?.weights ?? layer.getWeights());
    tf.dispose(folded?.weights ?? []);
  }
  return tf.model({ inputs: input, outputs: x, name: `${model.name}_folded` });
}

/** Tells whether a network has blocks that {@link fold} folds, and is a chain. */
export function canFold(model: LayersModel): boolean {
  return model.layers.some((layer) => layer instanceof ResidualBlock) && breakOfChain(model) === undefined;
}

/** Returns the place of the first layer that does not take just the output of the one before it; undefined in a chain. */
function breakOfChain({ layers }: LayersModel): number | undefined {
  const place = layers.findIndex((layer, index) => index > 0 && layer.input !== layers[index - 1].output);
  return place < 0 ? undefined : place;
}

function clone(layer: Layer): Layer {
  const kind = layer.constructor as unknown as Parameters<typeof tf.serialization.registerClass>[0];
  return kind.fromConfig(kind as never, layer.getConfig()) as Layer;
}
