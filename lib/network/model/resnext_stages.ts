import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";

/** A row of the stage table of ResNeXt-50. */
export interface Stage {
  /** Name of the stage. */
  stage: string;
  /** Height x width x channels of what enters the stage. */
  input: string;
  /** Number of groups; "-" if nothing is grouped. */
  groups: string;
  /** Channels before and after the stage. */
  channels: string;
  /** Number of blocks. */
  blocks: string;
}

/** The table that the article prints of ResNeXt-50 32x4d (article, section 2.5). */
export const articleStages: Stage[] = [
  { stage: "input", input: "224x224x3", groups: "-", channels: "3 -> 64", blocks: "1" },
  { stage: "residual 1", input: "56x56x64", groups: "32", channels: "64 -> 256", blocks: "3" },
  { stage: "residual 2", input: "28x28x256", groups: "32", channels: "256 -> 512", blocks: "4" },
  { stage: "residual 3", input: "14x14x512", groups: "32", channels: "512 -> 1024", blocks: "6" },
  { stage: "residual 4", input: "7x7x1024", groups: "32", channels: "1024 -> 2048", blocks: "3" },
  { stage: "output", input: "1x1x2048", groups: "-", channels: "global average pooling + dense", blocks: "1" },
];

/** A stage as it is built. */
export interface BuiltStage extends Stage {
  /** Height x width x channels of what leaves the stage. */
  output: string;
  /** Channels inside a residual block, as a part of those at its end; undefined if there are no such blocks. */
  bottleneck?: number;
}

/**
 * Reads the stages from the built layers of a network of `resnext`: the stem, the residual stages, and the mean with
 * its classifier.
 *
 * @param model A network that `resnext` returned.
 */
export function builtStages(model: LayersModel): BuiltStage[] {
  const names = model.layers.map(({ name }) => name);
  const count = new Set(names.flatMap((name) => name.match(/^stage(\d+)_/)?.[1] ?? [])).size;
  const residual = Array.from({ length: count }, (_, index): BuiltStage => {
    const stage = index + 1;
    const blocks = names.filter((name) => new RegExp(`^stage${stage}_block\\d+_sum$`).test(name)).length;
    const grouped = model.getLayer(`stage${stage}_block1_grouped`) as GroupedConv2D;
    const input = shape(model.getLayer(`stage${stage}_block1_reduce`).input);
    const output = shape(model.getLayer(`stage${stage}_block${blocks}_sum_relu`).output);
    return {
      ...built(`residual ${stage}`, input, output),
      groups: String(grouped.groups),
      blocks: String(blocks),
      bottleneck: grouped.filters / output.at(-1)!,
    };
  });
  const stem = built("input", shape(model.inputs[0]), shape(model.getLayer("stage1_block1_reduce").input));
  const mean = [1, 1, ...shape(model.getLayer("mean").output)];
  return [{ ...stem, blocks: "1" }, ...residual, built("output", mean, shape(model.outputs[0]))];
}

function built(stage: string, input: number[], output: number[]): BuiltStage {
  const channels = `${input.at(-1)} -> ${output.at(-1)}`;
  return { stage, input: input.join("x"), output: output.join("x"), channels, groups: "-", blocks: "-" };
}

function shape(tensor: unknown): number[] {
  return (tensor as SymbolicTensor).shape.slice(1).map((size) => size ?? 1);
}
