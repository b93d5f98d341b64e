import type { TensorFlow } from "./tensorflow_types.ts";

/** An array of numbers on the device. */
export type Tensor = InstanceType<TensorFlow["Tensor"]>;
/** A number on the device. */
export type Scalar = ReturnType<TensorFlow["scalar"]>;
/** A tensor with one axis. */
export type Tensor1D = ReturnType<TensorFlow["tensor1d"]>;
/** A tensor with two axes. */
export type Tensor2D = ReturnType<TensorFlow["tensor2d"]>;
/** A tensor with three axes. */
export type Tensor3D = ReturnType<TensorFlow["tensor3d"]>;
/** A tensor with four axes. */
export type Tensor4D = ReturnType<TensorFlow["tensor4d"]>;
/** A tensor whose numbers change, such as a weight. */
export type Variable = InstanceType<TensorFlow["Variable"]>;
/** What a layer gives before there are numbers. */
export type SymbolicTensor = InstanceType<TensorFlow["SymbolicTensor"]>;
/** A network of tfjs' layers. */
export type LayersModel = InstanceType<TensorFlow["LayersModel"]>;
/** A layer of a network. */
export type Layer = InstanceType<TensorFlow["layers"]["Layer"]>;
/** Extents of the axes; null if any extent will do. */
export type Shape = (number | null)[];
/** A weight of a layer. */
export type Weight = ReturnType<InstanceType<TensorFlow["layers"]["Layer"]>["addWeight"]>;
