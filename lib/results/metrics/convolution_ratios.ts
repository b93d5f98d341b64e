import type { SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { cost } from "../../network/model/cost.ts";
import { GroupedConv2D } from "../../network/model/grouped_convolution_layer.ts";

const tf = await backend();

/** A full convolution with which lighter ones are compared. */
export interface FullConvolution {
  /** Input channels, C_in. */
  input: number;
  /** Output channels, C_out. */
  output: number;
  /** Extent of the kernel on both axes, k. */
  kernelSize: number;
}

/** Parameters of three kinds of convolution between the same channels, counted from built layers without biases. */
export interface ConvolutionRatios extends FullConvolution {
  /** Parameters of the ordinary convolution. */
  full: number;
  /** With four groups. */
  grouped: number;
  /** Depthwise, then pointwise. */
  separable: number;
  /** separable / full, counted. */
  ratio: number;
  /** 1/C_out + 1/k^2, after Howard et al. 2017 (MobileNets). */
  mobilenets: number;
  /** 1/C_out + 1/C_in, as the article prints it (section 3.4). */
  article: number;
}

/**
 * Counts full, grouped and depthwise separable convolutions from built layers, beside the two formulas for their ratio.
 *
 * @param convolution Kernel, channels and groups.
 */
export function convolutionRatios(convolution: FullConvolution): ConvolutionRatios {
  const { input, output, kernelSize } = convolution;
  const count = (...layers: GroupedConv2D[]) => {
    const image = tf.input({ shape: [8, 8, input] });
    const last = layers.reduce<SymbolicTensor>((x, layer) => layer.apply(x) as SymbolicTensor, image);
    const model = tf.model({ inputs: image, outputs: last });
    const { parameters } = cost(model);
    model.dispose();
    return parameters;
  };
  const layer = (filters: number, kernelSize: number, groups: number) =>
    new GroupedConv2D({ filters, kernelSize, groups, useBias: false, seed: null });
  const full = count(layer(output, kernelSize, 1));
  const separable = count(layer(input, kernelSize, input), layer(output, 1, 1));
  return {
    ...convolution,
    full,
    grouped: count(layer(output, kernelSize, 4)),
    separable,
    ratio: separable / full,
    mobilenets: 1 / output + 1 / kernelSize ** 2,
    article: 1 / output + 1 / input,
  };
}
