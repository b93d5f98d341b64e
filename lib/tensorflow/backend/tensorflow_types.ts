import type { TensorInfo } from "@tensorflow/tfjs-node-gpu";

/** The whole of TensorFlow.js, as tfjs-node-gpu exports it. */
export type TensorFlow = typeof import("@tensorflow/tfjs-node-gpu");

/** An attribute of an operation as tfjs-node's binding takes it: its type is one of the binding's TF_ATTR numbers. */
export interface OperationAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** The native binding of tfjs-node: TensorFlow's kernels by name, and tensors by numbers. */
export interface NodeBinding extends Record<`TF_ATTR_${string}`, number> {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_Version: string;
  executeOp(
    name: string,
    attributes: OperationAttribute[],
    inputs: number[],
    outputs: number,
  ): { id: number; shape: number[]; dtype: number }[];
  createTensor(shape: number[], type: number, values: ArrayLike<number>): number;
  tensorDataSync(id: number): ArrayLike<number>;
}

/** The part of tfjs-node's backend that this project calls beside tfjs' own operations. */
export interface NodeBackend {
  isUsingGpuDevice: boolean;
  binding: NodeBinding;
  getInputTensorIds(tensors: TensorInfo[]): number[];
  executeMultipleOutputs(
    name: string,
    attributes: OperationAttribute[],
    inputs: unknown[],
    outputs: number,
  ): unknown[];
}
